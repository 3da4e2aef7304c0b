#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "tools/report/summary.hpp"
#include "tools/report/table.hpp"

/// The parts of a summary, each a heading and a table. None prints anything when it has nothing to say.
namespace report {

void print_regions(const RunFacts& facts, std::ostream& out);
void print_arrivals(const RunFacts& facts, std::ostream& out);
void print_parks(const RunFacts& facts, std::ostream& out);
void print_call_ends(const RunFacts& facts, std::ostream& out);
void print_caller_wait(const RunFacts& facts, std::ostream& out);
void print_latencies(const RunFacts& facts, std::ostream& out);
void print_retrieves(const RunFacts& facts, std::ostream& out);
void print_collisions(const RunFacts& facts, std::ostream& out);
void print_codes(const RunFacts& facts, std::ostream& out);
void print_choices(const RunFacts& facts, std::ostream& out);
void print_reuse(const RunFacts& facts, std::ostream& out);
void print_people(const RunFacts& facts, std::ostream& out);
void print_expectations(const RunFacts& facts, std::ostream& out);
void print_controlled(const RunFacts& facts, std::ostream& out);

/// Whether it matters in this lot which free code a call is given: one sentence.
void print_allocation_effect(const people::Company& company, int lot, std::ostream& out);

/// The share of choices that would fall on each code if all codes of the lot's range were chosen alike.
double even_share(const park::LotPlan& lot);

/// Sum of a counter over all cells.
std::uint64_t total_of(const measures::Measures& total, std::size_t counter);

/// The named metric of one value of its dimension: ("park.refused", "lot_full", "share") is
/// "park.refused{lot_full}.share".
std::string metric_of(std::string_view metric, std::string_view value, std::string_view statistic);

/// A row of a table: `name`, a count, and a share with its interval.
void add_share_row(Table& table, const RunFacts& facts, const std::string& name, std::uint64_t n,
                   const std::string& share_metric);

/// A blank line, then `text`.
void heading(std::ostream& out, std::string_view text);

/// Texts below each other behind one name: the name in the first line only, long texts wrapped.
void print_named(std::ostream& out, std::string_view name, const std::vector<std::string>& texts);

}  // namespace report
