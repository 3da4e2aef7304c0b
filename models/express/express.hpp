#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/express/coming.hpp"
#include "models/express/routes.hpp"
#include "models/park/exchange.hpp"
#include "models/surroundings.hpp"
#include "sim/queues/ladder.hpp"
#include "sim/random/arrivals.hpp"
#include "sim/random/draw_block.hpp"
#include "sim/run_loop.hpp"

namespace express {

/// Runs all calls of lot traffic that can go in a few words: from their arrivals, drawn in blocks, to their ends, along
/// the routes that were learnt from the call machine. A call is its code, its number and when it leaves. Everything
/// else is left to the park service: at a time-out, and when a wrong code is keyed, the call is laid out and goes on as
/// any other. State only, like the park service. Results are those of the call machine, digest included.
class Express {
 public:
  Express() = default;
  /// Does nothing when the plan has no routes.
  explicit Express(const models::Plan&);

  bool is_on() const { return !sources_.empty(); }
  /// `first_calls` are the numbers of the first call of each lot traffic.
  void start(models::Surroundings&, const park::Exchange&, const std::vector<std::uint32_t>& first_calls);

  struct Taken {
    std::uint64_t events = 0, calls = 0;  ///< calls that arrived
    /// What is left to the park service, which ended this, and the call it happens to.
    std::optional<models::Timer> handed_over{};
    park::CallSlot call = park::no_call;
    int lot = 0, code = 0;
  };
  /// Takes its events before `until`, at most so many, and ends after the arrival of so many calls and after an event
  /// that is the park service's.
  Taken take(models::Surroundings&, park::Exchange&, sim::Clock&, const sim::EventKey& until, std::uint64_t most,
             std::uint64_t calls);

  /// No call arrives from now on.
  void stop_arrivals();
  /// What was done for calls in a few words.
  park::Books books(const models::Plan&) const;
  /// Puts into the books and the recorder what is not there yet: to be called once, at the end.
  void settle(models::Surroundings&, park::Exchange&);

  template <class Archive>
  void archive(Archive& a) {
    a(ladder_, arriving_, arrived_, sources_, latest_);
  }

 private:
  using S = models::Surroundings;
  using Exchange = park::Exchange;
  static constexpr std::size_t most_cells = 24;  ///< the hours of a day, or one
  static constexpr std::uint32_t unknown = ~std::uint32_t{0};
  static constexpr std::size_t index(Way way) { return static_cast<std::size_t>(way); }

  /// One lot while events are taken: where it is, and its codes in use since the recorder was told last.
  struct Open {
    park::Lot* lot = nullptr;
    park::Code* codes = nullptr;
    const std::int32_t* numbers = nullptr;  ///< of the codes; none = from first_number upward
    int first_number = 0;
    // In the measured window:
    std::int64_t* time_at_us = nullptr;
    std::uint64_t* code_uses = nullptr;
    std::int64_t level = 0, begun_at = 0, greatest = 0;
    sim::Ticks since;
    sim::Wide area_us = 0;

    int number(int code) const { return numbers ? numbers[code] : first_number + code; }
    void change(sim::Ticks now, int change) {
      if (time_at_us) {
        const std::int64_t held_us = (now - since).us;
        time_at_us[level] += held_us;
        area_us += sim::Wide{level} * held_us;
        if (level > greatest && held_us > 0) [[unlikely]]
          greatest = level;
      }
      since = now;
      level += change;
    }
  };
  /// Where calls of one hour are counted.
  struct Uses {
    std::uint32_t cell = unknown;
    std::uint32_t reuse_gap = 0;
    std::array<std::uint32_t, ways> of{};
    std::uint64_t more_probes = 0;  ///< than one a code, not yet counted
  };
  struct Source {
    std::uint16_t number = 0;  ///< in the plan, traffic first
    int lot = 0;
    int most_digits = 0;
    std::uint32_t ordinal = 0;  ///< of the next call
    /// Events of arrivals that may still come: after the last call, one that finds the doors closed, if it was due.
    std::uint32_t may_come = Coming::unlimited;
    double error_per_digit = 0;                    ///< of keying
    bool errs = false;                             ///< sometimes
    std::array<sim::Digest::Facts, ways> facts{};  ///< of each way,
    std::array<park::CallEnd, ways> last_end{};    ///< what its code remembers,
    std::array<std::uint64_t, ways> taken{};       ///< how often it was taken,
    std::array<std::uint32_t, ways> bundles{};     ///< and what is measured
    std::uint32_t reuse_gap = 0;                   ///< a bundle of the gap alone
    std::array<Uses, most_cells> uses{};
    Coming coming;

    template <class Archive>
    void archive(Archive& a) {
      a(number, lot, most_digits, ordinal, may_come, error_per_digit, errs, facts, last_end, taken, bundles, reuse_gap,
        uses, coming);
    }
  };

  struct Work;
  struct Earlier;

  const people::LotTraffic& traffic(const S& s, const Source& source) const {
    return s.plan.company.lot_traffic[source.number - s.plan.company.traffic.size()];
  }
  void draw_until(const S&, Source&, sim::Ticks end);
  bool open_next_window(const S&);
  std::uint64_t order_of(const Exchange&, std::uint64_t low) const;
  bool empty_window(Work&);
  void take_arrival(Work&, std::uint64_t word);
  void take_end(Work&, std::uint64_t word);
  void arrive(Work&, sim::Ticks now, Source&);
  void leave(Work&, sim::Ticks now, Way, int lot, int position, park::Code&);
  Uses& uses_of(Work&, Source&, sim::Ticks first_press) const;
  static void find_uses(Work&, const Source&, sim::Ticks first_press, Uses&);
  static void fire(Work&, sim::Ticks now, Source&, Way, std::uint32_t ordinal, int number);
  void open_lots(S&, Exchange&);
  void close_lots(S&, const Exchange&);

  sim::Ladder ladder_;  ///< when stays end
  std::vector<std::uint64_t> arriving_{
      sim::Ladder::none};             ///< words of those who arrive in the open window, in order, and none
  std::vector<std::uint64_t> dealt_;  ///< room for sorting
  std::size_t arrived_ = 0;           ///< of these
  std::vector<Source> sources_;
  std::uint32_t latest_ = 0;  ///< source of the latest arrival
  std::vector<Open> open_;    ///< of each lot, while events are taken
};

}  // namespace express
