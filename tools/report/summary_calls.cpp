#include "models/park/outcomes.hpp"
#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Count;
using measures::Quantity;

/// One row for each value of a dimension that was met at all.
template <std::size_t size>
void add_met_rows(Table& table, const RunFacts& facts, const std::array<std::string_view, size>& names,
                  std::size_t first_counter, const std::string& metric, const std::string& lead) {
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint64_t n = total_of(facts.figures.total(), first_counter + i);
    if (n > 0) add_share_row(table, facts, lead + std::string(names[i]), n, metric_of(metric, names[i], "share"));
  }
}

void add_time_row(Table& table, const RunFacts& facts, const std::string& name, const std::string& metric) {
  FigureText text = figure_text(facts.figures(metric), Quantity::time);
  table.row({name, std::move(text.value), std::move(text.interval)});
}

bool any_observed(const RunFacts& facts, measures::Latency::Index first, std::size_t size = 1) {
  for (const measures::Cell& cell : facts.figures.total().cells) {
    for (std::size_t i = first; i < first + size; ++i) {
      if (cell.latencies[i].count() > 0) return true;
    }
  }
  return false;
}

constexpr const char* latency_statistics[] = {"mean", "p50", "p90", "p95", "p99", "p99.9", "max"};

/// "2.1 s": how far the interval reaches from the value, to the farther side.
std::string half_width(const measures::Estimate& estimate) {
  if (!estimate.interval || !estimate.value) return "";
  return duration(std::max(estimate.interval->high - *estimate.value, *estimate.value - estimate.interval->low));
}

void add_latency_row(Table& table, const RunFacts& facts, const std::string& metric) {
  std::vector<std::string> values{""}, widths{"+-"};
  for (const char* statistic : latency_statistics) {
    const measures::Estimate estimate = facts.figures(metric + "." + statistic);
    values.push_back(figure_text(estimate, Quantity::time).value);
    widths.push_back(statistic == std::string_view("max") ? "" : half_width(estimate));
  }
  table.row({metric}).row(std::move(values)).row(std::move(widths));
}

struct NamedLatency {
  const char* metric;
  measures::Latency::Index first;
  std::size_t size = 1;
};

}  // namespace

void print_arrivals(const RunFacts& facts, std::ostream& out) {
  if (facts.company.traffic.empty()) return;  // without people a call is a park
  struct Fate {
    const char* says;
    Count::Index counter;
    const char* metric;
  };
  static constexpr Fate fates[] = {
      {"  no free trunk", Count::calls_blocked, "call.blocked"},
      {"  everybody busy and the queue full", Count::calls_turned_away, "call.turned_away"},
      {"  hung up before being parked", Count::calls_gave_up, "call.gave_up"},
      {"  talked out, never parked", Count::calls_served, "call.served"},
      {"  parked", Count::calls_parked, "call.parked"},
  };
  heading(out, "Calls (shares of those that arrived)");
  Table table;
  table.row({"", "count", "share", "95% interval"});
  table.row({"arrived", count(total_of(facts.figures.total(), Count::calls))});
  for (const Fate& fate : fates) {
    const std::uint64_t n = total_of(facts.figures.total(), fate.counter);
    if (n > 0) add_share_row(table, facts, fate.says, n, std::string(fate.metric) + ".share");
  }
  table.print(out);
}

void print_parks(const RunFacts& facts, std::ostream& out) {
  heading(out, "Parking (shares: not offered and failed of wanted, refused of requested)");
  Table table;
  table.row({"", "count", "share", "95% interval"});
  table.row({"wanted", count(total_of(facts.figures.total(), Count::park_wanted))});
  add_met_rows(table, facts, park::not_offered_names, Count::not_offered, "park.not_offered", "  not offered: ");
  table.row({"requested", count(total_of(facts.figures.total(), Count::park_requested))});
  std::uint64_t refused = 0;
  for (std::size_t i = 0; i < park::refusal_names.size(); ++i)
    refused += total_of(facts.figures.total(), Count::refused + i);
  add_share_row(table, facts, "  refused", refused, "park.refused.share");
  add_met_rows(table, facts, park::refusal_names, Count::refused, "park.refused", "    ");
  if (const std::uint64_t died = total_of(facts.figures.total(), Count::park_died_in_gap)) {
    add_share_row(table, facts, "  caller gone before the park took effect", died, "park.died_in_gap.share");
  }
  table.row({"parked", count(total_of(facts.figures.total(), Count::park_committed))});
  if (const std::uint64_t beyond = total_of(facts.figures.total(), Count::park_overflowed)) {
    add_share_row(table, facts, "  beyond the range of codes", beyond, "park.overflowed.share");
    table.row(
        {"  longest code", plural(static_cast<std::uint64_t>(facts.figures.total().longest_code), "digit", "digits")});
  }
  add_share_row(table, facts, "failed: wanted and never parked", total_of(facts.figures.total(), Count::park_failed),
                "park.failed.share");
  table.print(out);
}

void print_call_ends(const RunFacts& facts, std::ostream& out) {
  Table table;
  table.row({"", "count", "share", "95% interval"});
  add_met_rows(table, facts, park::call_end_names, Count::call_end, "call.end", "");
  heading(out, "How parks ended");
  if (total_of(facts.figures.total(), Count::park_committed) == 0) {
    out << "  nothing was parked\n";
    return;
  }
  table.print(out);
  if (const std::uint64_t calls = total_of(facts.figures.total(), Count::calls_rung_back)) {
    const FigureText text = figure_text(facts.figures("ring_back.calls.share"), Quantity::share);
    out << "  rung back: " << plural(calls, "call", "calls") << " (" << text.value << " of parked calls) with "
        << plural(total_of(facts.figures.total(), Count::ring_backs), "alert", "alerts") << '\n';
  }
  if (const std::uint64_t reminders = total_of(facts.figures.total(), Count::reminders))
    out << "  parkers reminded: " << plural(reminders, "time", "times") << '\n';
}

void print_caller_wait(const RunFacts& facts, std::ostream& out) {
  if (!any_observed(facts, measures::Latency::caller_wait)) return;
  heading(out, "Callers' wait (caller.wait: time from the first park on in which the caller talks to nobody)");
  Table table;
  table.row({"", "", "95% interval"});
  for (const char* statistic : {"mean", "p50", "p90", "p95", "p99", "max"}) {
    add_time_row(table, facts, statistic, std::string("caller.wait.") + statistic);
  }
  for (const char* limit : {"1min", "2min"}) {
    FigureText text = figure_text(facts.figures("caller.wait.within(" + std::string(limit) + ")"), Quantity::share);
    table.row({"with the right person within " + std::string(limit, 1) + " min", text.value, text.interval});
  }
  table.print(out);
}

void print_latencies(const RunFacts& facts, std::ostream& out) {
  using measures::Latency;
  constexpr NamedLatency all[] = {{"park.latency", Latency::park_latency},
                                  {"park.stay", Latency::park_stay},
                                  {"park.to_retrieve", Latency::park_to_retrieve},
                                  {"retrieve.latency", Latency::retrieve_latency, park::retrieve_outcome_names.size()},
                                  {"code.resting", Latency::code_resting},
                                  {"ring_back.latency", Latency::ring_back_latency},
                                  {"queue.wait", Latency::queue_wait},
                                  {"channel.wait", Latency::channel_wait},
                                  {"phone.wait", Latency::phone_wait}};
  Table table;
  table.row({"", "mean", "p50", "p90", "p95", "p99", "p99.9", "max"});
  bool any = false;
  for (const NamedLatency& latency : all) {
    if (!any_observed(facts, latency.first, latency.size)) continue;
    add_latency_row(table, facts, latency.metric);
    any = true;
  }
  if (!any) return;
  heading(out, "Latencies (+-: half of the 95% interval)");
  table.print(out);
  if (!any_observed(facts, Latency::park_to_retrieve)) return;
  const FigureText retrieved = figure_text(facts.figures("park.to_retrieve.share"), Quantity::share);
  out << "  park.to_retrieve is of retrieved calls only: " << retrieved.value << " of parked calls\n";
}

void print_retrieves(const RunFacts& facts, std::ostream& out) {
  const std::uint64_t attempts = total_of(facts.figures.total(), Count::retrieve_attempts);
  if (attempts == 0) return;
  heading(out, "Retrieving (" + plural(attempts, "attempt", "attempts") + ")");
  Table table;
  table.row({"", "count", "share", "95% interval"});
  add_met_rows(table, facts, park::retrieve_outcome_names, Count::outcome, "retrieve.outcome", "");
  add_met_rows(table, facts, park::wrong_cause_names, Count::wrong_call, "retrieve.wrong_call", "wrong call: ");
  table.print(out);
  if (const std::uint64_t forgotten = total_of(facts.figures.total(), Count::codes_forgotten))
    out << "  forgotten or recalled wrongly: " << plural(forgotten, "code", "codes") << '\n';
}

}  // namespace report
