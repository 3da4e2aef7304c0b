#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/equilibrium.hpp"
#include "models/express/routes.hpp"
#include "models/measures/recorder.hpp"
#include "models/park/lot.hpp"
#include "models/park/port.hpp"
#include "models/people/company.hpp"
#include "models/purposes.hpp"
#include "models/service/paths.hpp"
#include "sim/fault.hpp"
#include "sim/queues/event_queue.hpp"
#include "sim/random/draw.hpp"
#include "sim/time.hpp"

namespace models {

/// The clock and the event queue as the models see them.
class Timers {
 public:
  virtual ~Timers() = default;
  virtual sim::Ticks now() const = 0;
  /// An event `delay` from now. Throws sim::Fault when delay is negative.
  virtual sim::Handle arm(sim::Ticks delay, std::uint64_t order, const sim::EventPayload&) = 0;
  /// The same for one of the constant delays declared at the start, by its number.
  virtual sim::Handle arm_constant(std::size_t lane, std::uint64_t order, const sim::EventPayload&) = 0;
  /// Cancels what the handle names, if it is pending, and clears the handle; says whether it was.
  virtual bool cancel(sim::Handle&) = 0;
};

/// One line of a call's life, for people to read.
struct TraceLine {
  sim::Ticks time;
  std::uint64_t call = 0;   ///< source << 32 | ordinal
  std::string_view what;    ///< a row of the state machine or a step
  std::string_view result;  ///< state, outcome or reason
  int code = -1;            ///< number of the code, or -1
  int person = -1;
};

/// Receives every line of every call; called in simulated order from the thread that simulates.
class Trace {
 public:
  virtual ~Trace() = default;
  virtual void line(const TraceLine&) = 0;
};

/// What is fixed for a whole study: derived once from the company, shared by all replications, never changed. Throws
/// std::invalid_argument when the company's network makes no sense.
struct Plan {
  enum class Learn : std::uint8_t { routes, nothing };
  explicit Plan(const people::Company& company, std::span<const park::Row> table = park::call_machine(),
                Learn = Learn::routes);

  const people::Company& company;
  std::vector<const park::Rules*> rules;        ///< those of every lot, and after them those it will have later
  std::vector<std::uint32_t> first_rules;       ///< of each lot: where its own are in `rules`
  std::vector<park::CompiledMachine> machines;  ///< as `rules`
  std::vector<int> ring_groups;                 ///< as `rules`: group that `ring.to` names, or none
  std::vector<sim::Ticks> lanes;                ///< constant delays: time-out and ring time of each of `rules`
  std::vector<int> group_of_person;
  std::vector<int> first_person;                       ///< of each group
  std::vector<std::vector<int>> device_sites;          ///< [group][device]: site, or none
  std::vector<std::uint64_t> source_hashes;            ///< traffic, then lot traffic
  std::vector<std::vector<std::uint32_t>> step_salts;  ///< [group][step]: names a step's draws
  std::vector<std::uint32_t> first_code;               ///< of each lot, for event keys
  bool has_slips_of_digits = false;                    ///< somebody may key a digit wrong, each on its own
  service::Paths paths;
  std::vector<express::Routes> routes;     ///< of each lot traffic, where all calls can go in a few words, else empty
  std::optional<Equilibrium> equilibrium;  ///< runs begin there

  std::size_t timeout_lane(std::uint32_t which_rules) const { return 2 * std::size_t{which_rules}; }
  std::size_t ring_lane(std::uint32_t which_rules) const { return 2 * std::size_t{which_rules} + 1; }
  const people::Group& group(int person) const {
    return company.groups[static_cast<std::size_t>(group_of_person[static_cast<std::size_t>(person)])];
  }
  /// The lot whose codes the holders of this policy use, or -1.
  int lot_of(int policy) const;
  std::size_t sources() const { return source_hashes.size(); }
  /// Number of the issuer of events that belong to no call and no person, after all sources and groups.
  std::size_t service_source() const { return sources() + company.groups.size(); }
  bool has_nodes() const { return !company.service.nodes.empty(); }
  /// How the codes of a lot are shared out under all its rules.
  park::Sharing sharing(int lot) const;
};

/// Everything a model may touch while it handles one event. Lives as long as the event.
struct Surroundings {
  const Plan& plan;
  Timers& timers;
  measures::Recorder& recorder;
  const std::vector<sim::DrawSource>& draws;  ///< one a source
  const sim::DrawSource& own_draws;           ///< of what no call causes
  std::vector<park::Message>& messages;       ///< to people, delivered within the tick
  Trace* trace;                               ///< or null
  const people::Horizon& horizon;             ///< of this run, its warm-up found
  sim::Ticks first_end{};  ///< calls of lot traffic that would be gone before this do not come: 0 but in equilibrium

  sim::Ticks now() const { return timers.now(); }
  sim::Draws draws_of(const park::Call& call) const { return draws[call.source].of(call.draw_ordinal); }
  /// Key of an event of a call, and what its handler is told.
  static std::uint64_t order(const park::Call& call, Timer timer) {
    return sim::make_order(class_of(timer), call.source, call.ordinal, static_cast<std::uint64_t>(timer));
  }
  static sim::EventPayload payload(Timer timer, park::CallSlot slot, std::uint32_t argument = 0) {
    return {static_cast<std::uint32_t>(timer), slot, argument, 0};
  }
};

}  // namespace models
