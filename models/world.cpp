#include "models/world.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "models/people/copies.hpp"
#include "sim/random/draw.hpp"

namespace models {

namespace {

constexpr std::int64_t lots_a_block = 5'000, fewest_blocks = 20, most_blocks = 200;

/// Labels of a company of one lot become those of the world.
void relabel(measures::Measures& measures, std::int16_t part) {
  const auto renamed = [part](std::int16_t label) { return label < 0 ? label : part; };
  for (measures::Cell& cell : measures.cells) {
    cell.labels.policy = renamed(cell.labels.policy);
    cell.labels.traffic = renamed(cell.labels.traffic);
  }
  for (measures::Level& level : measures.levels) level.subject = renamed(level.subject);
  for (measures::CodeUses& uses : measures.code_uses) uses.lot = renamed(uses.lot);
}

/// Cells, levels and uses of other lots are appended as they are, which saves matching and adding them.
void append(measures::Measures& all, measures::Measures part) {
  const auto move_to = [](auto& from, auto& to) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
    from.clear();
  };
  move_to(part.cells, all.cells);
  move_to(part.levels, all.levels);
  move_to(part.code_uses, all.code_uses);
  all.merge(part);
}

}  // namespace

std::uint32_t blocks_of(const people::Company& company) {
  if (company.copies.empty()) return 1;
  const std::int64_t lots = people::lots_in_all(company);
  const std::int64_t wanted = std::clamp(lots / lots_a_block, fewest_blocks, most_blocks);
  return static_cast<std::uint32_t>(std::max<std::int64_t>(1, std::min(wanted, lots)));
}

World::Part::Part(const people::Company& whole, const people::Copies& copies, std::uint64_t first_lot)
    : name(people::name_of(whole, copies)),
      company(people::one_of(whole, copies)),
      plan(company),
      first(first_lot),
      count(static_cast<std::uint64_t>(copies.count)) {}

World::World(const people::Company& company) : World(company, blocks_of(company)) {}

World::World(const people::Company& company, std::uint32_t blocks) : blocks_(blocks) {
  for (const people::Copies& copies : company.copies) {
    parts_.emplace_back(company, copies, lots_);
    lots_ += parts_.back().count;
  }
}

struct World::Progress {
  const Watch& watch;
  std::uint64_t done = 0, lots = 0;
  bool stops() const { return watch && watch(static_cast<double>(done) / static_cast<double>(lots)); }
};

measures::Measures World::simulate(std::uint32_t block, const Options& options, QueueKind queue,
                                   const Watch& watch) const {
  Progress progress{.watch = watch, .lots = (lots_ + blocks_ - 1 - block) / blocks_};
  measures::Measures all;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    measures::Recorder recorder;
    recorder.pool_hours();
    simulate(parts_[i], block, options, queue, recorder, progress);
    measures::Measures part = recorder.take();
    relabel(part, static_cast<std::int16_t>(i));
    append(all, std::move(part));
  }
  all.replications = 1;
  return all;
}

void World::simulate(const Part& part, std::uint32_t block, const Options& options, QueueKind queue,
                     measures::Recorder& recorder, Progress& progress) const {
  const std::uint64_t skipped = (block + blocks_ - part.first % blocks_) % blocks_;
  for (std::uint64_t lot = skipped; lot < part.count; lot += blocks_) {
    Options own = options;
    const std::string name = part.name + "#" + std::to_string(lot);
    own.source = sim::hash_name(name);
    if (part.first + lot > 0) own.trace = nullptr;
    own.progress = [&](sim::Ticks, std::uint64_t) { return progress.stops(); };
    try {
      models::simulate(part.plan, own, queue, recorder);
    } catch (const sim::LocatedFault& fault) {
      throw sim::LocatedFault(fault.cause(), fault.replication(), fault.time(), fault.event() + " in the lot " + name);
    }
    ++progress.done;
    if (progress.stops()) throw Interrupted{};
  }
}

}  // namespace models
