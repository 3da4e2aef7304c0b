#include <cmath>

#include "models/loss_system.hpp"
#include "models/people/allocation_effect.hpp"
#include "tools/report/loss_formula.hpp"
#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Quantity;

std::string of_policy(const char* metric, const std::string& lot, const char* statistic) {
  return metric_of(metric, "policy=" + lot, statistic);
}

/// A level that was held, such as a maximum: a whole number.
std::string whole_text(const measures::Estimate& estimate) {
  return estimate.value ? count(static_cast<std::uint64_t>(std::llround(*estimate.value))) : "-";
}

void add_lot_row(Table& table, const RunFacts& facts, const park::LotPlan& lot) {
  const auto figure = [&](const char* statistic) {
    return facts.figures(of_policy("code.in_use", lot.name, statistic));
  };
  const FigureText mean = figure_text(figure("mean"), Quantity::number);
  const auto capacity = park::capacity(lot.rules);
  table.row({lot.name, mean.value, mean.interval, whole_text(figure("p95")), whole_text(figure("max")),
             capacity ? count(static_cast<std::uint64_t>(*capacity)) : "no end"});
}

void print_prediction(const RunFacts& facts, int lot, std::ostream& out) {
  const std::string& name = facts.company.lots[lot].name;
  if (const auto why = models::why_no_loss_formula(facts.company, lot)) {
    print_named(out, "Erlang B", {name + ": does not apply, because " + *why + "."});
    return;
  }
  const auto predicted = loss_prediction(facts.company, lot, facts.figures.total());
  if (!predicted) return;
  const FigureText refused = figure_text(facts.figures(of_policy("park.refused", name, "share")), Quantity::share);
  const FigureText busy = figure_text(facts.figures(of_policy("code.in_use", name, "mean")), Quantity::number);
  print_named(out, "Erlang B",
              {name + ": for " + number(predicted->offered_erlangs) + " erlang offered, refused " +
               share(predicted->refused_share) + " (simulated " + refused.value + "), in use " +
               number(predicted->mean_in_use) + " codes (simulated " + busy.value + ")."});
}

/// A sum of counts is whole, a sum of times need not be.
std::string counted(double sum) {
  return sum == std::floor(sum) && sum >= 0 && sum < 1e15 ? count(static_cast<std::uint64_t>(sum)) : number(sum);
}

/// "0.12%, 95% interval 0.05 to 0.19%, 12 of 10,000".
std::string found_text(const Tested& tested) {
  const measures::Quantity unit = measures::quantity(tested.expectation.query);
  const measures::Estimate& estimate = tested.estimate;
  if (!estimate.value) return "undefined, nothing was observed";
  const FigureText text = figure_text(estimate, unit);
  std::string found = text.value;
  if (!text.interval.empty()) found += ", 95% interval " + text.interval;
  if (!estimate.interval) found += ", no interval";
  if (unit == measures::Quantity::share)
    found += ", " + counted(estimate.numerator) + " of " + counted(estimate.denominator);
  if (tested.expectation.bound == measures::Bound::none || !estimate.bounds) return found;
  const bool upper = tested.expectation.bound == measures::Bound::upper95;
  return found + (upper ? ", upper" : ", lower") + " 95% bound " +
         quantity_text(upper ? estimate.bounds->high : estimate.bounds->low, unit);
}

const char* verdict_word(measures::Verdict verdict) {
  switch (verdict) {
    case measures::Verdict::pass: return "pass";
    case measures::Verdict::fail: return "FAIL";
    case measures::Verdict::unsure: break;
  }
  return "unsure";
}

}  // namespace

void print_allocation_effect(const people::Company& company, int lot, std::ostream& out) {
  const std::string& name = company.lots[lot].name;
  const auto why = people::why_allocation_may_matter(company, lot);
  print_named(out, "Allocation",
              {name + (why ? ": refusals may depend on which free code is given, because " + *why + "."
                           : ": the same calls would be refused whichever free code is given.")});
}

void print_codes(const RunFacts& facts, std::ostream& out) {
  if (facts.company.lots.empty()) return;
  heading(out, "Codes in use (code.in_use, over the measured window)");
  Table table;
  table.row({"", "mean", "95% interval", "p95", "max", "capacity"});
  for (const park::LotPlan& lot : facts.company.lots) add_lot_row(table, facts, lot);
  table.print(out);
  for (std::size_t lot = 0; lot < facts.company.lots.size(); ++lot) {
    print_prediction(facts, static_cast<int>(lot), out);
    print_allocation_effect(facts.company, static_cast<int>(lot), out);
  }
}

void print_people(const RunFacts& facts, std::ostream& out) {
  Table table;
  table.row({"", "count", "mean", "95% interval", "max"});
  bool any = false;
  for (const people::Group& group : facts.company.groups) {
    if (group.script == people::none) continue;
    const FigureText busy =
        figure_text(facts.figures(metric_of("people.busy", "group=" + group.name, "share")), Quantity::share);
    table.row({group.name + " busy", count(static_cast<std::uint64_t>(group.count)), busy.value, busy.interval});
    any = true;
  }
  if (facts.company.trunks != people::none) {
    const FigureText held = figure_text(facts.figures("trunk.in_use.mean"), Quantity::number);
    const int trunks = facts.company.resources[facts.company.trunks].count;
    table.row({"trunks in use", count(static_cast<std::uint64_t>(trunks)), held.value, held.interval,
               whole_text(facts.figures("trunk.in_use.max"))});
    any = true;
  }
  if (!any) return;
  heading(out, "People and trunks");
  table.print(out);
}

void print_expectations(const RunFacts& facts, std::ostream& out) {
  const std::vector<Tested> all = facts.figures.tested();
  if (all.empty()) return;
  heading(out, "Expectations");
  for (const Tested& tested : all) {
    print_named(out, verdict_word(tested.verdict), {tested.expectation.text + ": " + found_text(tested)});
  }
}

}  // namespace report
