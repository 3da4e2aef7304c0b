#include <chrono>
#include <filesystem>
#include <map>

#include "tools/program/commands.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/study_end.hpp"
#include "tools/program/study_load.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace {

/// A file with some replications of the study.
struct Part {
  std::string file;
  results::Store store;
  results::StoredRun run;
};
using Whole = std::map<int, Part*>;  ///< by replication: the file that gives it

/// Why a run that a file holds is not of the study.
std::string difference(const results::RunInfo& its, const results::RunInfo& wanted) {
  if (its.build != wanted.build) return "it was made by another build of parksim (" + its.build.substr(0, 12) + "...)";
  if (its.seed != wanted.seed)
    return "its seed is " + std::to_string(its.seed) + ", not " + std::to_string(wanted.seed);
  if (its.shuffle_ties != wanted.shuffle_ties) return "its --shuffle-ties is another";
  return "its scenario is another (title there: " + its.title + "), or was changed by other --set or --system";
}

results::StoredRun run_of(results::Store& store, const std::string& file, const results::RunInfo& wanted) {
  if (const auto found = store.find(wanted)) return store.run(*found);
  const auto runs = store.runs();
  if (runs.empty()) throw FileError(file + " has no results");
  if (runs.size() > 1) throw FileError(file + " has several runs, and none of this study");
  throw FileError(file + " is not of this study: " + difference(runs.front().info, wanted));
}

Part part_in(const std::string& file, const results::RunInfo& wanted) {
  results::Store store = results::Store::open_to_read(file);
  results::StoredRun run = run_of(store, file, wanted);
  if (run.info.replications_wanted != wanted.replications_wanted) {
    throw FileError(file + " is part of " + std::to_string(run.info.replications_wanted) + " replications, not of " +
                    std::to_string(wanted.replications_wanted) + ": merge with the --replications of the shards");
  }
  return {file, std::move(store), std::move(run)};
}

void require_same(int replication, Part& one, Part& other) {
  if (one.store.replication_content(one.run.id, replication) ==
      other.store.replication_content(other.run.id, replication)) {
    return;
  }
  throw FileError("replication " + std::to_string(replication) + " is not the same in " + one.file + " and " +
                  other.file + ": one of them is damaged, or parksim is not deterministic");
}

Whole whole_of(std::vector<Part>& parts) {
  Whole whole;
  for (Part& part : parts) {
    for (const int replication : part.run.replications) {
      const auto [known, is_new] = whole.emplace(replication, &part);
      if (!is_new) require_same(replication, *known->second, part);
    }
  }
  return whole;
}

void require_nothing_missing(const Whole& whole, const MergeOptions& options, std::uint32_t wanted) {
  if (whole.empty()) throw FileError("the files have no finished replication");
  if (options.partial) return;
  std::vector<std::uint32_t> missing;
  for (std::uint32_t i = 0; i < wanted; ++i) {
    if (!whole.contains(static_cast<int>(i))) missing.push_back(i);
  }
  if (missing.empty()) return;
  throw FileError(report::plural(missing.size(), "replication is", "replications are") + " missing of " +
                  report::count(wanted) + ": " + report::ranges(missing) +
                  "\nRun the shards that have them again, or merge with --partial what is there.");
}

void require_another_file(const MergeOptions& options) {
  if (!options.run.db) return;
  for (const std::string& file : options.files) {
    std::error_code not_there;
    if (file == *options.run.db || std::filesystem::equivalent(file, *options.run.db, not_there)) {
      throw UsageError(file + " is to be read and cannot take the whole; --db names another file");
    }
  }
}

int merge(const MergeOptions& options, const Study& study, std::ostream& out) {
  const auto start = std::chrono::steady_clock::now();
  const results::RunInfo wanted = run_info(study, options.run.shuffle_ties);
  std::vector<Part> parts;
  for (const std::string& file : options.files) parts.push_back(part_in(file, wanted));
  const Whole whole = whole_of(parts);
  require_nothing_missing(whole, options, study.replications);
  report::Figures figures(study.company, study.expectations, study.blocks);
  StudyStore store(options.run, study);
  for (const auto& [replication, part] : whole) {
    const measures::Measures found = part->store.replication(part->run.id, replication);
    store.add(static_cast<std::uint32_t>(replication), found);
    figures.add(found);
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  return conclude_study(study, study.replications, {}, options.run, figures, store, {.wall_s = wall.count()}, out);
}

}  // namespace

int merge_command(const Arguments& arguments, std::ostream& out, std::ostream&) {
  const std::optional<MergeOptions> options = read_merge_options(arguments, out);
  if (!options) return exit_pass;
  require_another_file(*options);
  return merge(*options, study_of(load_scenario(options->run.scenario)), out);
}

}  // namespace program
