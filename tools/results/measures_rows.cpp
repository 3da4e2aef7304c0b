#include "tools/results/measures_rows.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

#include "tools/results/level_columns.hpp"
#include "tools/results/metric_names.hpp"

namespace results {
namespace {

using measures::Cell;
using measures::CodeUses;
using measures::Labels;
using measures::Level;
using measures::Measures;

/// Names the rows of one replication in every table.
struct Key {
  std::int64_t run;
  int replication;
};

std::int64_t as_signed(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }
std::uint64_t as_unsigned(std::int64_t bits) { return static_cast<std::uint64_t>(bits); }

void require_name(std::int16_t index, const std::vector<std::string>& names, const char* kind) {
  if (index >= -1 && index < static_cast<std::ptrdiff_t>(names.size())) return;
  throw std::invalid_argument("a measure belongs to " + std::string(kind) + " " + std::to_string(index) +
                              ", which has no name in the run");
}

void require_names(const Labels& labels, const NameTable& names) {
  require_name(labels.policy, names.policies, "policy");
  require_name(labels.traffic, names.traffic, "traffic");
  require_name(labels.group, names.groups, "group");
  require_name(labels.channel, names.channels, "channel");
}

const std::vector<std::string>& subjects(Level::Of of, const NameTable& names) {
  switch (of) {
    case Level::Of::people_busy: return names.groups;
    case Level::Of::resource_in_use: return names.resources;
    case Level::Of::codes_in_use:
    case Level::Of::guess: break;
  }
  return names.policies;
}

void require_names(const Measures& measures, const NameTable& names) {
  for (const Cell& cell : measures.cells) require_names(cell.labels, names);
  for (const Level& level : measures.levels) require_name(level.subject, subjects(level.of, names), "subject");
  for (const CodeUses& of : measures.code_uses) require_name(of.lot, names.policies, "lot");
  if (measures.rows_taken.size() != names.rows.size()) {
    throw std::invalid_argument("the state machine has " + std::to_string(measures.rows_taken.size()) + " rows but " +
                                std::to_string(names.rows.size()) + " names");
  }
}

void write_replication(Database& database, Key key, const Measures& measures) {
  const std::uint64_t digest = std::accumulate(measures.digest.begin(), measures.digest.end(), std::uint64_t{0});
  database.run("INSERT INTO replication VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", key.run, key.replication,
               as_signed(digest), measures.digest_window.us, as_signed(measures.events), as_signed(measures.ties),
               as_signed(measures.undeclared_ties), measures.simulated.us, measures.longest_code,
               as_signed(measures.starts[0]), as_signed(measures.starts[1]), as_signed(measures.starts[2]),
               as_signed(measures.starts[3]), measures.warm_up.us);
}

void write_counter(Database& database, Key key, const Labels& at, std::string_view metric, std::uint64_t value) {
  if (value == 0) return;
  database.run("INSERT INTO counter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", key.run, key.replication, at.policy,
               at.traffic, at.group, at.channel, at.hour, metric, as_signed(value));
}

template <class Values>
void write_counters(Database& database, Key key, const Labels& at, const MetricNames& names, const Values& values) {
  for (std::size_t i = 0; i < values.size(); ++i) write_counter(database, key, at, names[i], values[i]);
}

void write_expected(Database& database, Key key, const Cell& cell) {
  const Labels& at = cell.labels;
  for (std::size_t i = 0; i < cell.expected.size(); ++i) {
    if (cell.expected[i] == 0) continue;
    database.run("INSERT INTO expected VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", key.run, key.replication, at.policy,
                 at.traffic, at.group, at.channel, at.hour, expected_names()[i], cell.expected[i]);
  }
}

std::int64_t saturated(sim::Wide value) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  return value > most ? most : static_cast<std::int64_t>(value);
}

void write_latency(Database& database, Key key, const Labels& at, std::string_view metric,
                   const sim::Histogram& latency) {
  if (latency.count() == 0) return;
  const auto at_us = [&](double q) { return latency.quantile(q)->us; };
  const std::vector<std::uint8_t> blob = latency.encode();
  database.run("INSERT INTO latency VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", key.run,
               key.replication, at.policy, at.traffic, at.group, at.channel, at.hour, metric,
               as_signed(latency.count()), saturated(latency.sum_us()), latency.min()->us, at_us(0.5), at_us(0.9),
               at_us(0.95), at_us(0.99), at_us(0.999), latency.max()->us, Bytes(blob));
}

void write_latencies(Database& database, Key key, const Cell& cell) {
  for (std::size_t i = 0; i < cell.latencies.size(); ++i) {
    write_latency(database, key, cell.labels, latency_names()[i], cell.latencies[i]);
  }
}

void write_level(Database& database, Key key, const Level& level) {
  const TimeWeightedColumns columns = columns_of(level.level);
  database.run("INSERT INTO level VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", key.run, key.replication,
               level_names()[park::index(level.of)], level.subject, columns.observed_us, columns.mean_floor,
               columns.mean_rest_us, level.level.mean(), level.level.max(), level.time_at.quantile(0.95),
               std::string_view(json_of(level.time_at)));
}

void write_code_uses(Database& database, Key key, const CodeUses& of) {
  database.run("INSERT INTO lot VALUES (?, ?, ?, ?)", key.run, key.replication, of.lot,
               static_cast<std::int64_t>(of.uses.size()));
  for (std::size_t i = 0; i < of.uses.size(); ++i) {
    if (of.uses[i] == 0) continue;
    database.run("INSERT INTO code_use VALUES (?, ?, ?, ?, ?)", key.run, key.replication, of.lot,
                 static_cast<std::int64_t>(i), as_signed(of.uses[i]));
  }
}

void write_numbered(Database& database, Key key, std::string_view sql, const std::vector<std::uint64_t>& values,
                    bool with_zeros) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (with_zeros || values[i] != 0) {
      database.run(sql, key.run, key.replication, static_cast<std::int64_t>(i), as_signed(values[i]));
    }
  }
}

[[noreturn]] void refuse_metric(const Database& database, std::string_view metric) {
  throw StoreError(database.path() + " holds the metric " + std::string(metric) + ", which this parksim does not know");
}

std::size_t position_of(const Database& database, std::string_view metric, const MetricNames& names) {
  const auto position = names.find(metric);
  if (!position) refuse_metric(database, metric);
  return *position;
}

std::uint64_t& counter_of(const Database& database, std::string_view metric, Cell& cell) {
  if (const auto position = counter_names().find(metric)) return cell.counts[*position];
  if (const auto position = said_names().find(metric)) return cell.said[*position];
  refuse_metric(database, metric);
}

Labels labels_in(const Rows& rows, int first_column) {
  const auto index = [&](int i) { return static_cast<std::int16_t>(rows.integer(first_column + i)); };
  return {index(0), index(1), index(2), index(3), index(4)};
}

void read_replication(Database& database, Key key, Measures& measures) {
  Rows rows = database.query(
      "SELECT digest_window_us, events, ties, undeclared_ties, simulated_us, longest_code, given_starts, exact_starts, "
      "settled_starts, unsettled_starts, warm_up_us FROM replication WHERE run = ? AND number = ?",
      key.run, key.replication);
  if (!rows.next()) throw StoreError(database.path() + " has no replication " + std::to_string(key.replication));
  measures.replications = 1;
  measures.digest_window.us = rows.integer(0);
  measures.events = as_unsigned(rows.integer(1));
  measures.ties = as_unsigned(rows.integer(2));
  measures.undeclared_ties = as_unsigned(rows.integer(3));
  measures.simulated.us = rows.integer(4);
  measures.longest_code = static_cast<int>(rows.integer(5));
  for (std::size_t i = 0; i < measures.starts.size(); ++i)
    measures.starts[i] = as_unsigned(rows.integer(6 + static_cast<int>(i)));
  measures.warm_up.us = rows.integer(10);
}

void read_counters(Database& database, Key key, Measures& measures) {
  Rows rows = database.query(
      "SELECT policy, traffic, group_, channel, hour, metric, value FROM counter WHERE run = ? AND replication = ?",
      key.run, key.replication);
  while (rows.next()) {
    Cell& cell = measures.cells[measures.cell(labels_in(rows, 0))];
    counter_of(database, rows.text(5), cell) = as_unsigned(rows.integer(6));
  }
}

void read_expected(Database& database, Key key, Measures& measures) {
  Rows rows = database.query(
      "SELECT policy, traffic, group_, channel, hour, metric, value FROM expected WHERE run = ? AND replication = ?",
      key.run, key.replication);
  while (rows.next()) {
    Cell& cell = measures.cells[measures.cell(labels_in(rows, 0))];
    cell.expected[position_of(database, rows.text(5), expected_names())] = rows.real(6);
  }
}

void read_latencies(Database& database, Key key, Measures& measures) {
  Rows rows = database.query(
      "SELECT policy, traffic, group_, channel, hour, metric, histogram FROM latency WHERE run = ? AND replication = ?",
      key.run, key.replication);
  while (rows.next()) {
    Cell& cell = measures.cells[measures.cell(labels_in(rows, 0))];
    cell.latencies[position_of(database, rows.text(5), latency_names())] = sim::Histogram::decode(rows.blob(6));
  }
}

void read_levels(Database& database, Key key, Measures& measures) {
  Rows rows = database.query(
      "SELECT metric, subject, observed_us, mean_floor, mean_rest_us, max, time_at_us FROM level "
      "WHERE run = ? AND replication = ?",
      key.run, key.replication);
  while (rows.next()) {
    Level& level = measures.levels.emplace_back();
    level.of = static_cast<Level::Of>(position_of(database, rows.text(0), level_names()));
    level.subject = static_cast<std::int16_t>(rows.integer(1));
    level.level = time_weighted({rows.integer(2), rows.integer(3), rows.integer(4), rows.integer(5)});
    level.time_at = occupancy(rows.text(6));
  }
}

void read_lots(Database& database, Key key, Measures& measures) {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  Rows rows =
      database.query("SELECT policy, codes FROM lot WHERE run = ? AND replication = ?", key.run, key.replication);
  while (rows.next()) {
    const std::int64_t codes = rows.integer(1);
    if (codes < 0 || codes > most) throw std::runtime_error("a lot has no number of codes");
    measures.code_uses.push_back(
        {static_cast<std::int16_t>(rows.integer(0)), std::vector<std::uint64_t>(static_cast<std::size_t>(codes))});
  }
}

void read_code_uses(Database& database, Key key, Measures& measures) {
  read_lots(database, key, measures);
  Rows rows = database.query("SELECT policy, position, uses FROM code_use WHERE run = ? AND replication = ?", key.run,
                             key.replication);
  while (rows.next()) {
    const auto of = std::ranges::find(measures.code_uses, rows.integer(0), &CodeUses::lot);
    const auto position = as_unsigned(rows.integer(1));
    if (of == measures.code_uses.end() || position >= of->uses.size()) {
      throw std::runtime_error("a code is none of its lot");
    }
    of->uses[position] = as_unsigned(rows.integer(2));
  }
}

void read_numbered(Rows rows, std::vector<std::uint64_t>& values) {
  while (rows.next()) {
    const auto position = as_unsigned(rows.integer(0));
    if (position >= values.size()) throw std::runtime_error("a row is out of range");
    values[position] = as_unsigned(rows.integer(1));
  }
}

std::size_t windows(Database& database, Key key) {
  const auto count = database.integer("SELECT count(*) FROM digest_window WHERE run = ? AND replication = ?", key.run,
                                      key.replication);
  return static_cast<std::size_t>(count.value_or(0));
}

}  // namespace

void write_measures(Database& database, RunId run, int replication, const Measures& measures, const NameTable& names) {
  require_names(measures, names);
  const Key key{static_cast<std::int64_t>(run), replication};
  write_replication(database, key, measures);
  for (const Cell& cell : measures.cells) {
    write_counters(database, key, cell.labels, counter_names(), cell.counts);
    write_counters(database, key, cell.labels, said_names(), cell.said);
    write_expected(database, key, cell);
    write_latencies(database, key, cell);
  }
  for (const Level& level : measures.levels) write_level(database, key, level);
  for (const CodeUses& of : measures.code_uses) write_code_uses(database, key, of);
  write_numbered(database, key, "INSERT INTO transition VALUES (?, ?, ?, ?)", measures.rows_taken, false);
  write_numbered(database, key, "INSERT INTO digest_window VALUES (?, ?, ?, ?)", measures.digest, true);
}

Measures read_measures(Database& database, RunId run, int replication, const NameTable& names) try {
  const Key key{static_cast<std::int64_t>(run), replication};
  Measures measures;
  read_replication(database, key, measures);
  read_counters(database, key, measures);
  read_latencies(database, key, measures);
  read_levels(database, key, measures);
  read_expected(database, key, measures);
  read_code_uses(database, key, measures);
  measures.rows_taken.resize(names.rows.size());
  read_numbered(
      database.query("SELECT row, count FROM transition WHERE run = ? AND replication = ?", key.run, replication),
      measures.rows_taken);
  measures.digest.resize(windows(database, key));
  read_numbered(database.query("SELECT number, digest FROM digest_window WHERE run = ? AND replication = ?", key.run,
                               replication),
                measures.digest);
  return measures;
} catch (const StoreError&) {
  throw;
} catch (const std::runtime_error& error) {
  throw StoreError(database.path() + " is damaged: " + error.what());
}

}  // namespace results
