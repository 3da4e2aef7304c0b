#include "tools/program/run_in_file.hpp"

#include <algorithm>
#include <boost/property_tree/json_parser.hpp>
#include <limits>
#include <sstream>

#include "tools/program/commands.hpp"
#include "tools/program/options.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace {

std::string number_of(const results::StoredRun& run) { return std::to_string(static_cast<std::int64_t>(run.id)); }

void flatten(const boost::property_tree::ptree& tree, const std::string& path, ScenarioKeys& keys) {
  if (tree.empty()) keys[path] = tree.data();
  std::size_t place = 0;
  for (const auto& [key, child] : tree)
    flatten(child, (path.empty() ? "" : path + '.') + (key.empty() ? std::to_string(place++) : key), keys);
}

/// The run with the number that stands behind '#'; none = no number does.
std::optional<results::RunId> id_in(const std::string& named) {
  const std::size_t sign = named.rfind('#');
  if (sign == named.npos) return std::nullopt;
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<results::RunId>(whole_number("the run in FILE.db#ID", named.substr(sign + 1), 0, most));
}

std::vector<results::StoredRun> all_runs(const std::string& file, results::Store& store) {
  auto runs = store.runs();
  if (runs.empty()) throw FileError(file + " has no results");
  return runs;
}

results::StoredRun find(const std::vector<results::StoredRun>& runs, results::RunId id, const std::string& file) {
  const auto found = std::ranges::find(runs, id, &results::StoredRun::id);
  if (found != runs.end()) return *found;
  throw FileError(file + " has no run " + std::to_string(static_cast<std::int64_t>(id)) + "; it has " +
                  report::plural(runs.size(), "run", "runs") + ", the last one is " + number_of(runs.back()));
}

}  // namespace

std::string file_of(const std::string& named) { return named.substr(0, named.rfind('#')); }

RunInFile open_run(const std::string& named) {
  const std::string file = file_of(named);
  const auto id = id_in(named);
  results::Store store = results::Store::open_to_read(file);
  const auto runs = all_runs(file, store);
  results::StoredRun run = id ? find(runs, *id, file) : runs.back();
  if (run.replications.empty()) throw FileError(named + " has no finished replication");
  std::string name = runs.size() > 1 ? file + ", run " + number_of(run) : file;
  name += ": " + (run.info.title.empty() ? run.info.system : run.info.title) + " (" +
          report::plural(run.replications.size(), "replication", "replications") + ")";
  return {std::move(store), std::move(run), std::move(name)};
}

std::vector<results::StoredRun> runs_named(const std::string& named, results::Store& store) {
  const std::string file = file_of(named);
  const auto id = id_in(named);
  auto runs = all_runs(file, store);
  if (id) return {find(runs, *id, file)};
  return runs;
}

measures::Names names_of(const results::NameTable& table) {
  measures::Names names;
  for (std::size_t i = 0; i < table.policies.size(); ++i)
    names.policies.push_back({table.policies[i], static_cast<std::int16_t>(i)});
  names.lot_overflows.assign(table.policies.size(), false);
  names.traffic = table.traffic;
  names.groups = table.groups;
  names.group_sizes.assign(table.groups.size(), 1);
  names.group_sites = table.group_sites;
  names.channels = table.channels;
  return names;
}

ScenarioKeys keys_of(const std::string& effective) {
  ScenarioKeys keys;
  std::istringstream text(effective);
  boost::property_tree::ptree tree;
  boost::property_tree::read_json(text, tree);
  flatten(tree, "", keys);
  return keys;
}

}  // namespace program
