#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Count;
using measures::Quantity;

bool add_choices_row(Table& table, const RunFacts& facts, const park::LotPlan& lot) {
  const std::string of_lot = "policy=" + lot.name;
  const measures::Estimate busiest = facts.figures(metric_of("code.share", of_lot, "max"));
  if (busiest.denominator == 0) return false;
  const FigureText text = figure_text(busiest, Quantity::share);
  const FigureText probes = figure_text(facts.figures(metric_of("code.probes", of_lot, "mean")), Quantity::number);
  table.row({lot.name, count(static_cast<std::uint64_t>(busiest.denominator)), probes.value, text.value, text.interval,
             share(even_share(lot))});
  return true;
}

void add_reuse_row(Table& table, const RunFacts& facts, const std::string& says, const char* statistic,
                   Quantity quantity) {
  FigureText text = figure_text(facts.figures(std::string("code.reuse_gap.") + statistic), quantity);
  table.row({says, std::move(text.value), std::move(text.interval)});
}

}  // namespace

double even_share(const park::LotPlan& lot) { return 1.0 / park::usable_codes(lot.rules.space); }

void print_choices(const RunFacts& facts, std::ostream& out) {
  Table table;
  table.row({"", "chosen", "looked at for each", "busiest code", "95% interval", "if all alike"});
  bool any = false;
  for (const park::LotPlan& lot : facts.company.lots) any = add_choices_row(table, facts, lot) || any;
  if (!any) return;
  heading(out, "Codes chosen (code.probes: looked at to choose one; code.share: part that fell on the busiest code)");
  table.print(out);
}

void print_reuse(const RunFacts& facts, std::ostream& out) {
  const auto reused = static_cast<std::uint64_t>(facts.figures("code.reuse_gap.count").numerator);
  const std::uint64_t never = total_of(facts.figures.total(), Count::reuse_censored);
  if (reused + never == 0) return;
  heading(out, "Codes used again (code.reuse_gap: a call is gone -> its code is chosen again)");
  Table table;
  table.row({"", "", "95% interval"}).row({"used again", count(reused)});
  for (const char* limit : {"5s", "30s", "1min", "5min"}) {
    const std::string spaced = std::string(limit).insert(std::string_view(limit).find_first_not_of("0123456789"), " ");
    add_reuse_row(table, facts, "  within " + spaced, ("within(" + std::string(limit) + ")").c_str(), Quantity::share);
  }
  add_reuse_row(table, facts, "  median", "p50", Quantity::time);
  add_reuse_row(table, facts, "  shortest 1% up to", "p01", Quantity::time);
  table.row({"never again in the run", count(never)});
  table.print(out);
}

}  // namespace report
