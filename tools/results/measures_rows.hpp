#pragma once

#include "models/measures/measures.hpp"
#include "tools/results/database.hpp"
#include "tools/results/run_info.hpp"

/// The measures of one replication as rows of a results file, and back. Neither opens a transaction.
namespace results {

/// Throws std::invalid_argument when `measures` has an index without a name.
void write_measures(Database& database, RunId run, int replication, const measures::Measures& measures,
                    const NameTable& names);

/// Throws StoreError when there is no such replication, or its rows cannot have been written by write_measures().
measures::Measures read_measures(Database& database, RunId run, int replication, const NameTable& names);

}  // namespace results
