#include <algorithm>
#include <cmath>

#include "models/measures/cursor.hpp"
#include "models/measures/expectation.hpp"
#include "models/measures/paired.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/compare_summaries.hpp"
#include "tools/program/decision_options.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/run_in_file.hpp"
#include "tools/program/run_options.hpp"
#include "tools/report/comparison_report.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

const HelpText help{
    "parksim compare BEFORE.db AFTER.db [options]",
    "Says what changed from one run to another. FILE.db#ID takes the run with this number, otherwise the last one of "
    "the "
    "file. Runs of the same scenario and seed must be equal byte for byte; other answers are compared replication by "
    "replication where the seed is the same, by Welch's t where it is not, all intervals together at the confidence. "
    "Two summaries of `parksim run --json` (FILE.json) are compared by their intervals. Exit code 1 when something "
    "changed.",
    "parksim compare before.db after.db --min-effect 1%\n"
    "  parksim compare before.db after.db#2 --measure caller.wait.p95,park.refused.share --markdown"};

struct CompareOptions {
  std::string before, after;
  std::vector<std::string> measures;  ///< none: the usual ones
  double confidence = 0.95;
  double least_effect = 0;  ///< part of the value before
  report::ComparisonFormat format = report::ComparisonFormat::text;
  bool quiet = false;
};

po::options_description description() {
  po::options_description options = options_with_help();
  options.add_options()  //
      ("measure", po::value<std::vector<std::string>>()->value_name("QUERIES"),
       "what to compare, as in park.refused.share,caller.wait.p95 (parksim metrics); repeatable")  //
      ("min-effect", po::value<std::string>()->value_name("PART"),
       "a change counts when it is surely more than this part of the value before; default: any")  //
      ("confidence", po::value<std::string>()->value_name("PART")->default_value("95%"),
       "that no change is found where there is none, in all answers together")  //
      ("markdown", "a table for a pull request")                                //
      ("json", "as JSON on standard output")                                    //
      ("quiet,q", "no output; the exit code tells");
  return options;
}

std::optional<CompareOptions> read_compare_options(const Arguments& arguments, std::ostream& out) {
  const po::options_description options = description();
  const po::variables_map values = read_options(arguments, options, {"before", "after"});
  if (help_wanted(values, help, options, out)) return std::nullopt;
  CompareOptions compare;
  compare.before = required(values, "before", "BEFORE.db");
  compare.after = required(values, "after", "AFTER.db");
  compare.measures = listed(values, "measure");
  compare.confidence = percentage("--confidence", *given(values, "confidence"), 50, 100);
  if (const auto text = given(values, "min-effect")) compare.least_effect = percentage("--min-effect", *text, 0, 100);
  compare.quiet = values.count("quiet") > 0;
  if (values.count("json") > 0 && values.count("markdown") > 0) throw UsageError("--json or --markdown, not both");
  if (values.count("json") > 0) compare.format = report::ComparisonFormat::json;
  if (values.count("markdown") > 0) compare.format = report::ComparisonFormat::markdown;
  return compare;
}

/// The keys in which two scenarios differ: "lots.Pool.timeout: 90s -> 100s". What follows from keys that users write,
/// the rules of the lots, is told only where no such key differs: then a preset does.
std::vector<std::string> changed_keys(const std::string& before, const std::string& after) {
  constexpr std::string_view written = "scenario.", nothing = "(nothing)", seed = "scenario.run.seed";
  std::vector<std::string> keys, rest;
  const ScenarioKeys a = keys_of(before), b = keys_of(after);
  const auto value = [&](const ScenarioKeys& of, const std::string& key) {
    const auto found = of.find(key);
    return found == of.end() ? std::string(nothing) : found->second;
  };
  ScenarioKeys all = a;
  all.insert(b.begin(), b.end());
  for (const auto& [key, _] : all) {
    const std::string from = value(a, key), to = value(b, key);
    if (from == to || key == seed) continue;
    const std::string change = ": " + from + " -> " + to;
    key.starts_with(written) ? keys.push_back(key.substr(written.size()) + change) : rest.push_back(key + change);
  }
  return keys.empty() ? rest : keys;
}

std::vector<std::string> apart(const results::RunInfo& a, const results::RunInfo& b) {
  constexpr std::size_t most = 12;
  std::vector<std::string> all;
  if (a.build != b.build) all.push_back("build " + a.build.substr(0, 12) + " -> " + b.build.substr(0, 12));
  if (a.seed != b.seed) all.push_back("seed " + std::to_string(a.seed) + " -> " + std::to_string(b.seed));
  if (a.system != b.system) all.push_back("system " + a.system + " -> " + b.system);
  const auto keys = changed_keys(a.scenario, b.scenario);
  for (std::size_t i = 0; i < std::min(most, keys.size()); ++i) all.push_back(keys[i]);
  if (keys.size() > most)
    all.push_back("and " + report::plural(keys.size() - most, "key", "keys") + " of the scenario more");
  return all;
}

/// What a stored expectation is about, if it can be asked of these names too.
std::optional<std::string> query_of(const std::string& expectation, const measures::Names& names) {
  try {
    return measures::parse_expectation(expectation, names).query.text;
  } catch (const measures::QueryError&) {
    return std::nullopt;
  }
}

std::vector<std::string> usual_measures(RunInFile& before, RunInFile& after) {
  const results::NameTable &names = before.run.info.names, &others = after.run.info.names;
  std::vector<std::string> expected, lots;
  for (RunInFile* side : {&before, &after})
    for (const results::StoredExpectation& stored : side->store.expectations(side->run.id))
      if (const auto query = query_of(stored.text, names_of(names)); query && query_of(stored.text, names_of(others)))
        expected.push_back(*query);
  for (const std::string& lot : names.policies)
    if (std::ranges::find(others.policies, lot) != others.policies.end()) lots.push_back(lot);
  return usual_queries(expected, lots);
}

std::vector<measures::Query> parse_all(const std::vector<std::string>& texts, const measures::Names& names) {
  std::vector<measures::Query> queries;
  for (const std::string& text : texts) queries.push_back(read_query("--measure", text, names));
  return queries;
}

/// The replications that both sides have.
std::vector<int> common(const RunInFile& before, const RunInFile& after) {
  std::vector<int> both;
  std::ranges::set_intersection(before.run.replications, after.run.replications, std::back_inserter(both));
  return both;
}

std::string clock_of_run(std::int64_t us) { return report::duration(sim::Ticks{us}); }

/// Where two replications part: the first window of simulated time whose digests differ.
std::string first_difference(RunInFile& before, RunInFile& after, int replication) {
  const auto a = before.store.replication(before.run.id, replication);
  const auto b = after.store.replication(after.run.id, replication);
  if (a.digest_window == b.digest_window) {
    const auto windows = std::max(a.digest.size(), b.digest.size());
    for (std::size_t i = 0; i < windows; ++i) {
      const auto sum = [i](const auto& digest) { return i < digest.size() ? digest[i] : 0; };
      if (sum(a.digest) == sum(b.digest)) continue;
      const auto at = static_cast<std::int64_t>(i) * a.digest_window.us;
      return "what happens parts between " + clock_of_run(at) + " and " + clock_of_run(at + a.digest_window.us) +
             " of simulated time";
    }
  }
  return "the same happens, but it is measured otherwise";
}

std::string compare_exactly(RunInFile& before, RunInFile& after, const std::vector<int>& both, bool& is_same) {
  const std::string of = report::plural(both.size(), "replication", "replications");
  for (const int replication : both) {
    if (before.store.replication_content(before.run.id, replication) ==
        after.store.replication_content(after.run.id, replication))
      continue;
    return "the same scenario and seed give other results: in replication " + std::to_string(replication) + " of " +
           of + ", " + first_difference(before, after, replication);
  }
  is_same = true;
  const std::string equal = "the same scenario and seed: " + of + " equal byte for byte";
  const bool are_all = before.run.replications == after.run.replications;
  return are_all ? equal : equal + "; the others are on one side only";
}

measures::Estimator estimator(RunInFile& side, const std::vector<std::string>& texts,
                              const std::vector<int>& replications) {
  measures::Estimator found(parse_all(texts, names_of(side.run.info.names)));
  for (const int replication : replications) found.add(side.store.replication(side.run.id, replication));
  return found;
}

report::Comparison compare(const CompareOptions& options, RunInFile& before, RunInFile& after) {
  const results::RunInfo &a = before.run.info, &b = after.run.info;
  const bool is_paired = a.seed == b.seed;
  const std::vector<int> both = common(before, after);
  report::Comparison found{.before = before.name,
                           .after = after.name,
                           .apart = apart(a, b),
                           .exact = {},
                           .method = {},
                           .confidence = options.confidence,
                           .answers = {}};
  if (is_paired && a.scenario == b.scenario && a.shuffle_ties == b.shuffle_ties && !both.empty()) {
    found.exact = compare_exactly(before, after, both, found.is_same);
  }
  if (found.is_same) return found;
  const bool by_pairs = is_paired && both.size() > 1;
  const auto texts = options.measures.empty() ? usual_measures(before, after) : options.measures;
  const auto first = estimator(before, texts, by_pairs ? both : before.run.replications);
  const auto second = estimator(after, texts, by_pairs ? both : after.run.replications);
  found.method = by_pairs ? "paired: " + report::plural(both.size(), "replication", "replications") +
                                " of the same draws on both sides, Student's t of their differences"
                          : "independent replications on both sides, Welch's t";
  found.method += "; intervals hold all together";
  const double level = 1 - (1 - options.confidence) / static_cast<double>(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const measures::Query& query = first.queries()[i];
    report::ComparedAnswer answer{texts[i],
                                  measures::quantity(query),
                                  measures::more_is_better(query),
                                  first.estimate(i).value,
                                  second.estimate(i).value,
                                  {},
                                  false};
    if (!answer.before && !answer.after) continue;
    answer.change = by_pairs ? measures::difference(first, i, second, i, level)
                             : measures::difference_apart(first, i, second, i, level);
    found.answers.push_back(std::move(answer));
  }
  return found;
}

bool is_summary(const std::string& file) { return file.ends_with(".json"); }

report::Comparison compare_files(const CompareOptions& options) {
  if (is_summary(options.before) != is_summary(options.after))
    throw UsageError("a summary as JSON can be compared with another one, and a results file with a results file");
  if (is_summary(options.before))
    return compare_summaries(options.before, options.after, options.measures, options.confidence);
  RunInFile before = open_run(options.before), after = open_run(options.after);
  return compare(options, before, after);
}

}  // namespace

int compare_command(const Arguments& arguments, std::ostream& out, std::ostream&) {
  const std::optional<CompareOptions> options = read_compare_options(arguments, out);
  if (!options) return exit_pass;
  report::Comparison found = compare_files(*options);
  judge(found.answers, options->least_effect);
  if (!options->quiet) report::print_comparison(found, options->format, out);
  return found.has_changed() ? exit_change_found : exit_pass;
}

}  // namespace program
