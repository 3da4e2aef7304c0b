#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "tools/results/database.hpp"

namespace results {

/// Writes the content of a results file: every table but `environment`, by name, its rows in the order of the key, a
/// row a line. Two runs have the same content exactly if this text is the same. Throws StoreError as
/// Store::open_to_read() does.
void write_content(const std::string& path, std::ostream& out);

/// The same of one replication of a run, without the number of the run, which may be another in another file.
void write_replication_content(Database& database, std::int64_t run, int replication, std::ostream& out);

}  // namespace results
