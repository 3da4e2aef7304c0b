#include "models/express/coming.hpp"

#include <algorithm>

#include "models/park/allocation/registry.hpp"
#include "models/purposes.hpp"
#include "sim/wide_loops.hpp"

namespace express {

using models::Draw;
using sim::DrawBlock;
using sim::Ticks;

namespace {

/// The draws of the first stay of a call are those of its episode 1, before any ring-back.
constexpr std::uint32_t first_stay = 256;

constexpr sim::Purpose index(Draw draw) { return static_cast<sim::Purpose>(draw); }

/// Whichever comes first: what is in `ends`, or this many ticks after `at`.
PARKSIM_WIDE void race(const std::int64_t* at_us, const Ticks* delays, std::int64_t how, std::int64_t* ends) {
  for (std::size_t i = 0; i < DrawBlock::size; ++i) {
    const std::int64_t delay_us = delays[i].us < End::latest_us ? delays[i].us : End::latest_us;
    const std::int64_t end = (at_us[i] + delay_us) << 2 | how;
    ends[i] = end < ends[i] ? end : ends[i];
  }
}

template <class T>
void append(std::vector<T>& to, const std::array<T, DrawBlock::size>& block, std::size_t n) {
  to.insert(to.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(n));
}

}  // namespace

End end_of(const people::Company& company, const people::LotTraffic& traffic, const sim::DrawSource& source,
           std::uint32_t call, Ticks at) {
  const auto draws = source.of(call);
  const auto after = [&](Ticks delay, Ending how) {
    return (at.us + std::min(delay.us, End::latest_us)) << 2 | static_cast<std::int64_t>(how);
  };
  const auto drawn = [&](const sim::Distribution& law, Draw purpose, Ending how) {
    return after(law.sample(draws.uniform(index(purpose), first_stay, 0)), how);
  };
  End end{std::min(End::latest_us << 2, drawn(traffic.retrieved_after, Draw::retrieved_after, Ending::is_retrieved))};
  if (traffic.patience) end.word = std::min(end.word, drawn(*traffic.patience, Draw::patience, Ending::gives_up));
  const auto timeout = company.lots[static_cast<std::size_t>(traffic.lot)].rules.park.timeout;
  if (timeout.us > 0) end.word = std::min(end.word, after(timeout, Ending::times_out));
  return end;
}

Coming::Coming(Ticks time_of_day, std::uint32_t first) : state_(sim::Arrivals::begin(time_of_day)), drawn_(first) {
  state_.count = first;
}

void Coming::reserve() {
  at_us_.reserve(16 * DrawBlock::size);
  end_.reserve(16 * DrawBlock::size);
}

void Coming::draw_until(const people::Company& company, const people::Horizon& horizon,
                        const people::LotTraffic& traffic, const sim::DrawSource& draws, int most_digits, Ticks end) {
  while (!is_over_ && (!has_unseen() || at_us_.back() < end.us)) {
    forget_gone();
    draw_block(company, horizon, traffic, draws, most_digits);
  }
}

void Coming::forget_gone() {
  constexpr std::uint32_t many = 256;
  if (next_ < many) return;
  const auto forget = [this](auto& of_each) {
    if (!of_each.empty()) of_each.erase(of_each.begin(), of_each.begin() + next_);
  };
  forget(at_us_);
  forget(end_);
  forget(choice_);
  forget(slips_from_);
  seen_ -= next_;
  next_ = 0;
}

void Coming::draw_block(const people::Company& company, const people::Horizon& horizon,
                        const people::LotTraffic& traffic, const sim::DrawSource& draws, int most_digits) {
  const auto& rules = company.lots[static_cast<std::size_t>(traffic.lot)].rules;
  const DrawBlock block(draws, drawn_);
  std::array<Ticks, DrawBlock::size> at, delays;
  std::array<double, DrawBlock::size> u;
  std::array<std::int64_t, DrawBlock::size> at_us, ends;
  const std::size_t drawn = traffic.arrivals.next(state_, draws, block, at.data());
  at_us.fill(End::latest_us);
  for (std::size_t i = 0; i < drawn; ++i) at_us[i] = (at[i] - horizon.time_of_day).us;
  const auto window_end =
      std::lower_bound(at_us.begin(), at_us.end(), std::min(horizon.window_end().us, End::latest_us));
  const auto n = static_cast<std::size_t>(window_end - at_us.begin());
  is_over_ = n < DrawBlock::size;

  ends.fill(End::latest_us << 2);
  const auto race_against = [&](Ending how) { race(at_us.data(), delays.data(), static_cast<int>(how), ends.data()); };
  const auto race_against_law = [&](const sim::Distribution& law, Draw purpose, Ending how) {
    block.uniforms(index(purpose), first_stay, 0, u);
    law.samples(u.data(), delays.data(), DrawBlock::size);
    race_against(how);
  };
  race_against_law(traffic.retrieved_after, Draw::retrieved_after, Ending::is_retrieved);
  if (traffic.patience) race_against_law(*traffic.patience, Draw::patience, Ending::gives_up);
  if (rules.park.timeout.us > 0) {
    delays.fill(rules.park.timeout);
    race_against(Ending::times_out);
  }
  append(at_us_, at_us, n);
  append(end_, ends, n);
  if (park::depends_on_chance(rules.alloc.policy)) {
    block.uniforms(index(Draw::code_choice), 0, 0, u);
    append(choice_, u, n);
  }
  if (traffic.mistype_per_digit > 0) draw_slips(block, traffic.mistype_per_digit, most_digits);
  drawn_ += static_cast<std::uint32_t>(n);
}

/// From how many digits on each would key a wrong code.
void Coming::draw_slips(const DrawBlock& block, double error_per_digit, int most_digits) {
  const auto first = slips_from_.size();
  slips_from_.resize(at_us_.size(), unlimited);
  const auto n = slips_from_.size() - first;
  std::array<double, DrawBlock::size> u;
  for (auto digit = static_cast<std::uint32_t>(most_digits); digit-- > 0;) {
    block.uniforms(index(Draw::mistyped), first_stay, digit, u);
    for (std::size_t i = 0; i < n; ++i)
      if (u[i] < error_per_digit) slips_from_[first + i] = digit + 1;
  }
}

}  // namespace express
