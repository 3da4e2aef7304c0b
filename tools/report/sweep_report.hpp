#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/paired.hpp"

namespace report {

/// One query over all cells of a sweep.
struct SweepMeasure {
  std::string query;
  measures::Quantity quantity{};
  bool more_is_better = false;
  std::vector<measures::Estimate> cells;    ///< intervals that hold for all cells together, at 95 %
  std::vector<bool> may_be_best;            ///< the cells among which the best is, with 95 %
  std::vector<measures::Difference> steps;  ///< intervals that hold for all steps together, at 95 %
};

/// Two neighbouring cells.
struct SweepStep {
  std::string label;  ///< "20 -> 40", with the other values where there are some
  std::size_t first = 0, second = 0;
};

/// A precision that was wanted of all cells.
struct SweepPrecision {
  std::string text;
  std::size_t reached = 0;  ///< by so many cells
};

struct Sweep {
  std::string title;
  std::uint64_t seed = 0;
  std::vector<std::string> paths;                ///< of what is varied
  std::vector<std::vector<std::string>> values;  ///< of each cell
  std::vector<std::uint32_t> replications;       ///< of each cell
  std::vector<SweepPrecision> precision;         ///< empty when the number of replications was given
  std::vector<SweepStep> steps;
  std::vector<SweepMeasure> measures;
  std::vector<std::string> left_out;  ///< cells that make no scenario, and why
};

/// Tables of values and of steps, measure by measure. More than 60 steps are not printed but counted.
void print_sweep(const Sweep& sweep, std::ostream& out);
void write_sweep_json(const Sweep& sweep, std::ostream& out);

}  // namespace report
