#include <algorithm>

#include "tools/report/collision_kinds.hpp"
#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Count;
using measures::Quantity;
using park::Collision;

struct Expected {
  std::string each, per_1000;  ///< empty: none was worked out
};

Expected expected_of(const RunFacts& facts, Collision kind) {
  const std::string_view name = park::collision_names[park::index(kind)];
  const std::string share_of = metric_of("code.collisions.expected", name, "share");
  if (!facts.figures.has(share_of) || facts.figures(share_of).numerator == 0) return {};
  const auto per_1000 = facts.figures(metric_of("code.collisions.expected", name, "per_1000"));
  return {figure_text(facts.figures(share_of), Quantity::share).value, figure_text(per_1000, Quantity::number).value};
}

std::uint64_t counted(const RunFacts& facts, Collision kind) {
  return total_of(facts.figures.total(), Count::collision + park::index(kind));
}

/// Those that can happen, and those that did.
std::vector<Collision> shown_kinds(const RunFacts& facts) {
  std::vector<Collision> kinds;
  for (const auto kind :
       {Collision::duplicate, Collision::merged, Collision::misdial, Collision::stale, Collision::race}) {
    const bool met = counted(facts, kind) > 0 || !expected_of(facts, kind).each.empty();
    if (met || can_happen(kind, facts.company)) kinds.push_back(kind);
  }
  return kinds;
}

void add_row(Table& table, const RunFacts& facts, Collision kind) {
  const std::string_view name = park::collision_names[park::index(kind)];
  const FigureText each = figure_text(facts.figures(metric_of("code.collisions", name, "share")), Quantity::share);
  const FigureText per_1000 =
      figure_text(facts.figures(metric_of("code.collisions", name, "per_1000")), Quantity::number);
  Expected expected = expected_of(facts, kind);
  table.row({std::string(name), count(counted(facts, kind)), each.value, each.interval, std::move(expected.each),
             per_1000.value, std::move(expected.per_1000)});
}

/// Occupied codes looked at for each code chosen, which may be many: no share.
void print_allocation(const RunFacts& facts, std::ostream& out) {
  const std::uint64_t met = counted(facts, Collision::allocation);
  const std::uint64_t chosen = total_of(facts.figures.total(), Count::allocations);
  if (met == 0 || chosen == 0) return;
  print_named(out, "allocation",
              {plural(met, "occupied code", "occupied codes") + " looked at to choose " + count(chosen) + ", " +
               number(static_cast<double>(met) / static_cast<double>(chosen)) + " each; in no total"});
}

}  // namespace

void print_collisions(const RunFacts& facts, std::ostream& out) {
  const std::vector<Collision> kinds = shown_kinds(facts);
  heading(out, kinds.empty()
                   ? "Collisions"
                   : "Collisions (per retrieve attempt and per 1,000 parked calls; expected: sum of chances)");
  if (kinds.empty()) out << "  nothing here makes two calls, or two people, meet through one code\n";
  const bool any_expected =
      std::ranges::any_of(kinds, [&](Collision kind) { return !expected_of(facts, kind).each.empty(); });
  const std::string expected = any_expected ? "expected" : "";
  Table table;
  if (!kinds.empty()) table.row({"", "count", "per attempt", "95% interval", expected, "per 1,000 calls", expected});
  for (const Collision kind : kinds) add_row(table, facts, kind);
  table.print(out);
  if (!facts.company.traffic.empty() && !expected_of(facts, Collision::stale).each.empty())
    out << "  expected stale: of calls without people only\n";
  print_allocation(facts, out);
}

}  // namespace report
