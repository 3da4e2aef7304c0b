#pragma once

#include <cstdint>
#include <deque>
#include <functional>

#include "models/measures/measures.hpp"
#include "models/people/company.hpp"
#include "models/replication.hpp"
#include "models/surroundings.hpp"

namespace models {

/// The units of work in which one replication of a company with copies is simulated; 1 for a company without. A
/// function of the number of lots alone: one for 5,000 lots, but 20 to 200, and never more than lots.
std::uint32_t blocks_of(const people::Company&);

/// A company whose lots have copies, so that none can influence another. The lots, numbered through in the order of
/// Company::copies, are dealt to blocks like cards, lot n to block n modulo blocks: every block is the whole world on a
/// small scale, and blocks are samples of it. Lots of a block are simulated one after the other; memory follows the
/// live calls of one lot and the kinds of copies, never the number of lots or users.
///
/// A lot's draws are those of a company of that one lot (people::one_of) whose traffic has the name of its copies, "#"
/// and its number among them, from 0: "Office@sydney#17". So what happens in a lot depends neither on blocks nor on
/// any other lot.
class World {
 public:
  /// Throws what Plan throws. The company must have copies, and is needed no more afterwards.
  explicit World(const people::Company&);
  World(const people::Company&, std::uint32_t blocks);

  std::uint32_t blocks() const { return blocks_; }

  /// Told after each lot, and now and then within one, how many of the block's are done, as a part of 1; true stops.
  using Watch = std::function<bool(double)>;

  /// What one block measured, as if it were a replication: its lots merged, but for levels it is the sum. Labels and
  /// subjects `policy` and `traffic` are indices into Company::copies, hours those of the site; times are kept for all
  /// hours together, in the cell without an hour. The trace of the options sees the very first lot alone; their
  /// `source` and `progress` are not used. Safe for several threads at a time. Throws what Replication::run() throws;
  /// a fault names the lot. O(events of its lots); merging costs O(kinds of copies).
  measures::Measures simulate(std::uint32_t block, const Options&, QueueKind, const Watch&) const;

 private:
  struct Part {
    std::string name;
    people::Company company;
    Plan plan;
    std::uint64_t first = 0;  ///< number of its first lot
    std::uint64_t count = 0;
    Part(const people::Company&, const people::Copies&, std::uint64_t first_lot);
  };
  struct Progress;
  void simulate(const Part&, std::uint32_t block, const Options&, QueueKind, measures::Recorder&, Progress&) const;

  std::deque<Part> parts_;  ///< none moves: plans refer to companies
  std::uint32_t blocks_;
  std::uint64_t lots_ = 0;
};

}  // namespace models
