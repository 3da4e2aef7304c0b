#pragma once

#include <string>
#include <vector>

#include "tools/report/comparison_report.hpp"

namespace program {

/// Compares two summaries that `parksim run --json` wrote. They hold estimates and not replications, so an interval of
/// a change is made of the intervals of both sides, as of independent runs (MOVER; Donner and Zou, 2002), widened to
/// hold with all others at the confidence. The queries are those named, or those of `usual` and of the expectations
/// that both have. Throws FileError when a file is no such summary, UsageError when one lacks a named query.
report::Comparison compare_summaries(const std::string& before, const std::string& after,
                                     const std::vector<std::string>& named, const std::vector<std::string>& usual,
                                     double confidence);

}  // namespace program
