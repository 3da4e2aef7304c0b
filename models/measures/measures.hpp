#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/park/outcomes.hpp"
#include "sim/statistics/histogram.hpp"
#include "sim/statistics/occupancy_histogram.hpp"
#include "sim/statistics/time_weighted.hpp"
#include "sim/time.hpp"

/// What one replication measured, before anything is estimated from it. METRICS defines each number; `catalogue.hpp`
/// maps the users' names to these.
namespace measures {

/// Counters. A group (`x`, `x_end`) spans one counter for each name of an enumeration in outcomes.hpp.
struct Count {
  enum Index : std::uint16_t {
    calls,              ///< measured calls: everything that arrived in the window
    calls_blocked,      ///< found no free trunk
    calls_turned_away,  ///< found everybody busy and the queue full
    calls_gave_up,      ///< hung up before the call was ever parked
    calls_served,       ///< ended in conversation without ever being parked
    calls_parked,       ///< parked at least once
    calls_reached,      ///< parked at least once and then talked to the right person
    calls_rung_back,    ///< at least one ring-back alert
    park_wanted,        ///< intents to park
    park_failed,        ///< intents that never parked
    park_requested,     ///< requests sent
    park_committed,     ///< park episodes
    park_overflowed,    ///< commits to a code beyond the range
    park_died_in_gap,   ///< caller gone between request and commit
    ring_backs,         ///< alerts
    codes_forgotten,    ///< by people who were told one
    reminders,          ///< alerts to the parker that leave the call parked
    retrieve_attempts,
    announcements,
    posts,
    posts_unanswered,
    posts_dialled,   ///< people who dialled for a post
    allocations,     ///< codes chosen
    probes,          ///< codes inspected for them, the free one included
    reuse_censored,  ///< codes released and never chosen again by the end of the run
    not_offered,
    refused = not_offered + park::not_offered_names.size(),
    outcome = refused + park::refusal_names.size(),
    wrong_call = outcome + park::retrieve_outcome_names.size(),
    collision = wrong_call + park::wrong_cause_names.size(),
    call_end = collision + park::collision_names.size(),
    size = call_end + park::call_end_names.size()
  };
};

/// Durations. `retrieve_latency` spans one histogram for each retrieve outcome.
struct Latency {
  enum Index : std::uint16_t {
    caller_wait,         ///< caller.wait, over all parked calls
    right_person_after,  ///< first park -> talking to the right person, for those who do
    park_latency,
    park_stay,
    park_to_retrieve,
    code_held,
    code_resting,
    code_reuse_gap,
    ring_back_lag,
    ring_back_latency,
    channel_wait,
    queue_wait,
    phone_wait,
    retrieve_walking,
    retrieve_keying,
    retrieve_latency,
    size = retrieve_latency + park::retrieve_outcome_names.size()
  };
};

/// What a measured thing belongs to: indices into the scenario, -1 where it belongs to none. `hour` counts clock hours
/// of the day (0-23), and is -1 in a steady-state run.
struct Labels {
  std::int16_t policy = -1;   ///< the lot
  std::int16_t traffic = -1;  ///< traffic first, then lot traffic
  std::int16_t group = -1;    ///< of the person who acts: parker or retriever
  std::int16_t channel = -1;
  std::int16_t hour = -1;
  friend constexpr bool operator==(const Labels&, const Labels&) = default;
};

/// Everything measured under one combination of labels. Histograms take memory only once they hold a value.
struct Cell {
  Labels labels;
  std::array<std::uint64_t, Count::size> counts{};
  std::array<std::uint64_t, park::retrieve_outcome_names.size()> said{};  ///< retrieve outcomes as the screen put them
  std::array<double, park::collision_names.size()> expected{};  ///< collisions, given the state at each chance of one
  std::vector<sim::Histogram> latencies = std::vector<sim::Histogram>(Latency::size);

  template <class Archive>
  void archive(Archive& a) {
    a(labels, counts, said, expected, latencies);
  }
};

/// One level over the measured window: codes of a lot in use, people of a group busy, units of a resource taken.
struct Level {
  enum class Of : std::uint8_t { codes_in_use, guess, people_busy, resource_in_use };
  Of of{};
  std::int16_t subject = -1;          ///< lot, group or resource
  sim::TimeWeighted level{};          ///< for `guess` in units of 1e-9
  sim::OccupancyHistogram time_at{};  ///< empty for `guess`

  template <class Archive>
  void archive(Archive& a) {
    a(of, subject, level, time_at);
  }
};

/// How often each code of a lot was chosen for measured calls, by its place among the codes.
struct CodeUses {
  std::int16_t lot = -1;
  std::vector<std::uint64_t> uses;

  template <class Archive>
  void archive(Archive& a) {
    a(lot, uses);
  }
};

/// How a replication came to the beginning of its window: with the warm-up it was given (or none), in equilibrium, or
/// after a warm-up that was found, whether or not it had settled by then.
enum class Start : std::uint8_t { given, exact, settled, unsettled };
inline constexpr std::array<std::string_view, 4> start_names{"given", "exact", "settled", "unsettled"};

/// The whole yield of one replication, or of several merged in replication order.
struct Measures {
  std::uint64_t replications = 0;
  std::vector<Cell> cells;
  std::vector<Level> levels;
  std::vector<CodeUses> code_uses;        ///< of each lot
  std::vector<std::uint64_t> rows_taken;  ///< how often each row of the call's state machine fired, all calls
  int longest_code = 0;                   ///< digits
  std::uint64_t events = 0, ties = 0, undeclared_ties = 0;
  sim::Ticks simulated;
  std::array<std::uint64_t, start_names.size()> starts{};  ///< how often each Start was taken
  sim::Ticks warm_up{};                                    ///< of all together
  std::vector<std::uint64_t> digest;                       ///< fingerprint per window of simulated time
  sim::Ticks digest_window;

  /// Adds `other`; cells are matched by their labels, new ones are appended. O(cells * histogram size).
  void merge(const Measures& other);
  /// All cells as one without labels. O(cells * histogram size).
  Cell summed() const;
  /// The cell with these labels, made when it is new. O(cells); callers keep the index.
  std::size_t cell(const Labels&);

  template <class Archive>
  void archive(Archive& a) {
    a(replications, cells, levels, code_uses, rows_taken, longest_code, events, ties, undeclared_ties, simulated,
      starts, warm_up, digest, digest_window);
  }
};

}  // namespace measures
