#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "sim/statistics/histogram.hpp"
#include "tools/results/run_info.hpp"

/// Stored results in the forms that other programs read.
namespace report {

/// JUnit XML: a suite for the run with a test case for each expectation. One that failed is a failure, an unsure one is
/// skipped, each with its value and interval.
void write_junit(const results::RunInfo& run, const std::vector<results::StoredExpectation>& expectations,
                 std::ostream& out);

/// Prometheus text format: gauges parksim_estimate, _low and _high with the query, title and seed as labels, and
/// parksim_expectation_met (1, 0, or NaN where it is unsure).
void write_prometheus(const results::RunInfo& run, const std::vector<results::StoredEstimate>& estimates,
                      const std::vector<results::StoredExpectation>& expectations, std::ostream& out);

/// The percentile spectrum that HdrHistogram's plotters read (.hgrm), in milliseconds, five lines for each halving of
/// the distance to 100 %.
void write_hgrm(const sim::Histogram& times, std::ostream& out);

}  // namespace report
