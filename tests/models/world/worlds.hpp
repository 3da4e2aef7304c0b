#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "models/people/copies.hpp"
#include "models/world.hpp"
#include "tests/models/replication/lot_runs.hpp"

/// Small worlds, and the same worlds simulated lot by lot.
namespace worlds {

using namespace lot_runs;
using models::World;
using people::Company;

/// Two kinds of lots at three sites around the world, over a day; the larger kind mistypes, rings back and refuses.
inline Company three_sites() {
  Company company = one_lot(3, Arrivals::profile({{60_min * 8, 0.004}, {60_min * 12, 0.001}, {60_min * 18, 0}}),
                            Distribution::exponential(60));
  company.lots[0].name = "Small";
  company.lot_traffic[0].name = "Small";
  company.lots.push_back(reference_lot(5, 1, 1, 100_s).lots[0]);
  company.lots[1].name = "Large";
  company.lot_traffic.push_back(reference_lot(9, 1, 0.05).lot_traffic[0]);
  company.lot_traffic[1].name = "Large";
  company.lot_traffic[1].lot = 1;
  company.lot_traffic[1].mistype_per_digit = 0.05;
  company.horizon.is_day = true;
  company.horizon.length = 60_min * 24;
  company.service.sites = {"sydney", "mumbai", "lima"};
  company.places = {{60_min * 10, "oceania"}, {30_min * 11, "asia"}, {60_min * -5, "americas"}};
  company.copies = {{0, 0, 0, 5, 50}, {0, 0, 1, 0, 50}, {0, 0, 2, 12, 50}, {1, 1, 0, 1, 900}, {1, 1, 1, 4, 900}};
  return company;
}

/// The same with nodes that requests have to reach.
inline Company with_nodes() {
  Company company = three_sites();
  company.service.links = {{0, 1, Ticks{60'000}, Ticks{9'000}}, {1, 2, Ticks{120'000}, Ticks{20'000}}};
  company.service.nodes = {{.name = "n", .site = 1, .time = Distribution::exponential(0.02)}};
  return company;
}

inline Measures whole(const World& world, models::Options options = {}) {
  Measures all;
  for (std::uint32_t block = 0; block < world.blocks(); ++block)
    all.merge(world.simulate(block, options, QueueKind::lanes, {}));
  return all;
}

/// What an ordinary run of one lot measured, with the labels that it has in the world.
inline Measures lot_alone(const Company& company, std::size_t part, int lot, models::Options options = {}) {
  const people::Copies& copies = company.copies[part];
  Company one = people::one_of(company, copies);
  one.lot_traffic[0].name += "#" + std::to_string(lot);
  const models::Plan plan(one);
  Measures found = models::simulate(plan, options);
  Measures labelled = found;
  labelled.cells.clear();
  const auto label = static_cast<std::int16_t>(part);
  for (const measures::Cell& cell : found.cells) {
    measures::Labels labels = cell.labels;
    labels.policy = label;
    if (labels.traffic >= 0) labels.traffic = label;
    measures::Cell& counted = labelled.cells[labelled.cell(labels)];
    counted.counts = cell.counts;
    counted.said = cell.said;
    counted.expected = cell.expected;
    labels.hour = -1;
    measures::Cell& timed = labelled.cells[labelled.cell(labels)];
    for (std::size_t i = 0; i < Latency::size; ++i) timed.latencies[i].merge(cell.latencies[i]);
  }
  for (measures::Level& level : labelled.levels) level.subject = label;
  for (measures::CodeUses& uses : labelled.code_uses) uses.lot = label;
  return labelled;
}

inline Measures lot_by_lot(const Company& company, models::Options options = {}) {
  Measures all;
  for (std::size_t part = 0; part < company.copies.size(); ++part)
    for (int lot = 0; lot < company.copies[part].count; ++lot) all.merge(lot_alone(company, part, lot, options));
  return all;
}

/// Cells and levels in the order of their labels, so that runs that met them in another order can be compared.
inline Measures in_order(Measures m) {
  std::ranges::sort(m.cells, {}, [](const measures::Cell& cell) {
    return std::tuple(cell.labels.policy, cell.labels.traffic, cell.labels.hour);
  });
  std::ranges::sort(m.levels, {}, [](const measures::Level& level) { return std::pair(level.subject, level.of); });
  std::ranges::sort(m.code_uses, {}, &measures::CodeUses::lot);
  m.replications = 1;
  return m;
}

/// Whether both measured the same in every respect; sums of chances but for rounding.
inline testing::AssertionResult same_world(const Measures& a, const Measures& b) {
  const Measures x = in_order(a), y = in_order(b);
  if (auto equal = same(x, y); !equal) return equal;
  for (std::size_t i = 0; i < x.cells.size(); ++i) {
    for (std::size_t kind = 0; kind < x.cells[i].expected.size(); ++kind) {
      const double of_x = x.cells[i].expected[kind], of_y = y.cells[i].expected[kind];
      if (std::abs(of_x - of_y) > 1e-12 * (of_x + of_y)) return testing::AssertionFailure() << "different chances";
    }
  }
  if (x.code_uses.size() != y.code_uses.size()) return testing::AssertionFailure() << "different lots";
  for (std::size_t i = 0; i < x.code_uses.size(); ++i)
    if (x.code_uses[i].lot != y.code_uses[i].lot || x.code_uses[i].uses != y.code_uses[i].uses)
      return testing::AssertionFailure() << "different uses of codes";
  return testing::AssertionSuccess();
}

}  // namespace worlds
