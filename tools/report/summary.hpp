#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/precision.hpp"
#include "models/people/company.hpp"
#include "tools/report/figures.hpp"

namespace report {

/// What users should know about a scenario before they trust a number, each a sentence.
struct Notes {
  std::vector<std::string> assumed;  ///< values without a source
  std::vector<std::string> ignored;  ///< scenario keys that this system does not have
  std::vector<std::string> warnings;
};

/// A precision that was wanted, and what has become of it.
struct PrecisionFact {
  measures::Precision wanted;
  measures::Attained attained;
};

/// Everything a report of one run is made of. The references must outlive it.
struct RunFacts {
  const people::Company& company;
  const Figures& figures;  ///< of all replications that finished
  Notes notes;
  std::uint64_t seed = 0;
  std::optional<std::uint64_t> shuffle_ties{};  ///< seed of the order of ties; none: they were not shuffled
  std::uint64_t replications_wanted = 0;        ///< or blocks of all replications, where lots have copies
  std::uint64_t blocks = 1;                     ///< a replication
  double wall_s = 0;                            ///< time the simulation took, not simulated time
  unsigned threads = 1;
  std::optional<std::uint64_t> events_now{};  ///< simulated in that time; none: all. The others were there before
  std::string stored_in;                      ///< file of the results, or empty
  std::optional<double> planned_calls{};      ///< to correct answers for those that came; none: as they are
  std::vector<PrecisionFact> precision{};     ///< empty when the number of replications was given
};

inline constexpr std::size_t summary_columns = 100;

/// The result of a run for a person at a terminal: at most 100 columns, units on everything, intervals at 95 %.
void print_summary(const RunFacts& facts, std::ostream& out);

/// What is simulated: system, lots, people, traffic, times. The same words before a run and after it.
void print_subject(const people::Company& company, std::ostream& out);

/// The assumed values of one system, script or other place stand together.
void print_notes(const Notes& notes, std::ostream& out);

/// One line for each group of people, each traffic (people's first) and each channel, as print_subject() has them.
std::vector<std::string> people_texts(const people::Company& company);
std::vector<std::string> traffic_texts(const people::Company& company);
std::vector<std::string> channel_texts(const people::Company& company);

}  // namespace report
