#include "models/park/lot.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "models/park/code_space.hpp"

namespace park {

int Lot::digits(int position) const { return std::max(width_, decimal_digits(number(position))); }

std::int64_t Lot::guess_of_one_code(int digits) {
  std::int64_t guess = 1'000'000'000;
  for (; digits > 0; --digits) guess /= 10;
  return guess;
}

Lot::Lot(std::span<const Rules* const> all_rules, Sharing sharing) : views_(sharing.views) {
  const Rules& present = *all_rules.front();
  if (all_rules.size() == 1 && is_plain(present.space)) {
    lo_ = present.space.lo;
    range_ = usable_codes(present.space);
  } else {
    for (const Rules* rules : all_rules) {
      const auto numbers = code_numbers(rules->space);
      numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
    }
    std::ranges::sort(numbers_);
    numbers_.erase(std::unique(numbers_.begin(), numbers_.end()), numbers_.end());
    range_ = static_cast<int>(numbers_.size());
  }
  codes_.resize(static_cast<std::size_t>(range_));
  lay_out(present, std::max(1, sharing.shares));
}

void Lot::change(const Rules& rules) {
  auto before = std::exchange(shares_, {});
  lay_out(rules, static_cast<int>(before.size()));
  for (std::size_t s = 0; s < shares_.size(); ++s) shares_[s].known = std::move(before[s].known);
  for (int position = 0; position < range_; ++position) {
    const int where = place(position);
    if (where < 0) continue;
    for (std::size_t s = 0; s < shares_.size(); ++s) {
      const bool taken = views_ ? shares_[s].known[static_cast<std::size_t>(position)] > 0
                                : s == share_of(position) && code(position).status != State::code_free;
      if (!taken) continue;
      std::visit([where](auto& policy) { policy.withdraw(where); }, shares_[s].policy);
      --shares_[s].free;
    }
  }
}

void Lot::lay_out(const Rules& rules, int count) {
  max_active_ = rules.space.max_active;
  width_ = rules.space.width;
  turns_ = shares_of(rules) == Shares::time;
  shares_.clear();
  share_of_.clear();
  place_.clear();
  let_go_.clear();
  std::vector<std::int32_t> present;  // positions of the codes of these rules
  if (numbers_.empty()) {
    present.resize(static_cast<std::size_t>(range_));
    std::iota(present.begin(), present.end(), 0);
  } else {
    for (const int number : code_numbers(rules.space))
      present.push_back(static_cast<std::int32_t>(std::ranges::lower_bound(numbers_, number) - numbers_.begin()));
  }
  guess_ = present.empty() ? 0 : guess_of_one_code(digits(present.front()));
  const bool whole = static_cast<int>(present.size()) == range_;
  if (!whole) place_.assign(static_cast<std::size_t>(range_), -1);
  if (!views_ && count > 1) {
    place_.assign(static_cast<std::size_t>(range_), -1);
    share_of_.assign(static_cast<std::size_t>(range_), 0);
  }
  const int all = static_cast<int>(present.size());
  for (int s = 0; s < count; ++s) {
    // Equal blocks, so that with a range of whole blocks the first digits of a code tell its share.
    const int from = views_ ? 0 : static_cast<int>(std::int64_t{all} * s / count);
    const int to = views_ ? all : static_cast<int>(std::int64_t{all} * (s + 1) / count);
    Share share{.policy = make_allocation(rules.alloc.policy, to - from), .members = {}, .known = {}};
    share.free = to - from;
    if (views_) share.known.assign(static_cast<std::size_t>(range_), 0);
    if (whole) {
      share.first = from;
    } else {
      share.members.assign(present.begin() + from, present.begin() + to);
    }
    for (int i = from; i < to; ++i) {
      const auto position = static_cast<std::size_t>(present[static_cast<std::size_t>(i)]);
      if (!place_.empty()) place_[position] = i - from;
      if (!share_of_.empty()) share_of_[position] = s;
    }
    shares_.push_back(std::move(share));
  }
}

int Lot::slice(sim::Ticks now, sim::Ticks length) {
  const std::int64_t turn = now.us / length.us;
  const auto due = static_cast<int>(turn % shares());
  if (turn == slice_) return due;
  slice_ = turn;
  auto& share = shares_[at(due)];
  std::erase_if(let_go_, [&](std::int32_t position) {
    if (static_cast<int>(share_of(position)) != due) return false;
    put_back(share, place(position));
    return true;
  });
  return due;
}

double Lot::chance(int share_index, int position) const {
  const int where = place(position);
  if (where < 0 || (!views_ && share_of(position) != at(share_index))) return 0;
  return std::visit([where](const auto& policy) { return policy.chance(where); }, shares_[at(share_index)].policy);
}

bool Lot::can_take(int share_index, int position) const {
  const int where = place(position);
  if (where < 0 || (!views_ && share_of(position) != at(share_index))) return false;
  return std::visit([where](const auto& policy) { return policy.is_free(where); }, shares_[at(share_index)].policy);
}

void Lot::take(int share_index, int position) {
  Share& share = shares_[at(share_index)];
  const int where = place(position);
  std::visit([where](auto& policy) { policy.take(where); }, share.policy);
  --share.free;
  ++active_;
  if (views_) ++share.known[static_cast<std::size_t>(position)];
}

int Lot::choose_beyond_range() {
  int found = range_;
  while (found < codes() && code(found).status != State::code_beyond_range) ++found;
  if (found == codes()) codes_.push_back({.status = State::code_beyond_range});
  ++active_;
  return found;
}

void Lot::give_back_elsewhere(int position, int share_index) {
  const int where = place(position);
  if (views_) {
    Share& share = shares_[at(share_index)];
    if (--share.known[static_cast<std::size_t>(position)] == 0 && where >= 0) put_back(share, where);
    return;
  }
  if (where < 0) return;
  if (turns_) return let_go_.push_back(position);
  put_back(shares_[share_of(position)], where);
}

void Lot::hear_taken(int share_index, int position) {
  const int where = place(position);
  Share& share = shares_[at(share_index)];
  if (share.known[static_cast<std::size_t>(position)]++ > 0 || where < 0) return;
  std::visit([where](auto& policy) { policy.withdraw(where); }, share.policy);
  --share.free;
}

void Lot::keep_digit_counts(const Rules& rules) {
  const int most = digits(codes() - 1);
  if (most > DigitCounts::most_digits || rules.alloc.full == Full::overflow) return;
  near_.resize(static_cast<std::size_t>(most));
  for (int length = digits(0); length <= most; ++length)
    near_[static_cast<std::size_t>(length) - 1] = DigitCounts(length);
}

void Lot::count_digits(int position, bool live) {
  auto& counts = near_[static_cast<std::size_t>(digits(position)) - 1];
  live ? counts.add(number(position)) : counts.remove(number(position));
}

int Lot::nth_present(int n) const {
  if (place_.empty()) return n < range_ ? n : -1;
  for (int position = 0; position < range_; ++position)
    if (is_present(position) && n-- == 0) return position;
  return -1;
}

int Lot::position(int number, int keyed) const {
  int found = number - lo_;
  if (!numbers_.empty()) {
    if (number > numbers_.back()) {
      found = range_ + number - numbers_.back() - 1;
    } else {
      const auto at_or_after = std::ranges::lower_bound(numbers_, number);
      if (at_or_after == numbers_.end() || *at_or_after != number) return -1;
      found = static_cast<int>(at_or_after - numbers_.begin());
    }
  }
  if (found < 0 || found >= codes()) return -1;
  if (keyed > 0 && keyed != digits(found)) return -1;
  if (found >= range_) return code(found).status == State::code_beyond_range ? -1 : found;
  // A code of former rules is one only while a call is still behind it.
  return place(found) < 0 && code(found).calls == 0 && code(found).status == State::code_free ? -1 : found;
}

}  // namespace park
