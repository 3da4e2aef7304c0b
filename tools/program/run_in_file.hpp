#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/measures/query.hpp"
#include "tools/results/store.hpp"

namespace program {

/// A run in a results file that the user named.
struct RunInFile {
  results::Store store;
  results::StoredRun run;
  std::string name;  ///< "old.db, run 2: A company from eight to six (16 replications)"
};

/// Opens FILE.db#ID, to read only; without an ID the last run of the file. Throws FileError when there is no such run
/// or none of its replications is finished, UsageError when the ID is no number, results::StoreError.
RunInFile open_run(const std::string& named);

/// All runs of FILE.db, which is open, or the one with the ID.
std::vector<results::StoredRun> runs_named(const std::string& named, results::Store& store);

/// "FILE.db" of "FILE.db#ID".
std::string file_of(const std::string& named);

/// What queries of a stored run can name; without the sizes of groups, the trunks and the busiest hour, which a results
/// file does not tell.
measures::Names names_of(const results::NameTable& table);

/// The keys of a stored scenario with their values as texts: "scenario.lots.L.codes" is what the user wrote,
/// "lots.L..." the rules that follow from it.
using ScenarioKeys = std::map<std::string, std::string>;
ScenarioKeys keys_of(const std::string& effective);
inline constexpr std::string_view written_keys = "scenario.";

}  // namespace program
