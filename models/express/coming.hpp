#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/people/company.hpp"
#include "sim/random/arrivals.hpp"
#include "sim/random/draw.hpp"
#include "sim/random/draw_block.hpp"
#include "sim/time.hpp"

namespace express {

/// What ends the stay of a parked call, by the order of these events within one instant.
enum class Ending : std::uint8_t { gives_up, is_retrieved, times_out };

/// When a stay ends and how, in one word: the sooner, the less, and in that order within one instant.
struct End {
  /// Later is never: some 18,000 years.
  static constexpr std::int64_t latest_us = std::int64_t{1} << 59;
  std::int64_t word = 0;

  bool is_ever() const { return word < latest_us << 2; }
  sim::Ticks at() const { return is_ever() ? sim::Ticks{word >> 2} : sim::never; }
  Ending how() const { return static_cast<Ending>(word & 3); }
};

/// When and how the stay of the call with this number would end, as Coming has it, if it arrived at `at`.
End end_of(const people::Company&, const people::LotTraffic&, const sim::DrawSource&, std::uint32_t call,
           sim::Ticks at);

/// The calls of one lot traffic that come next, drawn in blocks: when each arrives, and when and how its stay would
/// end if it found a code free. State only.
class Coming {
 public:
  static constexpr std::uint32_t unlimited = ~std::uint32_t{0};

  Coming() = default;
  /// The calls from number `first` on, the first of which arrives after `time_of_day`.
  explicit Coming(sim::Ticks time_of_day, std::uint32_t first = 0);

  void reserve();
  /// Draws until a call is there that arrives at or after `end` and was not seen yet, if ever one will. `most_digits`
  /// are those of the longest code.
  void draw_until(const people::Company&, const people::Horizon&, const people::LotTraffic&, const sim::DrawSource&,
                  int most_digits, sim::Ticks end);
  /// There are calls that see() has not seen.
  bool has_unseen() const { return seen_ < at_us_.size(); }
  sim::Ticks next_unseen() const { return {at_us_[seen_]}; }
  /// Calls visit(instant) for each that arrives before `end` and was not seen yet.
  template <class Visit>
  void see(sim::Ticks end, Visit&& visit) {
    for (; seen_ < at_us_.size() && at_us_[seen_] < end.us; ++seen_) visit(sim::Ticks{at_us_[seen_]});
  }

  /// The next call arrives; returns which it is, for the following three.
  std::uint32_t take() { return next_++; }
  End end(std::uint32_t call) const { return {end_[call]}; }
  /// The uniform number that decides which code it gets, where that is left to chance.
  double choice(std::uint32_t call) const { return choice_.empty() ? 0 : choice_[call]; }
  /// A wrong code is keyed for it where the code has so many digits or more.
  std::uint32_t slips_from(std::uint32_t call) const { return slips_from_.empty() ? unlimited : slips_from_[call]; }

  template <class Archive>
  void archive(Archive& a) {
    a(state_, drawn_, next_, seen_, is_over_, at_us_, end_, choice_, slips_from_);
  }

 private:
  void forget_gone();
  void draw_block(const people::Company&, const people::Horizon&, const people::LotTraffic&, const sim::DrawSource&,
                  int most_digits);
  void draw_slips(const sim::DrawBlock&, double error_per_digit, int most_digits);

  sim::ArrivalState state_{};
  std::uint32_t drawn_ = 0;  ///< so far
  std::uint32_t next_ = 0, seen_ = 0;
  std::uint32_t is_over_ = 0;  ///< there are no more
  // Of each call drawn and not yet gone:
  std::vector<std::int64_t> at_us_;
  std::vector<std::int64_t> end_;
  std::vector<double> choice_;             ///< empty where nothing is drawn
  std::vector<std::uint32_t> slips_from_;  ///< empty where nobody errs
};

}  // namespace express
