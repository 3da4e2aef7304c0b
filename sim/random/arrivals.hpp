#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "sim/random/distribution.hpp"
#include "sim/random/draw.hpp"
#include "sim/random/draw_block.hpp"
#include "sim/time.hpp"

namespace sim {

/// The purpose under which arrivals draw from the source they are given.
inline constexpr Purpose arrival_purpose = first_engine_purpose;

/// From `from` on (until the next step) arrivals come at this rate.
struct RateStep {
  Ticks from;
  double per_second;
};

/// How many arrivals a burst has, the first included: a constant, or geometric on 1, 2, 3, ... with this mean.
struct BurstSize {
  static BurstSize constant(std::uint32_t arrivals) { return {false, static_cast<double>(arrivals)}; }
  static BurstSize geometric(double mean) { return {true, mean}; }
  std::uint32_t sample(double u) const;

  bool is_geometric;
  double mean;
};

/// How far a stream of arrivals has got. Trivially copyable, no pointers: it can be written as bytes and continued.
struct ArrivalState {
  static constexpr std::size_t most_open_bursts = 32;
  struct OpenBurst {
    Ticks next;
    std::uint32_t burst;  // its number: the ordinal of its draws
    std::uint32_t index;  // of the arrival at `next` within the burst
    std::uint32_t size;
  };

  Ticks from;               // arrivals come after this instant
  std::uint64_t count = 0;  // arrivals so far
  double exponentials = 0;  // sum of the unit exponentials so far (Poisson kinds)

  Ticks latest_burst;        // when the latest burst was due to begin
  Ticks next_burst{-1};      // when the next one is, once that was asked for; else -1
  Ticks last;                // the latest arrival
  std::uint32_t bursts = 0;  // begun so far
  std::uint32_t open = 0;
  std::array<OpenBurst, most_open_bursts> bursting{};
};
static_assert(std::is_trivially_copyable_v<ArrivalState>);

/// When things arrive: an immutable description, cheap to copy. Instants are on the caller's axis (time of day, or time
/// since the start), the same for profile steps, listed times, `begin` and the answers.
///
/// The n-th arrival of a stream is a pure function of the description, `from`, and the coordinates of the source given:
/// Poisson kinds take one uniform at ordinal n; bursts take theirs at the ordinal of the burst. Scaling a Poisson kind
/// keeps the exponentials, so streams of different rate stay coupled.
///
/// Constructors throw std::invalid_argument with a sentence saying what to do: negative or infinite rates, a gap of
/// zero, steps or times out of order.
class Arrivals {
 public:
  static Arrivals poisson(double per_second);
  /// One gap after the beginning, then every gap.
  static Arrivals every(Ticks gap);
  /// A Poisson process with piecewise constant rate; none before the first step, the last rate goes on for ever.
  /// By inversion of the cumulative intensity (Cinlar 1975).
  static Arrivals profile(std::vector<RateStep> steps);
  /// Bursts begin with gaps `every` (the first one gap after the beginning); within one, arrivals follow at `spacing`.
  /// Bursts may overlap: their arrivals are merged in time order. At most 32 are open at once, a further one begins
  /// when one ends; a mean above 8 open at once is refused.
  static Arrivals bursts(Distribution every, BurstSize size, Distribution spacing);
  /// Exactly these times, ascending (ties allowed); those before the beginning are left out.
  static Arrivals times(std::vector<Ticks> times);
  /// A finite population, each idle for a time drawn from `idle` before the next call. The model must run this one:
  /// `next` gives nothing.
  static Arrivals sources(std::uint32_t count, Distribution idle);

  /// The same with `factor` times the rate (0 < factor): gaps are divided by it; the first of listed times stays.
  Arrivals scaled(double factor) const;
  /// A profile whose steps are those of each of `days` days from 0 on: nobody between midnight and the first of them.
  /// Steps from the second day on are left out. Other kinds stay as they are. Throws when a step lies before 0.
  Arrivals daily(int days) const;

  static ArrivalState begin(Ticks from) { return {.from = from, .latest_burst = from, .last = from}; }

  /// The next arrival, never before the previous one; nothing when no more will come. O(log size) for profile and
  /// times, else O(1).
  std::optional<Ticks> next(ArrivalState& state, const DrawSource& source) const;

  /// The next DrawBlock::size arrivals into out, as so many calls of next would give them; returns how many there are.
  /// `block` are the draws of the source from ordinal state.count on.
  std::size_t next(ArrivalState& state, const DrawSource& source, const DrawBlock& block, Ticks* out) const;

  /// Mean planned arrivals per second over (from, to], from < to. For `times` those listed there; for `every` and
  /// `bursts` the long-run mean; for `sources` that of a population that is always idle, an upper bound.
  double rate_per_s(Ticks from, Ticks to) const;

  /// Whether how long nobody has come says nothing about when somebody will: a Poisson process of constant rate.
  bool is_memoryless() const { return std::holds_alternative<Poisson>(*kind_); }
  /// Whether the number that comes in any time has a Poisson law, of a rate that may change.
  bool is_poisson() const { return is_memoryless() || std::holds_alternative<Profile>(*kind_); }
  /// Forgets when the latest arrival is due, and goes on from `now`. For memoryless arrivals.
  static void restart(ArrivalState& state, Ticks now) {
    state.from = state.last = now;
    state.exponentials = 0;
  }

  /// In the words of the scenario language: "poisson(90/h)", with ", scale: 2" when scaled.
  std::string describe() const;

  bool is_finite_population() const;
  /// Of a finite population (0 and constant zero otherwise): its size and a draw of the idle time, scaled.
  std::uint32_t population() const;
  Ticks idle_time(double u) const;

 private:
  struct Poisson {
    double per_second;
  };
  struct Every {
    Ticks gap;
  };
  struct Profile {
    std::vector<RateStep> steps;
    std::vector<double> expected_before;  // arrivals expected before each step
    double expected(Ticks until) const;
    std::optional<double> instant_s(double expected_arrivals) const;
  };
  struct Bursts {
    Distribution every;
    BurstSize size;
    Distribution spacing;
  };
  struct Times {
    std::vector<Ticks> times;
  };
  struct Sources {
    std::uint32_t count;
    Distribution idle;
  };
  using Kind = std::variant<Poisson, Every, Profile, Bursts, Times, Sources>;

  explicit Arrivals(Kind kind) : kind_(std::make_shared<const Kind>(std::move(kind))) {}

  std::optional<Ticks> next_of(const Poisson& poisson, ArrivalState& state, const DrawSource& source) const;
  std::optional<Ticks> instant(const Poisson& poisson, const ArrivalState& state) const;
  std::optional<Ticks> instant(const Profile& profile, const ArrivalState& state) const;
  template <class One>
  std::size_t next_of(const One& kind, ArrivalState& state, const DrawSource& source, const DrawBlock& block,
                      Ticks* out) const;
  std::optional<Ticks> next_of(const Every& every, ArrivalState& state, const DrawSource& source) const;
  std::optional<Ticks> next_of(const Profile& profile, ArrivalState& state, const DrawSource& source) const;
  std::optional<Ticks> next_of(const Bursts& bursts, ArrivalState& state, const DrawSource& source) const;
  std::optional<Ticks> next_of(const Times& times, ArrivalState& state, const DrawSource& source) const;
  std::optional<Ticks> next_of(const Sources& sources, ArrivalState& state, const DrawSource& source) const;
  Ticks every_time(const Every& every, Ticks from, std::uint64_t n) const;
  Ticks listed_time(const Times& times, Ticks listed) const;
  Ticks due_burst(const Bursts& bursts, ArrivalState& state, const DrawSource& source) const;

  std::shared_ptr<const Kind> kind_;
  double scale_ = 1;
};

}  // namespace sim
