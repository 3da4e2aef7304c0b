#include "tools/program/run_options.hpp"

#include <algorithm>
#include <limits>
#include <thread>

namespace program {

namespace po = boost::program_options;

namespace {

constexpr std::uint64_t any_number = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t most_replications = 1'000'000;
constexpr std::uint64_t most_threads = 1024;

const HelpText help{
    "parksim run SCENARIO [options]",
    "Simulates a scenario: prints a summary, stores the results, and says by its exit code whether the expectations of "
    "the scenario hold. With Ctrl-C it stops after the replications that are finished and keeps them.",
    "parksim run scenarios/factory-reception.yaml --set policies.Factory.pickup_range=10-49"};

po::options_description run_description() {
  const auto text = [] { return po::value<std::string>(); };
  po::options_description options = options_with_help();
  add_scenario_options(options);
  options.add_options()                                                                                   //
      ("seed", text()->value_name("N"), "seed of all draws; overrides run.seed")                          //
      ("replications", text()->value_name("N"), "how many; overrides run.replications")                   //
      ("threads", text()->value_name("N"), "replications at a time; default: one for each core")          //
      ("db", text()->value_name("FILE")->default_value("parksim.db"), "where results go; none: nowhere")  //
      ("json", "summary as JSON on standard output")                                                      //
      ("quiet,q", "no progress and no summary; the exit code tells")                                      //
      ("trace", text()->value_name("FILE"),
       "every step of every call of the first replication, as FILE.csv or FILE.jsonl")  //
      ("unsure", text()->value_name("pass|fail"),
       "what an expectation counts as whose interval holds the limit; otherwise exit code 8")  //
      ("shuffle-ties", text()->value_name("SEED"),
       "permute events of one instant whose order has no meaning; results should not move")  //
      ("queue", text()->value_name("lanes|heap|sorted")->default_value("lanes"),
       "event queue, to verify that results do not depend on it");
  return options;
}

std::optional<std::string> given(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return std::nullopt;
  return values[name].as<std::string>();
}

template <class Choice>
Choice choice(const std::string& option, const std::string& word,
              const std::vector<std::pair<std::string, Choice>>& choices) {
  std::string known;
  for (const auto& [name, value] : choices) {
    if (name == word) return value;
    known += (known.empty() ? "" : " or ") + name;
  }
  throw UsageError(option + " wants " + known + ", not '" + word + "'");
}

void set_number(RunOptions& run, const po::variables_map& values, const char* option, std::uint64_t low,
                std::uint64_t high) {
  const auto text = given(values, option);
  if (!text) return;
  const std::uint64_t number = whole_number("--" + std::string(option), *text, low, high);
  run.scenario.sets.push_back("run." + std::string(option) + "=" + std::to_string(number));
}

unsigned threads(const po::variables_map& values) {
  const auto text = given(values, "threads");
  if (text) return static_cast<unsigned>(whole_number("--threads", *text, 1, most_threads));
  return std::max(1U, std::thread::hardware_concurrency());
}

std::optional<std::string> trace_file(const po::variables_map& values) {
  auto name = given(values, "trace");
  if (name && !name->ends_with(".csv") && !name->ends_with(".jsonl")) {
    throw UsageError("--trace wants a file whose name ends in .csv or .jsonl, not '" + *name + "'");
  }
  return name;
}

}  // namespace

void add_scenario_options(po::options_description& options) {
  options.add_options()  //
      ("set", po::value<std::vector<std::string>>()->value_name("PATH=VALUE"),
       "change one key of the scenario, as in lots.L.codes=40; repeatable")  //
      ("system", po::value<std::string>()->value_name("NAME"),
       "another telephone system; keys that it does not have are ignored and listed; with `run`, all stands for each "
       "in "
       "turn, and prints a table");
}

ScenarioOptions scenario_options(const po::variables_map& values) {
  ScenarioOptions scenario{required(values, "scenario", "scenario"), {}, given(values, "system")};
  if (values.count("set") > 0) scenario.sets = values["set"].as<std::vector<std::string>>();
  for (const std::string& set : scenario.sets) {
    const std::size_t sign = set.find('=');
    if (sign == 0 || sign == set.npos) throw UsageError("--set wants PATH=VALUE, not '" + set + "'");
  }
  return scenario;
}

std::optional<RunOptions> read_run_options(const Arguments& arguments, std::ostream& out) {
  const po::options_description description = run_description();
  const po::variables_map values = read_options(arguments, description, {"scenario"});
  if (help_wanted(values, help, description, out)) return std::nullopt;
  RunOptions run;
  run.scenario = scenario_options(values);
  set_number(run, values, "seed", 0, any_number);
  set_number(run, values, "replications", 1, most_replications);
  run.threads = threads(values);
  if (*given(values, "db") != "none") run.db = given(values, "db");
  run.json = values.count("json") > 0;
  run.quiet = values.count("quiet") > 0;
  run.trace = trace_file(values);
  if (const auto seed = given(values, "shuffle-ties")) {
    run.shuffle_ties = whole_number("--shuffle-ties", *seed, 0, any_number);
  }
  if (const auto word = given(values, "unsure")) {
    run.unsure = choice<Unsure>("--unsure", *word, {{"pass", Unsure::pass}, {"fail", Unsure::fail}});
  }
  run.queue = choice<models::QueueKind>(
      "--queue", *given(values, "queue"),
      {{"lanes", models::QueueKind::lanes}, {"heap", models::QueueKind::heap}, {"sorted", models::QueueKind::sorted}});
  return run;
}

}  // namespace program
