#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/report/comparison_report.hpp"

namespace program {

/// An answer with its 95 % interval, as a summary keeps it.
struct SummaryAnswer {
  std::optional<double> value, low, high;
  measures::Quantity quantity{};
  bool more_is_better = false;
};

/// Answers by their queries, without the replications behind them.
using SummaryAnswers = std::map<std::string, SummaryAnswer>;

/// What changed in these queries, which both sides have. Estimates without their replications give the interval of a
/// change from the intervals of both sides, as of independent runs (MOVER; Donner and Zou, 2002), widened to hold with
/// all others at the confidence. Answers equal to the last digit, intervals too, have not changed.
std::vector<report::ComparedAnswer> changes(const std::vector<std::string>& queries, const SummaryAnswers& before,
                                            const SummaryAnswers& after, double confidence);
inline constexpr std::string_view how_changes_are_told =
    "intervals of both sides, as of independent runs (MOVER); they hold all together";

/// Marks the changes all of whose interval lies beyond the least effect, a part of the value before.
void judge(std::vector<report::ComparedAnswer>& answers, double least_effect);

/// What is compared where the user does not say: what changes for callers of any run, what was `expected`, and the
/// codes in use of these lots; each query once.
std::vector<std::string> usual_queries(const std::vector<std::string>& expected, const std::vector<std::string>& lots);

/// Compares two summaries that `parksim run --json` wrote, in the queries that are named, or the usual ones that both
/// have. Throws FileError when a file is no such summary, UsageError when one lacks a named query.
report::Comparison compare_summaries(const std::string& before, const std::string& after,
                                     const std::vector<std::string>& named, double confidence);

}  // namespace program
