#include "tools/report/headroom.hpp"

#include <limits>

#include "models/park/rules.hpp"
#include "tools/report/figures.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Comparison;
using measures::Quantity;

constexpr double beyond_all = std::numeric_limits<double>::infinity();

double ratio(double limit, double value) { return value > 0 ? limit / value : beyond_all; }

bool is_upper_limit(Comparison c) { return c == Comparison::less || c == Comparison::at_most; }

double times(const measures::Expectation& expectation, double value) {
  if (is_upper_limit(expectation.comparison)) return ratio(expectation.limit, value);
  const bool is_share = measures::quantity(expectation.query) == Quantity::share;
  if (is_share) return ratio(1 - expectation.limit, 1 - value);
  return expectation.limit > 0 ? value / expectation.limit : beyond_all;
}

}  // namespace

Headroom headroom(const measures::Expectation& expectation, const measures::Estimate& estimate) {
  if (!estimate.value) return {expectation.text, "-", beyond_all};
  return {expectation.text, figure_text(estimate, measures::quantity(expectation.query)).value,
          times(expectation, *estimate.value)};
}

std::vector<Scarce> scarce_things(const people::Company& company) {
  const measures::Names names = measures::names_of(company);
  std::vector<Scarce> things;
  if (!company.copies.empty()) return things;
  for (const park::LotPlan& lot : company.lots) {
    const auto codes = park::capacity(lot.rules);
    if (codes)
      things.push_back(
          {measures::parse("code.in_use{policy=" + lot.name + "}.p99", names), double(*codes), "codes of " + lot.name});
  }
  if (company.trunks != people::none)
    things.push_back({measures::parse("trunk.in_use.p99", names),
                      double(company.resources[static_cast<std::size_t>(company.trunks)].count), "trunks"});
  for (const people::Group& group : company.groups)
    if (group.script != people::none)
      things.push_back(
          {measures::parse("people.busy{group=" + group.name + "}.share", names), 1, "time of " + group.name});
  return things;
}

Headroom headroom(const Scarce& thing, const measures::Estimate& estimate) {
  if (!estimate.value) return {thing.what, "-", beyond_all};
  const Quantity quantity = measures::quantity(thing.query);
  return {thing.what, quantity_text(*estimate.value, quantity) + " of " + quantity_text(thing.limit, quantity),
          ratio(thing.limit, *estimate.value)};
}

std::string times_text(double times) {
  constexpr double most_told = 100;
  return times > most_told ? "more than 100 times" : number(times) + " times";
}

}  // namespace report
