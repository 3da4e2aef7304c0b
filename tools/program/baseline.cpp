#include <algorithm>
#include <fstream>

#include "tools/program/cell.hpp"
#include "tools/program/compare_summaries.hpp"
#include "tools/program/decision_options.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/json_file.hpp"
#include "tools/program/study_load.hpp"
#include "tools/report/json.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

using boost::property_tree::ptree;

constexpr int baseline_version = 1;

const HelpText help{
    "parksim baseline write|check SCENARIO FILE.json [options]",
    "write simulates the scenario and keeps its answers in a small file to commit; check simulates it again, with the "
    "--set, --system and seed that the file names, and says what has changed since, all together at the confidence. "
    "Exit code 1 when something has, and the command that shows it.",
    "parksim baseline write scenarios/factory-reception.yaml reception.json --replications 32\n"
    "  parksim baseline check scenarios/factory-reception.yaml reception.json --min-effect 2%"};

struct BaselineOptions {
  bool writes = false;
  RunOptions run;
  std::string file;
  std::vector<std::string> measures;
  double confidence = 0.95, least_effect = 0;
};

std::optional<BaselineOptions> read_baseline_options(const Arguments& arguments, std::ostream& out) {
  po::options_description options = options_with_help();
  options.add_options()  //
      ("measure", po::value<std::vector<std::string>>()->value_name("QUERIES"),
       "of write: which answers; default: what is expected, refusals, waits, stays and codes in use; repeatable")    //
      ("replications", po::value<std::string>()->value_name("N"), "of write: how many; overrides run.replications")  //
      ("min-effect", po::value<std::string>()->value_name("PART"),
       "of check: a change counts when it is surely more than this part of the value before; default: any")  //
      ("confidence", po::value<std::string>()->value_name("PART")->default_value("95%"),
       "of check: that no change is found where there is none");
  add_decision_options(options);
  const po::variables_map values = read_options(arguments, options, {"what", "scenario", "file"});
  if (help_wanted(values, help, options, out)) return std::nullopt;
  const std::string what = required(values, "what", "write or check");
  if (what != "write" && what != "check") throw UsageError("baseline wants write or check, not '" + what + "'");
  BaselineOptions baseline{what == "write", decision_options(values), required(values, "file", "FILE.json"),
                           listed(values, "measure")};
  set_number(baseline.run, values, "replications", 2, most_replications_of_a_run);
  baseline.confidence = percentage("--confidence", *given(values, "confidence"), 50, 100);
  if (const auto text = given(values, "min-effect")) baseline.least_effect = percentage("--min-effect", *text, 0, 100);
  const bool writes_alone =
      !baseline.run.scenario.sets.empty() || baseline.run.scenario.system || !baseline.measures.empty();
  if (!baseline.writes && writes_alone)
    throw UsageError("check takes --set, --system, --seed, --replications and --measure from the file");
  return baseline;
}

std::vector<std::string> queries_of(const BaselineOptions& options, const Study& study) {
  if (!options.measures.empty()) return options.measures;
  std::vector<std::string> expected, lots;
  for (const measures::Expectation& expectation : study.expectations) expected.push_back(expectation.query.text);
  for (const park::LotPlan& lot : study.company.lots) lots.push_back(lot.name);
  return usual_queries(expected, lots);
}

/// Simulates the scenario, and answers the queries. Throws Interruption.
SummaryAnswers answers(Study study, const std::vector<std::string>& texts, const RunOptions& run, std::ostream& err) {
  const std::uint32_t replications = study.replications;
  const auto queries = read_queries("--measure", texts, study.company);
  Trial trial(std::move(study), run, queries);
  go_on({&trial}, replications, run, err);
  SummaryAnswers found;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const measures::Estimate estimate = trial.estimator().estimate(i);
    SummaryAnswer& answer = found[texts[i]];
    answer = {estimate.value, {}, {}, measures::quantity(queries[i]), measures::more_is_better(queries[i])};
    if (estimate.interval) answer.low = estimate.interval->low, answer.high = estimate.interval->high;
  }
  return found;
}

int write_baseline(const BaselineOptions& options, std::ostream& out, std::ostream& err) {
  Study study = study_of(load_scenario(options.run.scenario));
  require_replications_in_one_process("baseline", study.company);
  const auto texts = queries_of(options, study);
  const std::string title = study.company.title;
  const auto seed = study.seed;
  const auto replications = study.replications;
  const SummaryAnswers found = answers(std::move(study), texts, options.run, err);
  std::ofstream file(options.file, std::ios::trunc);
  report::JsonWriter json(file);
  json.begin_object().member("kind", "baseline").member("baseline_version", baseline_version).member("title", title);
  json.member("system", options.run.scenario.system).strings("set", options.run.scenario.sets);
  json.member("seed", seed).member("replications", replications).key("answers").begin_array();
  for (const auto& [query, answer] : found) {
    json.begin_object().member("query", query).member("value", answer.value);
    json.member("low", answer.low).member("high", answer.high).end_object();
  }
  json.end_array().end_object();
  file << '\n';
  file.close();
  if (!file) throw FileError("cannot write " + options.file);
  if (!options.run.quiet)
    out << options.file << ": " << report::plural(found.size(), "answer", "answers") << " from "
        << report::plural(replications, "replication", "replications") << ", seed " << seed << '\n';
  return exit_pass;
}

struct Baseline {
  ScenarioOptions scenario;  ///< with the seed and the number of replications as sets
  std::vector<std::string> queries;
  SummaryAnswers answers;
};

Baseline read_baseline(const BaselineOptions& options) {
  const ptree tree = read_json_file(options.file);
  try {
    if (tree.get("kind", "") != "baseline" || tree.get("baseline_version", 0) != baseline_version)
      throw FileError(options.file + " is no baseline of this version: parksim baseline write makes one");
    Baseline baseline{options.run.scenario, {}, {}};
    if (const auto system = tree.get<std::string>("system"); system != "null") baseline.scenario.system = system;
    for (const auto& [_, set] : tree.get_child("set")) baseline.scenario.sets.push_back(set.data());
    baseline.scenario.sets.push_back("run.seed=" + tree.get<std::string>("seed"));
    baseline.scenario.sets.push_back("run.replications=" + tree.get<std::string>("replications"));
    for (const auto& [_, answer] : tree.get_child("answers")) {
      baseline.queries.push_back(answer.get<std::string>("query"));
      baseline.answers[baseline.queries.back()] = {number_in(answer, "value"), number_in(answer, "low"),
                                                   number_in(answer, "high")};
    }
    return baseline;
  } catch (const boost::property_tree::ptree_error& error) {
    throw FileError(options.file + " is no baseline: " + error.what());
  }
}

/// The run that shows what the answers are now.
std::string command_of(const ScenarioOptions& scenario) {
  std::string command = "parksim run " + scenario.file;
  if (scenario.system) command += " --system " + *scenario.system;
  for (const std::string& set : scenario.sets) command += " --set '" + set + "'";
  return command;
}

int check_baseline(const BaselineOptions& options, std::ostream& out, std::ostream& err) {
  Baseline baseline = read_baseline(options);
  RunOptions run = options.run;
  run.scenario = baseline.scenario;
  Study study = study_of(load_scenario(run.scenario));
  require_replications_in_one_process("baseline", study.company);
  const std::string title = study.company.title;
  const SummaryAnswers now = answers(std::move(study), baseline.queries, run, err);
  for (auto& [query, answer] : baseline.answers) {
    answer.quantity = now.at(query).quantity;
    answer.more_is_better = now.at(query).more_is_better;
  }
  report::Comparison found{.before = options.file,
                           .after = run.scenario.file + ": " + title,
                           .apart = {},
                           .exact = {},
                           .method = std::string(how_changes_are_told),
                           .confidence = options.confidence,
                           .answers = changes(baseline.queries, baseline.answers, now, options.confidence)};
  judge(found.answers, options.least_effect);
  if (!run.quiet)
    report::print_comparison(found, run.json ? report::ComparisonFormat::json : report::ComparisonFormat::text, out);
  if (!found.has_changed()) return exit_pass;
  err << "what the answers are now: " << command_of(run.scenario) << '\n';
  return exit_change_found;
}

}  // namespace

int baseline_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<BaselineOptions> options = read_baseline_options(arguments, out);
  if (!options) return exit_pass;
  const InterruptWatch watch;
  try {
    return options->writes ? write_baseline(*options, out, err) : check_baseline(*options, out, err);
  } catch (const Interruption&) {
    err << "interrupted: nothing was decided\n";
    return exit_interrupted;
  }
}

}  // namespace program
