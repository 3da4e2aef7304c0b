#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/measures/measures.hpp"

/// What the store calls the measures: the users' names from models/measures/catalogue.hpp, a value of a dimension as
/// `park.refused{lot_full}`; and names of our own for what users reach only as part of a share or mean.
namespace results {

/// Distinct names, one for each position 0, 1, ...
class MetricNames {
 public:
  explicit MetricNames(std::vector<std::string> names);

  std::size_t size() const { return names_.size(); }
  std::string_view operator[](std::size_t position) const { return names_[position]; }
  std::optional<std::size_t> find(std::string_view name) const;  ///< O(log n)

 private:
  std::vector<std::string> names_;
  std::vector<std::size_t> by_name_;
};

/// measures::Count.
const MetricNames& counter_names();

/// measures::Cell::said.
const MetricNames& said_names();

/// measures::Cell::expected.
const MetricNames& expected_names();

/// measures::Latency.
const MetricNames& latency_names();

/// measures::Level::Of.
const MetricNames& level_names();

}  // namespace results
