#include <algorithm>
#include <memory>

#include "models/measures/cursor.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/decision_options.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/study_load.hpp"
#include "tools/report/sensitivity_report.hpp"

namespace program {

namespace {

using measures::Verdict;
using scenarios::Input;

constexpr double jointly = 0.05;  // what may go wrong in one table

void set_input(ScenarioOptions& scenario, const Input& input, const std::string& value) {
  const bool is_left_out = input.path.find(": ") != std::string::npos;
  if (is_left_out) {
    scenario.defaults[input.path] = value;
  } else {
    scenario.sets.push_back(input.path + "=" + value);
  }
}

/// What the user is interested in: goals and expectations of the scenario.
std::vector<measures::Expectation> claims_of(const SensitivityOptions& options, const scenarios::Scenario& scenario) {
  std::vector<measures::Expectation> claims;
  for (const auto& expected : scenario.expectations) claims.push_back(expected.claim);
  const measures::Names names = measures::names_of(scenario.company);
  for (const std::string& goal : options.goals) {
    try {
      claims.push_back(measures::parse_expectation(goal, names));
    } catch (const measures::QueryError& error) {
      throw UsageError("--goal '" + goal + "': " + error.what());
    }
  }
  if (claims.empty())
    throw UsageError("nothing to be sensitive: --goal 'caller.wait.p95 < 2min', or `expect` in the scenario");
  return claims;
}

class Varying {
 public:
  Varying(const SensitivityOptions& options, const scenarios::Scenario& scenario)
      : options_(options), claims_(claims_of(options, scenario)) {
    for (const auto& claim : claims_) queries_.push_back(claim.query);
    trials_.push_back(trial_of(options.run.scenario));
    for (const Input& input : scenario.inputs) vary(input);
    if (found_.inputs.empty()) throw UsageError("the scenario has no input that could be varied");
    found_.title = scenario.company.title;
    found_.seed = scenario.seed;
    found_.replications = trials_[0]->study.replications;
    found_.by = options.by;
  }

  report::Sensitivity find(std::ostream& err) {
    std::vector<Trial*> all;
    for (const auto& trial : trials_) all.push_back(trial.get());
    go_on(all, static_cast<std::uint32_t>(found_.replications), options_.run, err);
    for (std::size_t claim = 0; claim < claims_.size(); ++claim) found_.expectations.push_back(sensitive(claim));
    return std::move(found_);
  }

 private:
  std::unique_ptr<Trial> trial_of(const ScenarioOptions& scenario) const {
    return std::make_unique<Trial>(study_of(load_scenario(scenario)), options_.run, queries_);
  }

  /// Two trials, with less and with more of an input; none where one of them is no scenario.
  void vary(const Input& input) {
    const auto less = scenarios::scaled(input.value, 1 - options_.by),
               more = scenarios::scaled(input.value, 1 + options_.by);
    std::vector<std::unique_ptr<Trial>> both;
    for (const auto& value : {less, more}) {
      ScenarioOptions scenario = options_.run.scenario;
      set_input(scenario, input, value.value_or(input.value));
      try {
        both.push_back(trial_of(scenario));
      } catch (const scenarios::InputError& error) {
        found_.left_out.push_back(input.path + " = " + value.value_or(input.value) + ": " +
                                  error.problems().front().message);
        return;
      }
    }
    for (auto& trial : both) trials_.push_back(std::move(trial));
    found_.inputs.push_back({input.path, input.value, less.value_or(input.value), more.value_or(input.value),
                             input.standing != Input::Standing::written});
  }

  Verdict verdict(std::size_t trial, std::size_t claim) const {
    return measures::judge(claims_[claim], trials_[trial]->estimator().estimate(claim));
  }

  report::Sensitive sensitive(std::size_t claim) const {
    report::Sensitive one{claims_[claim], trials_[0]->estimator().estimate(claim), {}};
    const double level = 1 - jointly / static_cast<double>(2 * found_.inputs.size());
    const auto change = [&](std::size_t trial) {
      return measures::difference(trials_[0]->estimator(), claim, trials_[trial]->estimator(), claim, level);
    };
    const bool fails_now = verdict(0, claim) == Verdict::fail;
    for (std::size_t input = 0; input < found_.inputs.size(); ++input) {
      const std::size_t less = 1 + 2 * input, more = less + 1;
      one.effects.push_back({input, change(less), change(more), !fails_now && verdict(less, claim) == Verdict::fail,
                             !fails_now && verdict(more, claim) == Verdict::fail});
    }
    std::ranges::stable_sort(one.effects, std::greater(), &report::Effect::size);
    return one;
  }

  const SensitivityOptions& options_;
  std::vector<measures::Expectation> claims_;
  std::vector<measures::Query> queries_;
  std::vector<std::unique_ptr<Trial>> trials_;  ///< as it is, then each input less and more
  report::Sensitivity found_;
};

}  // namespace

int sensitivity_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<SensitivityOptions> options = read_sensitivity_options(arguments, out);
  if (!options) return exit_pass;
  const scenarios::Scenario scenario = load_scenario(options->run.scenario);
  require_replications_in_one_process("sensitivity", scenario.company);
  if (scenario.replications < 2) throw UsageError("an effect takes at least 2 replications: --replications 16");
  const InterruptWatch watch;
  try {
    const report::Sensitivity found = Varying(*options, scenario).find(err);
    if (!options->run.quiet)
      options->run.json ? report::write_sensitivity_json(found, out) : report::print_sensitivity(found, out);
  } catch (const Interruption&) {
    err << "interrupted: the effects are not known yet\n";
    return exit_interrupted;
  }
  return exit_pass;
}

}  // namespace program
