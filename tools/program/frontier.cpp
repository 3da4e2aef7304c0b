#include "tools/program/frontier.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "models/measures/paired.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/grid.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/report/frontier_report.hpp"

namespace program {

namespace {

constexpr double jointly = 0.05;                // what may go wrong in one table
constexpr double usual_key_s_per_digit = 0.65;  // as a retrieve step has it
enum Measure : std::size_t { refused, wrong, keying };

std::string lot_of(const PlanOptions& options, const people::Company& company) {
  std::string known;
  for (const park::LotPlan& lot : company.lots) {
    if (options.lot == lot.name) return lot.name;
    known += (known.empty() ? "" : ", ") + lot.name;
  }
  if (options.lot) throw UsageError("--lot: there is no lot '" + *options.lot + "'; there is " + known);
  if (company.lots.size() == 1) return company.lots.front().name;
  throw UsageError("--lot says whose codes are designed: " + known);
}

std::vector<Axis> axes_of(const PlanOptions& options, const std::string& lot) {
  if (!options.over.empty()) return options.over;
  const std::string path = "lots." + lot + ".";
  return {{path + "digits", {"1", "2", "3", "4", "5"}},
          {path + "check", {"none", "damm"}},
          {path + "allocate", {"lowest", "next", "lru"}}};
}

/// The cells' designs, and which of them another one beats.
class Designing {
 public:
  Designing(const PlanOptions& options, const scenarios::Scenario& scenario)
      : options_(options),
        lot_(lot_of(options, scenario.company)),
        variation_(axes_of(options, lot_), false),
        grid_(read_cells(options.run.scenario, variation_)) {
    if (grid_.studies.empty()) throw FileError("no design makes a scenario; the first: " + grid_.illegal.front());
    for (Study& study : grid_.studies) {
      const std::vector<measures::Query> queries = read_queries("--lot", queries_of(study.company), study.company);
      trials_.push_back(std::make_unique<Trial>(std::move(study), options.run, queries));
    }
    found_.title = scenario.company.title;
    found_.lot = lot_;
    found_.seed = scenario.seed;
    found_.replications = trials_[0]->study.replications;
    for (const Axis& axis : variation_.axes()) found_.paths.push_back(axis.path);
    found_.refused_query = queries_of(trials_[0]->study.company)[refused];
    found_.wrong_query = queries_of(trials_[0]->study.company)[wrong];
    found_.left_out = grid_.illegal;
  }

  report::Frontier find(std::ostream& err) {
    std::vector<Trial*> all;
    for (const auto& trial : trials_) all.push_back(trial.get());
    go_on(all, static_cast<std::uint32_t>(found_.replications), options_.run, err);
    for (std::size_t i = 0; i < trials_.size(); ++i) add_design(i);
    for (std::size_t i = 0; i < trials_.size(); ++i)
      for (std::size_t other = 0; other < trials_.size() && found_.designs[i].beaten_by.empty(); ++other)
        if (beats(other, i)) found_.designs[i].beaten_by = variation_.label(grid_.numbers[other]);
    return std::move(found_);
  }

 private:
  /// In the order of Measure.
  std::vector<std::string> queries_of(const people::Company& company) const {
    const measures::Names names = measures::names_of(company);
    const auto lot = std::ranges::find(company.lots, lot_, &park::LotPlan::name) - company.lots.begin();
    const bool overflows = names.lot_overflows[static_cast<std::size_t>(lot)];
    const std::string of_lot = "{policy=" + lot_ + "}";
    return {(overflows ? "park.overflowed.share" : "park.refused.share") + of_lot, "retrieve.wrong_call.share" + of_lot,
            "retrieve.keying.mean" + of_lot};
  }

  void add_design(std::size_t cell) {
    const Trial& trial = *trials_[cell];
    const double level = 1 - jointly / static_cast<double>(2 * trials_.size());
    const auto& space = std::ranges::find(trial.study.company.lots, lot_, &park::LotPlan::name)->rules.space;
    report::Design design;
    for (std::size_t axis = 0; axis < variation_.axes().size(); ++axis)
      design.values.push_back(variation_.value(grid_.numbers[cell], axis));
    design.usable_codes = park::usable_codes(space);
    design.code_length_digits = scenarios::code_words(space, space.hi).size();
    const auto keyed_s = trial.estimator().estimate(keying).value;
    found_.is_keying_measured = found_.is_keying_measured || keyed_s;
    design.keying_s = keyed_s.value_or(usual_key_s_per_digit * static_cast<double>(design.code_length_digits));
    design.refused = trial.estimator().estimate(refused, level);
    design.wrong = trial.estimator().estimate(wrong, level);
    found_.designs.push_back(std::move(design));
  }

  /// Nothing is worse, and something is better: for sure, where it was simulated.
  bool beats(std::size_t one, std::size_t other) const {
    const report::Design &a = found_.designs[one], &b = found_.designs[other];
    const bool longer = a.code_length_digits > b.code_length_digits || a.keying_s > b.keying_s;
    if (one == other || longer || more(a.refused, b.refused) || more(a.wrong, b.wrong)) return false;
    return a.code_length_digits < b.code_length_digits || is_surely_less(one, other, refused) ||
           is_surely_less(one, other, wrong);
  }

  static bool more(const measures::Estimate& a, const measures::Estimate& b) {
    return a.value.value_or(0) > b.value.value_or(0);
  }

  bool is_surely_less(std::size_t one, std::size_t other, Measure measure) const {
    const double pairs = 2 * static_cast<double>(trials_.size() * (trials_.size() - 1));
    const auto change = measures::difference(trials_[one]->estimator(), measure, trials_[other]->estimator(), measure,
                                             1 - jointly / pairs);
    return !change.identical && change.interval && change.interval->low > 0;
  }

  const PlanOptions& options_;
  std::string lot_;
  Variation variation_;
  Grid grid_;
  std::vector<std::unique_ptr<Trial>> trials_;
  report::Frontier found_;
};

}  // namespace

int draw_frontier(const PlanOptions& options, const scenarios::Scenario& scenario, std::ostream& out,
                  std::ostream& err) {
  if (scenario.replications < 2) throw UsageError("a frontier takes at least 2 replications: --replications 16");
  const InterruptWatch watch;
  try {
    const report::Frontier found = Designing(options, scenario).find(err);
    if (!options.run.quiet)
      options.run.json ? report::write_frontier_json(found, out) : report::print_frontier(found, out);
  } catch (const Interruption&) {
    err << "interrupted: the frontier is not known yet\n";
    return exit_interrupted;
  }
  return exit_pass;
}

}  // namespace program
