#include "tools/results/level_columns.hpp"

#include <charconv>
#include <stdexcept>
#include <vector>

namespace results {
namespace {

[[noreturn]] void refuse(const char* what) { throw std::runtime_error(what); }

std::vector<std::int64_t> numbers_in(std::string_view json) {
  std::vector<std::int64_t> numbers;
  if (json == "[]") return numbers;
  if (json.size() < 3 || json.front() != '[' || json.back() != ']')
    refuse("the time at each level is not a JSON array");
  const char* at = json.data();
  const char* const end = at + json.size() - 1;
  while (at != end) {  // at the opening bracket or a comma
    const auto [after, error] = std::from_chars(at + 1, end, numbers.emplace_back());
    if (error != std::errc() || numbers.back() < 0) refuse("the time at a level is no time");
    if (after != end && *after != ',') refuse("the time at each level is not an array of numbers");
    at = after;
  }
  return numbers;
}

}  // namespace

TimeWeightedColumns columns_of(const sim::TimeWeighted& level) {
  const sim::Wide observed_us = level.observed().us;
  if (observed_us == 0) return {};
  sim::Wide whole = level.area_us() / observed_us;
  sim::Wide rest = level.area_us() % observed_us;
  if (rest < 0) {
    --whole;
    rest += observed_us;
  }
  return {level.observed().us, static_cast<std::int64_t>(whole), static_cast<std::int64_t>(rest), *level.max()};
}

// Plays a path with these totals: 1 us at the maximum, the remaining time at the two levels around the remaining mean.
sim::TimeWeighted time_weighted(const TimeWeightedColumns& columns) {
  sim::TimeWeighted level;
  const sim::Ticks end{columns.observed_us};
  if (end.us == 0) return level;
  if (end.us < 0 || columns.max < columns.mean_floor) refuse("a level has a mean above its maximum");
  level.set({0}, columns.max);
  level.open({0});
  if (const sim::Wide time = end.us - 1; time > 0) {
    const sim::Wide area = sim::Wide{columns.mean_floor} * end.us + columns.mean_rest_us - columns.max;
    const sim::Wide low = area / time - (area % time < 0 ? 1 : 0);
    const auto time_above = static_cast<std::int64_t>(area - low * time);
    level.set({1}, static_cast<std::int64_t>(low) + 1);
    level.set({1 + time_above}, static_cast<std::int64_t>(low));
  }
  level.close(end);
  return level;
}

std::string json_of(const sim::OccupancyHistogram& occupancy) {
  std::string json = "[";
  for (const std::int64_t time_us : occupancy.time_at_us()) {
    if (json.size() > 1) json += ',';
    json += std::to_string(time_us);
  }
  return json + "]";
}

sim::OccupancyHistogram occupancy(std::string_view json) {
  sim::OccupancyHistogram occupancy;
  const std::vector<std::int64_t> times_us = numbers_in(json);
  if (times_us.empty()) return occupancy;
  sim::Ticks now;
  occupancy.open(now);
  for (std::size_t level = 0; level < times_us.size(); ++level) {
    occupancy.set(now, static_cast<std::int64_t>(level));
    now.us += times_us[level];
  }
  occupancy.close(now);
  return occupancy;
}

}  // namespace results
