#include "tools/program/decision_options.hpp"

#include <charconv>
#include <limits>

#include "tools/report/wording.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

const HelpText plan_help{
    "parksim plan SCENARIO --over PATH=VALUES [--goal GOAL] [options]",
    "Finds the smallest value that meets a goal, by bisection on replications that draw the same for all values, and "
    "says how sure that is. Goals are written as expectations are; without --goal they are those of the scenario. With "
    "two --over it finds the smallest value of the second for each value of the first. --frontier shows what code "
    "lengths, check digits and allocations cost. Exit code 0: there is an "
    "answer, "
    "3: no value meets the goal, 8: it cannot be told.",
    "parksim plan scenarios/published-user-model.yaml --goal 'park.refused.share < 0.1%'\n"
    "    --over lots.Pool.codes=2..40 --set lots.Pool.timeout=never\n"
    "  parksim plan scenarios/code-space.yaml --frontier"};

const HelpText stress_help{
    "parksim stress SCENARIO [options]",
    "Scales all traffic of a scenario until each of its expectations fails, and lists them in that order: what breaks "
    "first, and how much headroom there is. All traffics draw the same.",
    "parksim stress scenarios/factory-reception.yaml"};

const HelpText sensitivity_help{
    "parksim sensitivity SCENARIO [options]",
    "Varies each input of a scenario - traffic, patience, what people do and how long it takes them, and what the "
    "scenario leaves to assumed values - by a quarter in both directions, and ranks the effect on each expectation: "
    "which assumption is worth measuring. Paired replications.",
    "parksim sensitivity scenarios/factory-reception.yaml --replications 64"};

po::typed_value<std::string>* text() { return po::value<std::string>(); }

po::options_description plan_description() {
  po::options_description options = options_with_help();
  options.add_options()  //
      ("goal", po::value<std::vector<std::string>>()->value_name("GOAL"),
       "as in 'park.refused.share < 0.1%'; repeatable: all are to be met")  //
      ("over", po::value<std::vector<std::string>>()->value_name("PATH=VALUES"),
       "the values to choose from, the cheapest first: 2..99, 60s..300s/30s or 10,20,50; once or twice")  //
      ("hold", text()->value_name("LOAD"),
       "offered_load=8erlang: parks as often as makes this load, whatever the value")  //
      ("frontier",
       "compare designs of the codes instead: 1 to 5 digits, without and with a check digit, allocated "
       "lowest, next and lru; or all combinations of --over")                                  //
      ("lot", text()->value_name("NAME"), "whose codes, where the scenario has several lots")  //
      ("replications", text()->value_name("N"),
       "the most that one value may take; default: 10,000. Of a frontier: of each design")  //
      ("confidence", text()->value_name("SHARE")->default_value("95%"), "that all verdicts hold together");
  add_decision_options(options);
  return options;
}

po::options_description stress_description() {
  po::options_description options = options_with_help();
  options.add_options()  //
      ("goal", po::value<std::vector<std::string>>()->value_name("GOAL"),
       "what is expected besides, as in 'park.refused.share < 0.1%'; repeatable")         //
      ("replications", text()->value_name("N"), "the most at one traffic; default: 640")  //
      ("confidence", text()->value_name("SHARE")->default_value("95%"), "that all verdicts hold together");
  add_decision_options(options);
  return options;
}

void read_most_replications(std::uint32_t& most, const po::variables_map& values) {
  if (const auto text = given(values, "replications"))
    most = static_cast<std::uint32_t>(whole_number("--replications", *text, 2, most_replications_of_a_run));
}

double confidence(const po::variables_map& values) {
  return percentage("--confidence", values["confidence"].as<std::string>(), 50, 100);
}

po::options_description sensitivity_description() {
  po::options_description options = options_with_help();
  options.add_options()  //
      ("goal", po::value<std::vector<std::string>>()->value_name("GOAL"),
       "what is expected besides, as in 'caller.wait.p95 < 2min'; repeatable")                          //
      ("by", text()->value_name("PART")->default_value("25%"), "how much less and more of each input")  //
      ("replications", text()->value_name("N"), "how many of each; overrides run.replications");
  add_decision_options(options);
  return options;
}

}  // namespace

void add_decision_options(po::options_description& options) {
  add_scenario_options(options);
  options.add_options()                                                                           //
      ("seed", text()->value_name("N"), "seed of all draws; overrides run.seed")                  //
      ("threads", text()->value_name("N"), "replications at a time; default: one for each core")  //
      ("json", "result as JSON on standard output")                                               //
      ("quiet,q", "no progress and no result; the exit code tells");
}

RunOptions decision_options(const po::variables_map& values) {
  RunOptions run;
  run.scenario = scenario_options(values);
  set_number(run, values, "seed", 0, std::numeric_limits<std::uint64_t>::max());
  run.threads = threads_option(values);
  run.json = values.count("json") > 0;
  run.quiet = values.count("quiet") > 0;
  return run;
}

double percentage(const std::string& option, const std::string& text, double low, double high) {
  double percent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
  const bool is_share = error == std::errc() && std::string_view(end) == "%";
  if (is_share && percent > low && percent < high) return percent / 100;
  throw UsageError(option + " wants more than " + report::number(low) + "% and less than " + report::number(high) +
                   "%, not '" + text + "'");
}

std::optional<PlanOptions> read_plan_options(const Arguments& arguments, std::ostream& out) {
  const po::options_description description = plan_description();
  const po::variables_map values = read_options(arguments, description, {"scenario"});
  if (help_wanted(values, plan_help, description, out)) return std::nullopt;
  PlanOptions plan{decision_options(values), listed(values, "goal"), {}};
  if (values.count("over") > 0)
    for (const std::string& axis : values["over"].as<std::vector<std::string>>())
      plan.over.push_back(parse_axis("--over", axis));
  plan.lot = given(values, "lot");
  plan.hold = given(values, "hold");
  plan.is_frontier = values.count("frontier") > 0;
  if (plan.is_frontier) {
    if (!plan.goals.empty()) throw UsageError("--frontier shows the trade between all goals; leave --goal out");
    set_number(plan.run, values, "replications", 1, most_replications_of_a_run);
    return plan;
  }
  if (plan.lot) throw UsageError("--lot goes with --frontier");
  if (plan.over.empty()) throw UsageError("nothing to choose from: --over PATH=VALUES");
  if (plan.over.size() == 2 && plan.over[0].path == plan.over[1].path)
    throw UsageError("--over names " + plan.over[0].path + " twice");
  if (plan.over.size() > 2) throw UsageError("--over can be given twice, not more; sweep compares any number of keys");
  plan.confidence = confidence(values);
  read_most_replications(plan.most_replications, values);
  return plan;
}

std::optional<StressOptions> read_stress_options(const Arguments& arguments, std::ostream& out) {
  const po::options_description description = stress_description();
  const po::variables_map values = read_options(arguments, description, {"scenario"});
  if (help_wanted(values, stress_help, description, out)) return std::nullopt;
  StressOptions stress{decision_options(values), listed(values, "goal")};
  stress.confidence = confidence(values);
  read_most_replications(stress.most_replications, values);
  return stress;
}

std::optional<SensitivityOptions> read_sensitivity_options(const Arguments& arguments, std::ostream& out) {
  const po::options_description description = sensitivity_description();
  const po::variables_map values = read_options(arguments, description, {"scenario"});
  if (help_wanted(values, sensitivity_help, description, out)) return std::nullopt;
  SensitivityOptions sensitivity{decision_options(values), listed(values, "goal")};
  sensitivity.by = percentage("--by", values["by"].as<std::string>(), 0, 100);
  set_number(sensitivity.run, values, "replications", 1, most_replications_of_a_run);
  return sensitivity;
}

}  // namespace program
