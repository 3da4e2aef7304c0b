#pragma once

#include <ostream>

#include "tools/report/json.hpp"
#include "tools/report/summary.hpp"

namespace report {

/// Of every JSON document that the program writes; grows when a member changes its meaning or goes away.
inline constexpr int json_schema_version = 2;

/// The result of a run for machines: one JSON document. Times in seconds, shares of one, undefined numbers null.
///
///     schema_version, kind ("run"), title, system, seed, shuffle_ties, replications, replications_wanted, complete,
///     verdict, events, ties, wall_s, threads, stored_in, assumed, ignored, warnings, lots: [{lot, codes, capacity,
///     even_share}], metrics: [{query, unit, value, low, high, numerator, denominator}], expectations: [{text, limit,
///     value, low, high, verdict}], erlang_b: [{lot, applies, why_not | offered_erlangs, refused_share, mean_in_use}],
///     rows_taken: [{row, count}]  (of the call's state machine)
///
/// Where lots have copies `replications` and `replications_wanted` count whole ones, and there are besides
/// blocks, blocks_wanted, and regions: [{region | site, lots, users, parks, busiest_hour, codes_in_use_p95,
/// refused_share, retrieved_share, wrong_call_share, caller_wait_p95_s}].
///
/// `even_share` is 1 / codes, to set beside code.share.
void write_summary_json(const RunFacts& facts, std::ostream& out);

/// assumed, ignored, warnings.
void write_notes(JsonWriter& json, const Notes& notes);

}  // namespace report
