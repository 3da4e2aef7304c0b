#include <array>
#include <limits>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/sections.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

constexpr std::int64_t most_replications = 1'000'000;
constexpr std::int64_t most_calls = 1'000'000'000'000;

void refuse_with(const Node& run, std::string_view key, std::string_view form) {
  const Node* other = run.find(key);
  if (other == nullptr) return;
  throw InputError(other->key_at, "`" + std::string(key) + "` does not go with `" + std::string(form) + "`",
                   "a run is one of {from, to}, {duration, warm_up} or {calls, warm_up}");
}

sim::Ticks positive_duration(const Node& node, std::string_view what) {
  const sim::Ticks value = duration(node, what);
  if (value.us <= 0) throw InputError(node.at, std::string(what) + " must be more than nothing");
  return value;
}

void read_day(people::Horizon& horizon, const Node& run) {
  for (const std::string_view key : {"duration", "calls", "warm_up"}) refuse_with(run, key, "from");
  const Node& end = need(run, "to", "`run`");
  horizon.is_day = true;
  horizon.time_of_day = clock_time(need(run, "from", "`run`"), "from");
  const sim::Ticks to = clock_time(end, "to");
  if (to <= horizon.time_of_day) throw InputError(end.at, "the run ends before it begins");
  horizon.length = to - horizon.time_of_day;
}

void read_warm_up(people::Horizon& horizon, const Node& node, const Node& root) {
  horizon.finds_warm_up = node.is_scalar() && node.text == "auto";
  if (!horizon.finds_warm_up) {
    horizon.warm_up = duration(node, "warm_up");
  } else if (root.find("timeline") != nullptr) {
    throw InputError(node.at, "`warm_up: auto` does not go with `timeline`",
                     "where rules and people change nothing settles: give a duration, such as 30min");
  }
}

void read_steady_state(people::Horizon& horizon, const Node& run, const Node& root) {
  const Node* length = run.find("duration");
  if (length != nullptr) refuse_with(run, "calls", "duration");
  if (length != nullptr) horizon.length = positive_duration(*length, "duration");
  if (const Node* calls = run.find("calls")) {
    horizon.calls = static_cast<std::uint64_t>(count(*calls, "calls", 1, most_calls));
  }
  if (const Node* node = run.find("warm_up")) read_warm_up(horizon, *node, root);
}

void read_horizon(people::Horizon& horizon, const Node& run, const Node& root) {
  if (run.find("from") != nullptr || run.find("to") != nullptr) {
    read_day(horizon, run);
  } else if (run.find("duration") != nullptr || run.find("calls") != nullptr) {
    read_steady_state(horizon, run, root);
  } else {
    throw InputError(run.at, "`run` does not say how long", "give from and to, or duration, or calls");
  }
  if (const Node* after = run.find("after")) {
    constexpr std::array<std::string_view, 2> names{"drain", "cut"};
    horizon.after = static_cast<people::After>(one_of(*after, "after", names));
  }
}

}  // namespace

RunSettings read_run(Draft& draft) {
  const Node& run = need(draft.root, "run", "the scenario");
  require_keys(run, "`run`", {"from", "to", "duration", "warm_up", "calls", "after", "replications", "seed"});
  RunSettings settings;
  draft.attempt([&] { read_horizon(draft.company.horizon, run, draft.root); });
  if (const Node* node = run.find("replications")) {
    settings.replications = count(*node, "replications", 1, most_replications);
  }
  if (const Node* node = run.find("seed")) {
    settings.seed = whole_number(*node, "seed");
  }
  return settings;
}

}  // namespace scenarios
