#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/statistics/occupancy_histogram.hpp"
#include "sim/statistics/time_weighted.hpp"

/// A level as columns of the table `level`, and back. Both directions are exact.
namespace results {

struct TimeWeightedColumns {
  std::int64_t observed_us = 0;
  std::int64_t mean_floor = 0;    ///< integral of the level = mean_floor x observed_us + mean_rest_us
  std::int64_t mean_rest_us = 0;  ///< in [0, observed_us)
  std::int64_t max = 0;           ///< 0 when no time was observed
};

TimeWeightedColumns columns_of(const sim::TimeWeighted& level);

/// A closed window with the same observed time, integral and maximum. Throws std::runtime_error when there is none.
sim::TimeWeighted time_weighted(const TimeWeightedColumns& columns);

/// `[5000,0,70]`
std::string json_of(const sim::OccupancyHistogram& occupancy);

/// A closed window with the same time at each level. Throws std::runtime_error for what json_of() cannot have written.
sim::OccupancyHistogram occupancy(std::string_view json);

}  // namespace results
