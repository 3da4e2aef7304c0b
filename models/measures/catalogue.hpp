#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/measures/measures.hpp"
#include "models/park/outcomes.hpp"

/// Every metric that users can name, and where its numbers lie in Measures. METRICS is the contract for the meanings.
///
/// `traffic` and `hour` are those of the call (the hour of its first press). `group` and `site` are those of the parker
/// for park, call, caller, code and ring-back metrics, of the retriever for retrieve metrics and code.forgotten, of the
/// speaker or poster for channel, post and race metrics (which alone know the channel), of the group that answers for
/// queue.wait, and of the one that waits for phone.wait. code.resting knows the policy only. Where lots have copies
/// there are no groups: every metric that knows the policy knows traffic, site and region of the lot too.
namespace measures {

enum class Statistic : std::uint8_t { count, share, mean, quantile, max, within, per_1000 };
/// As users write them, but for the number in pNN and the duration in within(t).
inline constexpr std::array<std::string_view, 7> statistic_names{"count", "share",  "mean",    "pNN",
                                                                 "max",   "within", "per_1000"};

/// What a number is, and so the unit its limits are written in: none, %, or a duration (kept in seconds).
enum class Quantity : std::uint8_t { number, share, time };

enum class Label : std::uint8_t { policy, region, site, group, traffic, channel, hour };
inline constexpr std::array<std::string_view, 7> label_names{"policy",  "region",  "site", "group",
                                                             "traffic", "channel", "hour"};

/// A set of statistics or labels.
template <class Enum>
struct Set {
  unsigned bits = 0;
  constexpr Set() = default;
  template <class... More>
  constexpr Set(Enum first, More... more) : bits(((1u << unsigned(first)) | ... | (1u << unsigned(more)))) {}
  constexpr bool has(Enum e) const { return ((bits >> unsigned(e)) & 1u) != 0; }
};

/// The metric's own dimension, such as the reason of a refusal.
struct Dimension {
  std::string_view name;
  std::span<const std::string_view> values;
};

enum class Source : std::uint8_t { counter, said, expected, latency, level, code_uses, longest_code };

/// The collisions of which the expected number is kept besides the counted one.
inline constexpr std::array<park::Collision, 3> expected_kinds{park::Collision::duplicate, park::Collision::misdial,
                                                               park::Collision::stale};
inline constexpr auto expected_kind_names = [] {
  std::array<std::string_view, expected_kinds.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = park::collision_names[park::index(expected_kinds[i])];
  return names;
}();

/// A run of counters.
struct Counters {
  std::uint16_t first = 0;
  std::uint16_t size = 0;
};

/// `first` is an index of Count, Latency or Level::Of, as `source` says (0 for the others); a dimension spans one entry
/// for each value, in `expected` one of expected_kinds.
struct Metric {
  std::string_view name;
  std::string_view unit;     ///< of one observation
  std::string_view meaning;  ///< "starts -> stops"
  std::string_view share{};  ///< what share (or within, or mean of a counter) is of; empty = nothing special
  Set<Label> labels{};
  Dimension dimension{};
  Set<Statistic> statistics{};
  std::optional<Statistic> usual{};  ///< taken when none is written
  Source source = Source::counter;
  std::uint16_t first = 0;
  Counters per{};                         ///< denominator of share, and of the mean of a counter
  std::uint16_t total_from = 0;           ///< the total over the dimension leaves out the values before this one
  Counters per_left_out{};                ///< denominator of the share of each value that the total leaves out
  std::optional<Latency::Index> until{};  ///< within(t) counts this latency over `per`, else the own over its count
  Quantity quantity = Quantity::number;   ///< of one observation: mean, max and percentiles of it
};

namespace catalogue_detail {

inline constexpr Set<Label> by_call{Label::policy, Label::region,  Label::site,
                                    Label::group,  Label::traffic, Label::hour};
inline constexpr Set<Label> by_channel{Label::policy,  Label::region,  Label::site, Label::group,
                                       Label::traffic, Label::channel, Label::hour};
inline constexpr Set<Label> by_call_alone{Label::policy, Label::traffic, Label::hour};
inline constexpr Set<Statistic> counted{Statistic::count};
inline constexpr Set<Statistic> shared{Statistic::count, Statistic::share};
inline constexpr Set<Statistic> timed{Statistic::count, Statistic::mean, Statistic::quantile, Statistic::max,
                                      Statistic::within};
inline constexpr Set<Statistic> timed_and_shared{Statistic::count,    Statistic::share, Statistic::mean,
                                                 Statistic::quantile, Statistic::max,   Statistic::within};
inline constexpr Set<Statistic> collided{Statistic::count, Statistic::share, Statistic::per_1000};
inline constexpr Set<Statistic> held{Statistic::mean, Statistic::quantile, Statistic::max};

constexpr Counters one(Count::Index counter) { return {counter, 1}; }

constexpr Metric count(std::string_view name, std::string_view unit, std::string_view meaning, Count::Index counter,
                       Set<Label> labels = by_call) {
  return {.name = name,
          .unit = unit,
          .meaning = meaning,
          .labels = labels,
          .statistics = counted,
          .usual = Statistic::count,
          .first = counter};
}

constexpr Metric share(Metric metric, std::string_view of, Counters per) {
  metric.share = of;
  metric.per = per;
  metric.statistics = metric.source == Source::latency ? timed_and_shared : shared;
  return metric;
}

constexpr Metric split(Metric metric, std::string_view by, std::span<const std::string_view> values) {
  metric.dimension = {by, values};
  return metric;
}

constexpr Metric latency(std::string_view name, std::string_view meaning, Latency::Index first,
                         Set<Label> labels = by_call) {
  return {.name = name,
          .unit = "s",
          .meaning = meaning,
          .labels = labels,
          .statistics = timed,
          .source = Source::latency,
          .first = first,
          .quantity = Quantity::time};
}

constexpr Metric level(std::string_view name, std::string_view unit, std::string_view meaning, Level::Of of,
                       Set<Label> labels) {
  return {.name = name,
          .unit = unit,
          .meaning = meaning,
          .labels = labels,
          .statistics = held,
          .usual = Statistic::mean,
          .source = Source::level,
          .first = static_cast<std::uint16_t>(of)};
}

constexpr Metric mean(Metric metric, std::string_view of, Counters per, Set<Statistic> statistics, Statistic usual) {
  metric.share = of;
  metric.per = per;
  metric.statistics = statistics;
  metric.usual = usual;
  return metric;
}

constexpr Metric caller_wait() {
  Metric metric = latency("caller.wait",
                          "first park of the call -> its end: all time in which the caller talks to nobody, over all "
                          "parked calls whatever their end",
                          Latency::caller_wait);
  metric.share = "calls that talk to the right person by then, of parked calls";
  metric.per = one(Count::calls_parked);
  metric.until = Latency::right_person_after;
  return metric;
}

constexpr Metric overflowed_longest() {
  Metric metric = count("park.overflowed.longest", "digits", "the longest code that the run gave out", {}, {});
  metric.source = Source::longest_code;
  metric.statistics = {Statistic::max};
  metric.usual = Statistic::max;
  return metric;
}

constexpr Metric said() {
  Metric metric = share(split(count("retrieve.said", "attempts", "as retrieve.outcome, but as the screen put it", {}),
                              "outcome", park::retrieve_outcome_names),
                        "attempts", one(Count::retrieve_attempts));
  metric.source = Source::said;
  return metric;
}

constexpr Metric collisions() {
  Metric metric = split(count("code.collisions", "collisions",
                              "two calls, or two people, met through one code; the total leaves out allocation",
                              Count::Index(Count::collision), by_call_alone),
                        "kind", park::collision_names);
  metric.share = "retrieve attempts (of allocation: codes chosen); per_1000: of 1,000 parked calls";
  metric.per = one(Count::retrieve_attempts);
  metric.statistics = collided;
  metric.total_from = 1;
  metric.per_left_out = one(Count::allocations);
  return metric;
}

constexpr Metric expected_collisions() {
  Metric metric =
      split(count("code.collisions.expected", "collisions",
                  "sum of the chances of a collision, each as things stood at that moment; 0 also where none "
                  "is worked out: stale is of calls without people whose retrievers persist, duplicate of "
                  "nodes that have not heard of each other",
                  {}, by_call_alone),
            "kind", expected_kind_names);
  metric.share = "retrieve attempts; per_1000: of 1,000 parked calls";
  metric.per = one(Count::retrieve_attempts);
  metric.statistics = collided;
  metric.source = Source::expected;
  return metric;
}

constexpr Metric busiest_code() {
  Metric metric = count("code.share", "share",
                        "share of all choices of a code of the lot that fell on its busiest code; 1 / codes where all "
                        "are chosen alike",
                        {}, {Label::policy});
  metric.source = Source::code_uses;
  metric.statistics = {Statistic::max};
  metric.usual = Statistic::max;
  metric.quantity = Quantity::share;
  return metric;
}

constexpr Metric guess() {
  Metric metric =
      level("code.guess", "share", "chance that a random code of the keyed length reaches a live call, over the window",
            Level::Of::guess, {Label::policy});
  metric.statistics = {Statistic::mean, Statistic::max};
  metric.quantity = Quantity::share;
  return metric;
}

constexpr Metric busy() {
  Metric metric = level("people.busy", "share", "time in any step but wait or idle, over the window",
                        Level::Of::people_busy, {Label::region, Label::site, Label::group});
  metric.share = "number of people x time";
  metric.statistics = {Statistic::share};
  metric.usual = Statistic::share;
  return metric;
}

}  // namespace catalogue_detail

/// In the order of METRICS.
inline constexpr auto catalogue = [] {
  using namespace catalogue_detail;
  const Counters refusals{Count::refused, park::refusal_names.size()};
  const Counters ends{Count::call_end, park::call_end_names.size()};
  return std::array{
      count("call.arrived", "calls", "a call that arrived in the window: every measured call", Count::calls),
      share(count("call.blocked", "calls", "a call that found no free trunk", Count::calls_blocked), "arrived calls",
            one(Count::calls)),
      share(count("call.turned_away", "calls", "a call that found everybody busy and the queue full",
                  Count::calls_turned_away),
            "arrived calls", one(Count::calls)),
      share(count("call.gave_up", "calls", "the caller hung up before the call was ever parked", Count::calls_gave_up),
            "arrived calls", one(Count::calls)),
      share(count("call.served", "calls", "a call that was talked out without ever being parked", Count::calls_served),
            "arrived calls", one(Count::calls)),
      share(count("call.parked", "calls", "a call that was parked at least once", Count::calls_parked), "arrived calls",
            one(Count::calls)),
      share(count("call.reached", "calls", "a parked call whose caller then talked to the right person",
                  Count::calls_reached),
            "parked calls", one(Count::calls_parked)),
      count("park.wanted", "intents", "a person decides to park; once an intent, however often it is tried",
            Count::park_wanted),
      share(split(count("park.not_offered", "intents", "an intent for which no button was shown; nothing was sent",
                        Count::Index(Count::not_offered)),
                  "reason", park::not_offered_names),
            "park.wanted", one(Count::park_wanted)),
      count("park.requested", "requests", "a park request is sent; each retry is one", Count::park_requested),
      share(split(count("park.refused", "requests", "a park request that was sent and refused",
                        Count::Index(refusals.first)),
                  "reason", park::refusal_names),
            "park.requested", one(Count::park_requested)),
      share(count("park.failed", "intents", "an intent that never became a park", Count::park_failed), "park.wanted",
            one(Count::park_wanted)),
      count("park.committed", "parks", "a call is committed to a code: one park episode", Count::park_committed),
      share(count("park.died_in_gap", "requests", "the caller was gone between request and commit",
                  Count::park_died_in_gap),
            "park.requested", one(Count::park_requested)),
      share(count("park.overflowed", "parks", "a commit to a code beyond the range", Count::park_overflowed),
            "park.committed", one(Count::park_committed)),
      overflowed_longest(),
      latency("park.latency", "press of this attempt -> the parker knows the code", Latency::park_latency),
      latency("park.stay",
              "commit -> media with the retriever, ring-back answered, caller gone, or dropped; one a commit",
              Latency::park_stay),
      share(latency("park.to_retrieve",
                    "first press for the call -> media with the call that was meant; retrieved calls only",
                    Latency::park_to_retrieve),
            "parked calls that were retrieved", one(Count::calls_parked)),
      caller_wait(),
      latency("code.held", "code chosen -> free to others", Latency::code_held),
      latency("code.resting", "call gone -> its code can be chosen again (tombstone, quarantine)",
              Latency::code_resting),
      level("code.in_use", "codes", "codes reserved, occupied or locked, over the window", Level::Of::codes_in_use,
            {Label::policy}),
      latency("code.reuse_gap", "call gone -> its code chosen again; never again is counted apart",
              Latency::code_reuse_gap),
      count("code.reuse_gap.censored", "codes", "a code let go that was never chosen again in the run",
            Count::reuse_censored),
      mean(count("code.probes", "codes", "codes looked at to choose one, the free one included", Count::probes),
           "codes chosen", one(Count::allocations), {Statistic::count, Statistic::mean}, Statistic::count),
      busiest_code(),
      guess(),
      collisions(),
      expected_collisions(),
      count("code.forgotten", "codes",
            "a code that was told is recalled wrongly, or not at all, when it is to be dialled",
            Count::codes_forgotten),
      count("retrieve.attempts", "attempts", "a code is sent to take a call", Count::retrieve_attempts),
      share(split(count("retrieve.outcome", "attempts", "how an attempt ended in truth; one outcome each",
                        Count::Index(Count::outcome)),
                  "outcome", park::retrieve_outcome_names),
            "retrieve.attempts", one(Count::retrieve_attempts)),
      said(),
      share(split(count("retrieve.wrong_call", "attempts", "bridged to another call than the one meant; one cause each",
                        Count::Index(Count::wrong_call)),
                  "cause", park::wrong_cause_names),
            "retrieve.attempts", one(Count::retrieve_attempts)),
      split(latency("retrieve.latency", "send after the last digit -> media, or refusal heard",
                    Latency::retrieve_latency),
            "outcome", park::retrieve_outcome_names),
      latency("retrieve.walking", "sets out -> reaches the phone", Latency::retrieve_walking),
      latency("retrieve.keying", "reaches for the keys -> last digit keyed", Latency::retrieve_keying),
      count("ring_back.reminders", "alerts", "the parker is reminded of a call that stays parked", Count::reminders),
      count("ring_back.count", "alerts", "a ring-back starts to alert", Count::ring_backs),
      share(count("ring_back.calls", "calls", "a call with at least one ring-back", Count::calls_rung_back),
            "parked calls", one(Count::calls_parked)),
      latency("ring_back.lag", "deadline of the park -> the alert starts", Latency::ring_back_lag),
      latency("ring_back.latency", "the alert starts -> it is answered", Latency::ring_back_latency),
      share(split(count("call.end", "ends", "how a park episode ended; one a commit, and calls that left a message",
                        Count::Index(ends.first)),
                  "end", park::call_end_names),
            "all ends", ends),
      latency("channel.wait", "announcement or post asked for -> first word spoken, or visible", Latency::channel_wait,
              by_channel),
      share(count("post.unanswered", "posts", "a post that nobody took up", Count::posts_unanswered, by_channel),
            "posts", one(Count::posts)),
      mean(
          count("race.dialled_per_post", "people", "people who dialled for one post", Count::posts_dialled, by_channel),
          "posts", one(Count::posts), {Statistic::mean}, Statistic::mean),
      busy(),
      latency("queue.wait", "joins the queue of a group -> a person takes the call and starts to answer",
              Latency::queue_wait),
      latency("phone.wait", "wants a shared phone -> has it", Latency::phone_wait),
      level("trunk.in_use", "trunks", "trunks held, over the window", Level::Of::resource_in_use, {}),
  };
}();

/// The metric of this name; null when there is none. O(metrics).
constexpr const Metric* find_metric(std::string_view name) {
  const auto found = std::find_if(catalogue.begin(), catalogue.end(), [&](const Metric& m) { return m.name == name; });
  return found == catalogue.end() ? nullptr : &*found;
}

/// Its numbers are of one lot each, and cannot be summed over several.
constexpr bool is_of_one_lot(const Metric& metric) {
  return metric.source == Source::code_uses || (metric.source == Source::level && metric.labels.has(Label::policy));
}

using Words = std::vector<std::string_view>;
Words metric_names();
Words statistics_of(const Metric&);
Words labels_of(const Metric&);

}  // namespace measures
