#include "tools/program/run_options.hpp"

#include <algorithm>
#include <limits>

#include "tools/program/workforce.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

constexpr std::uint64_t any_number = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t most_threads = 1024;

const HelpText run_help{
    "parksim run SCENARIO [options]",
    "Simulates a scenario: prints a summary, stores the results, and says by its exit code whether the expectations of "
    "the scenario hold. With Ctrl-C it stops after the replications that are finished and keeps them; --resume goes on "
    "from there. On several machines: mpirun, or one --shard on each and then parksim merge.",
    "parksim run scenarios/factory-reception.yaml --set policies.Factory.pickup_range=10-49\n"
    "  parksim run scenarios/company-day.yaml --shard 2/8 --db part2.db\n"
    "  mpirun -n 4 parksim run scenarios/company-day.yaml"};

const HelpText sweep_help{
    "parksim sweep SCENARIO --vary PATH=VALUES [options]",
    "Simulates a scenario once for each combination of values (a cell), with the same draws in all cells, and says "
    "what "
    "changes from each cell to its neighbours, with paired intervals. Without --vary it takes `study` of the scenario. "
    "Any key of a scenario can be varied, and `system`. A cell is stored as the run that it is; --resume goes on after "
    "an interruption.",
    "parksim sweep scenarios/factory-reception.yaml --vary lots.Factory.codes=4..12/2\n"
    "  parksim sweep scenarios/reference-lot.yaml --vary lots.L.codes=50,60 --measure park.refused.share"};

const HelpText merge_help{
    "parksim merge SCENARIO FILE.db... [options]",
    "Puts the shards of a study together: checks that the files are of this scenario, seed and build, stores all "
    "replications in one file, and prints the summary and gives the exit code that one `parksim run` would. --set, "
    "--system, --seed, --replications and --shuffle-ties as the shards had them.",
    "parksim merge scenarios/company-day.yaml part*.db --db whole.db"};

po::typed_value<std::string>* text() { return po::value<std::string>(); }

/// What `run` and `merge` have in common: which study, and what becomes of its results.
void add_study_options(po::options_description& options) {
  add_scenario_options(options);
  options.add_options()                                                                                   //
      ("seed", text()->value_name("N"), "seed of all draws; overrides run.seed")                          //
      ("replications", text()->value_name("N"), "how many; overrides run.replications")                   //
      ("db", text()->value_name("FILE")->default_value("parksim.db"), "where results go; none: nowhere")  //
      ("json", "summary as JSON on standard output")                                                      //
      ("quiet,q", "no progress and no summary; the exit code tells")                                      //
      ("shuffle-ties", text()->value_name("SEED"),
       "permute events of one instant whose order has no meaning; results should not move");
}

void add_unsure(po::options_description& options) {
  options.add_options()("unsure", text()->value_name("pass|fail"),
                        "what an expectation counts as whose interval holds the limit; otherwise exit code 8");
}

void add_precision(po::options_description& options) {
  options.add_options()("precision", po::value<std::vector<std::string>>()->value_name("LIST"),
                        "as many replications as it takes until the 95% intervals are as narrow: 'park.refused.share "
                        "5%, caller.wait.p95 2s' (% of the value, or absolute), in a sweep of all cells together; "
                        "--replications is then the most, 10,000 when it is missing");
}

po::options_description run_description() {
  po::options_description options = options_with_help();
  add_study_options(options);
  add_unsure(options);
  add_precision(options);
  options.add_options()                                                                           //
      ("threads", text()->value_name("N"), "replications at a time; default: one for each core")  //
      ("shard", text()->value_name("I/N"),
       "every N-th replication from the I-th on, into a file of its own (parksim.I-of-N.db) for parksim merge")  //
      ("resume", "keep the replications that the file has, and simulate the rest")                               //
      ("trace", text()->value_name("FILE"),
       "every step of every call of the first replication, as FILE.csv or FILE.jsonl")  //
      ("queue", text()->value_name("lanes|heap|sorted")->default_value("lanes"),
       "event queue, to verify that results do not depend on it")  //
      ("control-variate",
       "also give answers corrected for how many more or fewer calls came than planned, where that narrows them")  //
      ("rare", text()->value_name("QUERY"),
       "estimate a share of refused parks too rare to be waited for, as in park.refused.share{policy=Factory}, by "
       "splitting; replications are then repetitions")                                              //
      ("effort", text()->value_name("N")->default_value("1000"), "trials of each level of --rare")  //
      ("residuals", text()->value_name("redraw|keep")->default_value("redraw"),
       "whether trials of --rare draw anew when parked calls are retrieved, given that they have not been");
  return options;
}

po::options_description sweep_description() {
  po::options_description options = options_with_help();
  options.add_options()  //
      ("vary", po::value<std::vector<std::string>>()->value_name("PATH=VALUES"),
       "the values that a key takes in turn: 20,40,90, or 20..90/10; repeatable: all combinations")  //
      ("side-by-side", "take the first value of each list, then the second of each, and so on")      //
      ("measure", po::value<std::vector<std::string>>()->value_name("QUERIES"),
       "what to compare, as in park.refused.share,caller.wait.p95 (parksim metrics); repeatable")  //
      ("hold", text()->value_name("LOAD"),
       "offered_load=8erlang: parks as often as makes this load in each cell, whatever its stays")  //
      ("skip-illegal", "leave out combinations that make no scenario, instead of refusing the sweep");
  add_precision(options);
  add_study_options(options);
  options.add_options()                                                                           //
      ("threads", text()->value_name("N"), "replications at a time; default: one for each core")  //
      ("resume", "keep the replications that the file has, and simulate the rest");
  return options;
}

po::options_description merge_description() {
  po::options_description options = options_with_help();
  add_study_options(options);
  add_unsure(options);
  options.add_options()("partial", "accept that replications are missing; run --resume can add them");
  return options;
}

std::vector<std::string> all_of(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return {};
  return values[name].as<std::vector<std::string>>();
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

std::optional<std::string> trace_file(const po::variables_map& values) {
  auto name = given(values, "trace");
  if (name && !name->ends_with(".csv") && !name->ends_with(".jsonl")) {
    throw UsageError("--trace wants a file whose name ends in .csv or .jsonl, not '" + *name + "'");
  }
  return name;
}

Shard shard(const std::string& text) {
  const std::size_t sign = std::min(text.find('/'), text.size());
  const std::string of = sign < text.size() ? text.substr(sign + 1) : "";
  if (of.empty()) throw UsageError("--shard wants I/N, as in 2/8, not '" + text + "'");
  Shard shard;
  shard.of = static_cast<std::uint32_t>(whole_number("N in --shard I/N", of, 1, most_replications_of_a_run));
  shard.number = static_cast<std::uint32_t>(whole_number("I in --shard I/N", text.substr(0, sign), 1, shard.of));
  return shard;
}

std::string own_file(const Shard& shard) {
  return "parksim." + std::to_string(shard.number) + "-of-" + std::to_string(shard.of) + ".db";
}

void require_a_file(const RunOptions& run) {
  if (run.db) return;
  if (run.shard) throw UsageError("--shard without a file is work lost: --db FILE names one");
  if (run.resume) throw UsageError("--resume goes on with a file: --db FILE names it");
}

std::optional<RareOptions> rare(const po::variables_map& values) {
  for (const char* option : {"effort", "residuals"})
    if (values.count("rare") == 0 && !values[option].defaulted())
      throw UsageError("--" + std::string(option) + " goes with --rare");
  const auto query = given(values, "rare");
  if (!query) return std::nullopt;
  return RareOptions{*query,
                     static_cast<std::uint32_t>(whole_number("--effort", *given(values, "effort"), 10, 1'000'000)),
                     choice<bool>("--residuals", *given(values, "residuals"), {{"redraw", true}, {"keep", false}})};
}

void set_precision(RunOptions& run, const po::variables_map& values) {
  constexpr std::uint32_t usual_most = 10'000;
  run.precision = listed(values, "precision");
  if (run.precision.empty()) return;
  const auto most = given(values, "replications");
  run.most_replications =
      most ? static_cast<std::uint32_t>(whole_number("--replications", *most, 1, most_replications_of_a_run))
           : usual_most;
}

RunOptions study_options(const po::variables_map& values) {
  RunOptions run;
  run.scenario = scenario_options(values);
  set_number(run, values, "seed", 0, any_number);
  set_number(run, values, "replications", 1, most_replications_of_a_run);
  if (*given(values, "db") != "none") run.db = given(values, "db");
  run.json = values.count("json") > 0;
  run.quiet = values.count("quiet") > 0;
  if (const auto seed = given(values, "shuffle-ties")) {
    run.shuffle_ties = whole_number("--shuffle-ties", *seed, 0, any_number);
  }
  if (const auto word = given(values, "unsure")) {
    run.unsure = choice<Unsure>("--unsure", *word, {{"pass", Unsure::pass}, {"fail", Unsure::fail}});
  }
  return run;
}

}  // namespace

std::optional<std::string> given(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return std::nullopt;
  return values[name].as<std::string>();
}

std::vector<std::string> listed(const po::variables_map& values, const char* name) {
  std::vector<std::string> items;
  if (values.count(name) == 0) return items;
  for (const std::string& list : values[name].as<std::vector<std::string>>())
    for (std::string& item : list_items(list)) items.push_back(std::move(item));
  return items;
}

void set_number(RunOptions& run, const po::variables_map& values, const char* option, std::uint64_t low,
                std::uint64_t high) {
  const auto text = given(values, option);
  if (!text) return;
  const std::uint64_t number = whole_number("--" + std::string(option), *text, low, high);
  run.scenario.sets.push_back("run." + std::string(option) + "=" + std::to_string(number));
}

unsigned threads_option(const po::variables_map& values) {
  const auto text = given(values, "threads");
  if (text) return static_cast<unsigned>(whole_number("--threads", *text, 1, most_threads));
  return workforce().usual_threads();
}

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
  if (help_wanted(values, run_help, description, out)) return std::nullopt;
  RunOptions run = study_options(values);
  run.threads = threads_option(values);
  run.trace = trace_file(values);
  run.queue = choice<models::QueueKind>(
      "--queue", *given(values, "queue"),
      {{"lanes", models::QueueKind::lanes}, {"heap", models::QueueKind::heap}, {"sorted", models::QueueKind::sorted}});
  run.resume = values.count("resume") > 0;
  set_precision(run, values);
  if (!run.precision.empty() && values.count("shard") > 0)
    throw UsageError("--precision decides by all replications, and a shard has a part");
  run.rare = rare(values);
  run.control_variate = values.count("control-variate") > 0;
  if (const auto text = given(values, "shard")) {
    run.shard = shard(*text);
    if (values["db"].defaulted()) run.db = own_file(*run.shard);
  }
  require_a_file(run);
  return run;
}

std::optional<SweepOptions> read_sweep_options(const Arguments& arguments, std::ostream& out) {
  const po::options_description description = sweep_description();
  const po::variables_map values = read_options(arguments, description, {"scenario"});
  if (help_wanted(values, sweep_help, description, out)) return std::nullopt;
  SweepOptions sweep{study_options(values), {}, values.count("side-by-side") > 0, {}, values.count("skip-illegal") > 0};
  sweep.run.threads = threads_option(values);
  sweep.run.resume = values.count("resume") > 0;
  set_precision(sweep.run, values);
  require_a_file(sweep.run);
  for (const std::string& axis : all_of(values, "vary")) sweep.axes.push_back(parse_axis("--vary", axis));
  sweep.measures = listed(values, "measure");
  sweep.hold = given(values, "hold");
  if (sweep.side_by_side && sweep.axes.empty()) throw UsageError("--side-by-side goes with --vary");
  return sweep;
}

std::optional<MergeOptions> read_merge_options(const Arguments& arguments, std::ostream& out) {
  const po::options_description description = merge_description();
  const po::variables_map values = read_options(arguments, description, {"scenario"}, "files");
  if (help_wanted(values, merge_help, description, out)) return std::nullopt;
  MergeOptions merge{study_options(values), {}, values.count("partial") > 0};
  if (values.count("files") == 0) throw UsageError("no file to merge given");
  merge.files = values["files"].as<std::vector<std::string>>();
  return merge;
}

}  // namespace program
