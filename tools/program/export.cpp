#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "models/measures/cursor.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/run_in_file.hpp"
#include "tools/program/run_options.hpp"
#include "tools/report/csv.hpp"
#include "tools/report/exports.hpp"
#include "tools/report/json.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

const HelpText help{
    "parksim export FILE.db --as FORM [options]",
    "Writes stored results in a form that other programs read. FILE.db#ID takes the run with this number, otherwise "
    "the "
    "last one of the file. tidy: CSV with one row for each run of the file, replication and query, and a column for "
    "each key in which the runs differ. junit: the expectations, for a CI server. prometheus: the answers, for the "
    "text "
    "collector. hgrm: the percentiles of one latency, for HdrHistogram's plotters.",
    "parksim export parksim.db --as junit -o expectations.xml\n"
    "  parksim export sweep.db --as tidy --query park.refused.share,caller.wait.p95 -o sweep.csv\n"
    "  parksim export parksim.db --as hgrm --query caller.wait -o wait.hgrm"};

struct ExportOptions {
  std::string file, form;
  std::vector<std::string> queries;
  std::optional<std::string> output;
};

std::optional<ExportOptions> read_export_options(const Arguments& arguments, std::ostream& out) {
  po::options_description options = options_with_help();
  options.add_options()                                                                        //
      ("as", po::value<std::string>()->value_name("FORM"), "tidy, junit, prometheus or hgrm")  //
      ("query", po::value<std::vector<std::string>>()->value_name("QUERIES"),
       "of tidy: which answers, all of the run when it is missing; of hgrm: the latency, as in caller.wait; "
       "repeatable")  //
      ("output,o", po::value<std::string>()->value_name("FILE"), "where it goes; otherwise to standard output");
  const po::variables_map values = read_options(arguments, options, {"file"});
  if (help_wanted(values, help, options, out)) return std::nullopt;
  ExportOptions wanted{required(values, "file", "FILE.db"), required(values, "as", "--as"), listed(values, "query"),
                       given(values, "output")};
  constexpr std::array<std::string_view, 4> forms{"tidy", "junit", "prometheus", "hgrm"};
  if (std::ranges::find(forms, wanted.form) == forms.end())
    throw UsageError("--as wants tidy, junit, prometheus or hgrm, not '" + wanted.form + "'");
  const bool takes_queries = wanted.form == "tidy" || wanted.form == "hgrm";
  if (!takes_queries && !wanted.queries.empty()) throw UsageError("--query goes with --as tidy and --as hgrm");
  if (wanted.form == "hgrm" && wanted.queries.size() != 1)
    throw UsageError("--as hgrm wants one latency, as in --query caller.wait");
  return wanted;
}

/// A latency, which needs no statistic here.
measures::Query parse_latency(const std::string& text, const measures::Names& names) {
  try {
    return measures::parse(text + ".max", names);
  } catch (const measures::QueryError&) {
    return read_query("--query", text, names);
  }
}

/// The standard queries as the run was stored, but for those that need the scenario to be understood.
std::vector<measures::Query> queries_of(results::Store& store, const results::StoredRun& run,
                                        const std::vector<std::string>& wanted) {
  const measures::Names names = names_of(run.info.names);
  std::vector<measures::Query> queries;
  for (const std::string& text : wanted) queries.push_back(read_query("--query", text, names));
  if (!wanted.empty()) return queries;
  for (const results::StoredEstimate& estimate : store.estimates(run.id)) {
    try {
      queries.push_back(measures::parse(estimate.query, names));
    } catch (const measures::QueryError&) {
    }
  }
  return queries;
}

/// The keys that users write in which the runs differ.
std::vector<std::string> differing_keys(const std::vector<ScenarioKeys>& runs) {
  std::set<std::string> keys;
  for (const ScenarioKeys& run : runs)
    for (const auto& entry : run) {
      const auto differs = [&entry](const ScenarioKeys& other) {
        const auto found = other.find(entry.first);
        return found == other.end() || found->second != entry.second;
      };
      if (entry.first.starts_with(written_keys) && std::ranges::any_of(runs, differs)) keys.insert(entry.first);
    }
  return {keys.begin(), keys.end()};
}

void write_tidy(const ExportOptions& options, std::ostream& out) {
  results::Store store = results::Store::open_to_read(file_of(options.file));
  const std::vector<results::StoredRun> runs = runs_named(options.file, store);
  std::vector<ScenarioKeys> scenarios;
  for (const results::StoredRun& run : runs) scenarios.push_back(keys_of(run.info.scenario));
  const std::vector<std::string> keys = differing_keys(scenarios);
  out << "run,title,system,seed";
  for (const std::string& key : keys) out << ',' << report::csv_field(key.substr(written_keys.size()));
  out << ",replication,query,value,numerator,denominator\r\n";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const results::RunInfo& info = runs[i].info;
    std::string cell = std::to_string(static_cast<std::int64_t>(runs[i].id)) + ',' + report::csv_field(info.title) +
                       ',' + report::csv_field(info.system) + ',' + std::to_string(info.seed);
    for (const std::string& key : keys)
      cell += ',' + (scenarios[i].contains(key) ? report::csv_field(scenarios[i].at(key)) : "");
    const auto queries = queries_of(store, runs[i], options.queries);
    for (const int replication : runs[i].replications) {
      const measures::Measures found = store.replication(runs[i].id, replication);
      for (const measures::Query& query : queries) {
        const measures::Reading reading = measures::read(found, query);
        out << cell << ',' << replication << ',' << report::csv_field(query.text) << ','
            << (reading.value ? report::json_number(*reading.value) : "") << ','
            << report::json_number(reading.numerator) << ',' << report::json_number(reading.denominator) << "\r\n";
      }
    }
  }
}

void write(const ExportOptions& options, std::ostream& out) {
  if (options.form == "tidy") return write_tidy(options, out);
  RunInFile in = open_run(options.file);
  if (options.form == "hgrm") {
    const measures::Query query = parse_latency(options.queries.front(), names_of(in.run.info.names));
    if (query.metric->source != measures::Source::latency)
      throw UsageError("--as hgrm wants a latency, and " + options.queries.front() + " is none (parksim metrics)");
    return report::write_hgrm(measures::times_of(in.store.pooled(in.run.id), query), out);
  }
  if (!in.run.finished)
    throw FileError(in.name + " is not finished, so there are no answers: parksim run --resume finishes it");
  if (options.form == "junit") return report::write_junit(in.run.info, in.store.expectations(in.run.id), out);
  report::write_prometheus(in.run.info, in.store.estimates(in.run.id), in.store.expectations(in.run.id), out);
}

}  // namespace

int export_command(const Arguments& arguments, std::ostream& out, std::ostream&) {
  const std::optional<ExportOptions> options = read_export_options(arguments, out);
  if (!options) return exit_pass;
  if (!options->output) {
    write(*options, out);
    return exit_pass;
  }
  std::ofstream file(*options->output, std::ios::trunc);
  if (!file) throw FileError("cannot write " + *options->output);
  write(*options, file);
  file.close();
  if (!file) throw FileError("cannot write " + *options->output + " to its end");
  return exit_pass;
}

}  // namespace program
