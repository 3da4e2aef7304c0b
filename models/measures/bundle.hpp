#pragma once

#include <cstdint>
#include <vector>

#include "sim/statistics/histogram.hpp"

namespace measures {

/// What is taken down together, each time a call goes one and the same way: rows of the call machine, counters, and
/// durations that are all equal to one (`stay`) or nothing. Such a way is counted once, with one duration, and spread
/// over what it stands for when the measures are taken.
struct Bundle {
  struct Times {
    std::uint16_t of = 0;     ///< an index,
    std::uint64_t times = 0;  ///< and how often
    friend bool operator==(const Times&, const Times&) = default;
  };
  std::vector<Times> rows;
  std::vector<Times> counts;          ///< of a measured call
  std::vector<Times> said;            ///< of a measured call: retrieve outcomes as the screen put them
  std::vector<Times> stays, moments;  ///< of a measured call: durations of `stay`, and of no time

  friend bool operator==(const Bundle&, const Bundle&) = default;
  template <class Archive>
  void archive(Archive& a) {
    a(rows, counts, said, stays, moments);
  }
};

/// How often calls of one cell went that way.
struct BundleUse {
  std::uint32_t bundle = 0;
  std::uint32_t cell = 0;
  std::uint64_t times = 0;
  sim::Histogram stay;

  void add(sim::Ticks its_stay) {
    ++times;
    stay.record(its_stay);
  }
  template <class Archive>
  void archive(Archive& a) {
    a(bundle, cell, times, stay);
  }
};

}  // namespace measures
