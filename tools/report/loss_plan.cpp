#include "tools/report/loss_plan.hpp"

#include "models/loss_system.hpp"
#include "models/theory/erlang_b.hpp"
#include "tools/report/loss_formula.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Query;

bool is_about_refusals(const measures::Expectation& goal) {
  const bool upper = goal.comparison == measures::Comparison::less || goal.comparison == measures::Comparison::at_most;
  const Query& query = goal.query;
  return query.metric == measures::find_metric("park.refused") && query.statistic == measures::Statistic::share &&
         upper && goal.limit > 0 && goal.limit < 1;
}

std::string codes_text(double limit, double offered_erlangs) {
  return plural(static_cast<std::uint64_t>(theory::servers_for(limit, offered_erlangs)), "code", "codes") + " for " +
         number(offered_erlangs) + " erlang";
}

/// Of calls that no time-out takes from their codes.
std::optional<double> offered_without_timeout(const people::Company& company, int lot) {
  people::Company other = company;
  other.lots[static_cast<std::size_t>(lot)].rules.park.timeout = {};
  return models::planned_load_erlangs(other, lot);
}

std::vector<std::string> of_lot(const people::Company& company, int lot, double limit,
                                const measures::Measures& total) {
  const park::LotPlan& plan = company.lots[static_cast<std::size_t>(lot)];
  const std::string name = "Erlang B for the lot " + plan.name;
  if (const auto why = models::why_no_loss_formula(company, lot))
    return {name + " does not apply, because " + *why + "."};
  const auto prediction = loss_prediction(company, lot, total);
  if (!prediction || prediction->offered_erlangs <= 0) return {};
  std::vector<std::string> texts{name + ": " + codes_text(limit, prediction->offered_erlangs) +
                                 " as measured here (planned parks x mean time that a code is held)."};
  const auto without = offered_without_timeout(company, lot);
  constexpr double worth_telling = 1.01;
  if (plan.rules.park.timeout.us > 0 && without && *without > worth_telling * prediction->offered_erlangs)
    texts.push_back("The time-out of " + duration(plan.rules.park.timeout) +
                    " cuts stays short; without it a code would be held longer: " + codes_text(limit, *without) + ".");
  return texts;
}

}  // namespace

std::vector<std::string> loss_plan(const people::Company& company, const measures::Expectation& goal,
                                   const measures::Measures& total) {
  if (!is_about_refusals(goal) || !company.copies.empty()) return {};
  std::vector<std::string> texts;
  for (int lot = 0; lot < static_cast<int>(company.lots.size()); ++lot) {
    const auto wanted = goal.query.labels.policy;
    if (wanted != Query::any && wanted != lot) continue;
    for (std::string& text : of_lot(company, lot, goal.limit, total)) texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace report
