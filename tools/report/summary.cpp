#include "tools/report/summary.hpp"

#include <numeric>

#include "models/people/copies.hpp"
#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

constexpr std::size_t name_columns = 14;

void print_calls(const RunFacts& facts, std::ostream& out) {
  using measures::Count;
  print_named(out, "calls",
              {plural(total_of(facts.figures.total(), Count::calls), "call", "calls") + " measured, " +
               count(total_of(facts.figures.total(), Count::calls_parked)) + " of them parked"});
}

/// Where the warm-up was left to the run.
void print_warm_up(const RunFacts& facts, std::ostream& out) {
  if (!facts.company.horizon.finds_warm_up) return;
  const auto& total = facts.figures.total();
  const auto n = [&](measures::Start start) { return total.starts[static_cast<std::size_t>(start)]; };
  const auto unsettled = n(measures::Start::unsettled), found = unsettled + n(measures::Start::settled);
  std::vector<std::string> texts;
  if (n(measures::Start::exact) > 0) texts.emplace_back("none: the lots begin in equilibrium, by an exact draw");
  if (found > 0)
    texts.push_back("found where the load settles (MSER-5), by replication: " +
                    duration(sim::Ticks{total.warm_up.us / static_cast<std::int64_t>(found)}) + " on average");
  if (unsettled > 0)
    texts.push_back(count(unsettled) + " of " + count(found) +
                    " had not settled after half of the window, which was taken: lengthen the run");
  print_named(out, "warm-up", texts);
}

/// Blocks are samples of the lots, whether or not all were simulated.
void print_blocks(const RunFacts& facts, std::ostream& out) {
  const std::uint64_t done = facts.figures.total().replications;
  const auto lots = static_cast<std::uint64_t>(people::lots_in_all(facts.company));
  std::string text = plural(lots, "lot", "lots");
  if (facts.replications_wanted > facts.blocks)
    text += " " + count(facts.replications_wanted / facts.blocks) + " times";
  text += " in " + plural(facts.replications_wanted, "block", "blocks");
  if (done != facts.replications_wanted) text += ", of which " + count(done) + " were simulated (stopped early)";
  text += ", seed " + std::to_string(facts.seed);
  if (facts.shuffle_ties) text += ", ties shuffled, seed " + std::to_string(*facts.shuffle_ties);
  print_named(out, "ran", {text + "; intervals are over blocks, which are samples of the lots"});
  print_warm_up(facts, out);
}

/// "park.refused.share +- 4.81% of its value, as wanted (5%)"
std::string precision_text(const PrecisionFact& fact) {
  const auto& [wanted, attained] = fact;
  const auto quantity = measures::quantity(wanted.query);
  const std::string asked = wanted.text.substr(wanted.query.text.size() + 1);
  if (!attained.half_width) return wanted.query.text + " has no interval yet (" + asked + " wanted)";
  const std::string is = wanted.is_relative
                             ? share(*attained.half_width / attained.wanted * wanted.half_width) + " of its value"
                             : quantity_text(*attained.half_width, quantity);
  return wanted.query.text + " +- " + is + (attained.is_reached ? ", as wanted (" : ", not as wanted (") + asked + ")";
}

void print_replications(const RunFacts& facts, std::ostream& out) {
  if (!facts.company.copies.empty()) return print_blocks(facts, out);
  const std::uint64_t done = facts.figures.total().replications;
  std::string text = plural(done, "replication", "replications");
  if (done != facts.replications_wanted) text += " of " + count(facts.replications_wanted) + " (stopped early)";
  text += ", seed " + std::to_string(facts.seed);
  if (facts.shuffle_ties) text += ", ties shuffled, seed " + std::to_string(*facts.shuffle_ties);
  if (done == 1) text += "; one replication gives no intervals over replications";
  print_named(out, "ran", {text});
  print_warm_up(facts, out);
  for (const PrecisionFact& fact : facts.precision) print_named(out, "precision", {precision_text(fact)});
}

void print_speed(const RunFacts& facts, std::ostream& out) {
  const std::uint64_t events = facts.events_now.value_or(facts.figures.total().events);
  if (events == 0 && facts.events_now) return;
  const double per_s = static_cast<double>(events) / facts.wall_s;
  print_named(out, "speed",
              {plural(events, "event", "events") + " in " + duration(facts.wall_s) + " on " +
               plural(facts.threads, "thread", "threads") + ", " + number(per_s) + " events/s"});
}

void print_tail(const RunFacts& facts, std::ostream& out) {
  out << '\n';
  print_speed(facts, out);
  if (facts.stored_in.empty()) {
    print_named(out, "results", {"not stored (--db FILE keeps them)"});
  } else {
    print_named(out, "results",
                {"stored in " + facts.stored_in + "; look further with: sqlite3 -box " + facts.stored_in +
                 " 'SELECT * FROM v_latency'"});
  }
}

}  // namespace

std::uint64_t total_of(const measures::Measures& total, std::size_t counter) {
  return std::accumulate(total.cells.begin(), total.cells.end(), std::uint64_t{0},
                         [counter](std::uint64_t sum, const auto& cell) { return sum + cell.counts[counter]; });
}

std::string metric_of(std::string_view metric, std::string_view value, std::string_view statistic) {
  std::string name(metric);
  if (!value.empty()) name.append("{").append(value).append("}");
  return name.append(".").append(statistic);
}

void add_share_row(Table& table, const RunFacts& facts, const std::string& name, std::uint64_t n,
                   const std::string& share_metric) {
  FigureText text = figure_text(facts.figures(share_metric), measures::Quantity::share);
  table.row({name, count(n), std::move(text.value), std::move(text.interval)});
}

void heading(std::ostream& out, std::string_view text) { out << '\n' << text << '\n'; }

void print_named(std::ostream& out, std::string_view name, const std::vector<std::string>& texts) {
  std::string lead = "  " + std::string(name);
  lead.resize(name_columns, ' ');
  for (const std::string& text : texts) {
    for (const std::string& line : wrapped(text, summary_columns - name_columns)) {
      out << lead << line << '\n';
      lead.assign(name_columns, ' ');
    }
  }
}

void print_summary(const RunFacts& facts, std::ostream& out) {
  print_subject(facts.company, out);
  print_replications(facts, out);
  print_calls(facts, out);
  print_notes(facts.notes, out);
  print_regions(facts, out);
  print_arrivals(facts, out);
  print_parks(facts, out);
  print_call_ends(facts, out);
  print_caller_wait(facts, out);
  print_latencies(facts, out);
  print_retrieves(facts, out);
  print_collisions(facts, out);
  print_codes(facts, out);
  print_choices(facts, out);
  print_reuse(facts, out);
  print_people(facts, out);
  print_controlled(facts, out);
  print_expectations(facts, out);
  print_tail(facts, out);
}

}  // namespace report
