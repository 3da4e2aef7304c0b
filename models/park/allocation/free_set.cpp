#include "models/park/allocation/free_set.hpp"

#include <utility>

namespace park {

namespace {

/// So many bits, all set.
std::vector<std::uint64_t> ones(std::size_t bits) {
  std::vector<std::uint64_t> words((bits + 63) / 64, ~std::uint64_t{0});
  if (bits % 64 != 0) words.back() >>= 64 - bits % 64;
  return words;
}

}  // namespace

FreeSet::FreeSet(int size) : words_(ones(static_cast<std::size_t>(size))), groups_(ones(words_.size())), count_(size) {
  auto clusters = ones(groups_.size());
  if (clusters.size() > 1) {
    clusters_ = std::move(clusters);
    clusters_.push_back(ones(clusters_.size()).front());
  } else if (!clusters.empty()) {
    top_ = clusters.front();
  }
}

int FreeSet::last() const {
  if (clusters_.empty()) return last_of_group(63 - std::countl_zero(top_));
  return last_of_cluster(63 - std::countl_zero(clusters_.back()));
}

int FreeSet::at_or_before(int i) const {
  if (const auto rest = words_[word(i)] << (63 - (i & 63))) return i - std::countl_zero(rest);
  const int w = static_cast<int>(word(i)) - 1;
  if (w < 0) return last();
  if (const auto rest = groups_[static_cast<std::size_t>(w >> 6)] << (63 - (w & 63)))
    return last_of_word(w - std::countl_zero(rest));
  return last_in_groups_before(w >> 6);
}

int FreeSet::first_of_four_levels() const { return first_of_cluster(std::countr_zero(clusters_.back())); }

int FreeSet::first_in_groups_after(int group) const {
  const int g = group + 1;
  if (g == static_cast<int>(groups_.size())) return first();
  const auto cluster = static_cast<std::size_t>(g >> 6);
  if (const auto rest = (clusters_.empty() ? top_ : clusters_[cluster]) >> (g & 63))
    return first_of_group(g + std::countr_zero(rest));
  const int c = (g >> 6) + 1;
  if (clusters_.empty() || c == 64) return first();
  if (const auto rest = clusters_.back() >> c) return first_of_cluster(c + std::countr_zero(rest));
  return first();
}

int FreeSet::last_in_groups_before(int group) const {
  const int g = group - 1;
  if (g < 0) return last();
  const auto cluster = static_cast<std::size_t>(g >> 6);
  if (const auto rest = (clusters_.empty() ? top_ : clusters_[cluster]) << (63 - (g & 63)))
    return last_of_group(g - std::countl_zero(rest));
  const int c = (g >> 6) - 1;
  if (clusters_.empty() || c < 0) return last();
  if (const auto rest = clusters_.back() << (63 - c)) return last_of_cluster(c - std::countl_zero(rest));
  return last();
}

void FreeSet::mark_group(int group) {
  if (clusters_.empty()) {
    top_ |= bit(group);
  } else {
    clusters_[word(group)] |= bit(group);
    clusters_.back() |= bit(group >> 6);
  }
}

void FreeSet::unmark_group(int group) {
  if (clusters_.empty()) {
    top_ &= ~bit(group);
  } else if ((clusters_[word(group)] &= ~bit(group)) == 0) {
    clusters_.back() &= ~bit(group >> 6);
  }
}

}  // namespace park
