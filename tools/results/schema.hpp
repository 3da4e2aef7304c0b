#pragma once

#include <span>
#include <string_view>

#include "tools/results/database.hpp"

/// What a results file consists of. schema.cpp holds the CREATE statements with a comment on every column; SQLite keeps
/// these, so that `sqlite3 parksim.db .schema` explains the file to its reader.
///
/// | table | one row for each |
/// |---|---|
/// | run | run; its identity is (build, scenario_hash, seed, shuffle_ties) |
/// | name | policy, traffic, group, channel, resource, row of the state machine (with its meaning), by position |
/// | replication | finished replication |
/// | counter | counter above zero: replication x labels x metric |
/// | expected | expected number of collisions above zero: replication x labels x metric |
/// | latency | histogram with a value in it: replication x labels x metric |
/// | level | level over the measured window: replication x metric x subject |
/// | lot | lot whose choices of codes were counted: replication x lot |
/// | code_use | code chosen at least once: replication x lot x position |
/// | transition | row of the state machine that fired: replication x row |
/// | digest_window | window of simulated time: replication x window |
/// | estimate, expectation | answer, in the order asked |
/// | environment | run; all that depends on clock or host, and nothing else does |
///
/// Views for people: v_runs, v_counters, v_outcomes, v_refusals, v_collisions, v_latency, v_levels, v_time_at_level,
/// v_code_uses, v_transitions, v_digests.
namespace results {

inline constexpr std::int64_t application_id = 0x5061726b;  ///< "Park", at offset 68 of the file
inline constexpr std::int64_t schema_version = 4;           ///< user_version, at offset 60

/// The tables with a column `run`, all but `run` itself.
std::span<const std::string_view> tables_of_a_run();

/// Those among them with a column `replication`: all rows of one replication but its row of the table `replication`.
std::span<const std::string_view> tables_of_a_replication();

/// Makes an empty file ours, in one transaction. Does nothing to a file that is ours already.
void create_schema(Database& database);

}  // namespace results
