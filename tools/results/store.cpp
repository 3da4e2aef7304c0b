#include "tools/results/store.hpp"

#include <algorithm>
#include <array>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "tools/results/content.hpp"
#include "tools/results/measures_rows.hpp"
#include "tools/results/results_file.hpp"
#include "tools/results/schema.hpp"

namespace results {
namespace {

using For = Transaction::For;

constexpr std::array<std::string_view, 3> verdict_names{"pass", "fail", "unsure"};

std::string text_of(const std::optional<std::uint64_t>& seed) { return seed ? std::to_string(*seed) : ""; }

std::optional<std::uint64_t> seed_in(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::uint64_t>(std::stoull(std::string(text)));
}

std::int64_t number(RunId run) { return static_cast<std::int64_t>(run); }

// Absolute, because SQLite gives some names (":memory:") a meaning of their own.
std::string full(const std::string& path) { return std::filesystem::absolute(path).lexically_normal().string(); }

using NamedKind = std::pair<std::string_view, std::vector<std::string> NameTable::*>;
constexpr std::array<NamedKind, 8> name_kinds{{{"policy", &NameTable::policies},
                                               {"traffic", &NameTable::traffic},
                                               {"group", &NameTable::groups},
                                               {"site", &NameTable::group_sites},
                                               {"channel", &NameTable::channels},
                                               {"resource", &NameTable::resources},
                                               {"row", &NameTable::rows},
                                               {"row_says", &NameTable::rows_say}}};

void write_names(Database& database, RunId run, const NameTable& names) {
  for (const auto& [kind, list] : name_kinds) {
    for (std::size_t i = 0; i < (names.*list).size(); ++i) {
      database.run("INSERT INTO name VALUES (?, ?, ?, ?)", number(run), kind, static_cast<std::int64_t>(i),
                   std::string_view((names.*list)[i]));
    }
  }
}

NameTable read_names(Database& database, RunId run) {
  NameTable names;
  for (const auto& [kind, list] : name_kinds) {
    Rows rows = database.query("SELECT name FROM name WHERE run = ? AND kind = ? ORDER BY position", number(run), kind);
    while (rows.next()) (names.*list).emplace_back(rows.text(0));
  }
  return names;
}

void erase(Database& database, std::int64_t run) {
  for (const std::string_view table : tables_of_a_run()) {
    database.run("DELETE FROM " + std::string(table) + " WHERE run = ?", run);
  }
  database.run("DELETE FROM run WHERE id = ?", run);
}

void erase_answers(Database& database, std::int64_t run) {
  for (const char* table : {"estimate", "expectation", "environment"}) {
    database.run("DELETE FROM " + std::string(table) + " WHERE run = ?", run);
  }
}

void erase_replications_from(Database& database, std::int64_t run, int first) {
  for (const std::string_view table : tables_of_a_replication()) {
    database.run("DELETE FROM " + std::string(table) + " WHERE run = ? AND replication >= ?", run, first);
  }
  database.run("DELETE FROM replication WHERE run = ? AND number >= ?", run, first);
}

std::vector<int> replication_numbers(Database& database, RunId run) {
  std::vector<int> numbers;
  Rows rows = database.query("SELECT number FROM replication WHERE run = ? ORDER BY number", number(run));
  while (rows.next()) numbers.push_back(static_cast<int>(rows.integer(0)));
  return numbers;
}

void write_estimates(Database& database, RunId run, std::span<const StoredEstimate> estimates) {
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const StoredEstimate& e = estimates[i];
    database.run("INSERT INTO estimate VALUES (?, ?, ?, ?, ?, ?, ?, ?)", number(run), static_cast<std::int64_t>(i),
                 std::string_view(e.query), e.estimated.value, e.estimated.low, e.estimated.high, e.numerator,
                 e.denominator);
  }
}

void write_expectations(Database& database, RunId run, std::span<const StoredExpectation> expectations) {
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    const StoredExpectation& e = expectations[i];
    database.run("INSERT INTO expectation VALUES (?, ?, ?, ?, ?, ?, ?, ?)", number(run), static_cast<std::int64_t>(i),
                 std::string_view(e.text), e.limit, e.estimated.value, e.estimated.low, e.estimated.high,
                 verdict_names.at(static_cast<std::size_t>(e.verdict)));
  }
}

void write_environment(Database& database, RunId run, const Environment& e) {
  database.run("INSERT INTO environment VALUES (?, ?, ?, ?, ?, ?, ?)", number(run), std::string_view(e.started_at),
               std::string_view(e.host), std::string_view(e.program), e.threads, e.duration_s, e.cpu_s);
}

Estimated estimated_in(const Rows& rows, int first_column) {
  return {rows.optional_real(first_column), rows.optional_real(first_column + 1), rows.optional_real(first_column + 2)};
}

Verdict verdict_named(std::string_view name) {
  return static_cast<Verdict>(std::ranges::find(verdict_names, name) - verdict_names.begin());
}

}  // namespace

std::string scenario_hash(const std::string& scenario) {
  return boost::uuids::to_string(boost::uuids::name_generator_sha1(boost::uuids::ns::oid())(scenario));
}

Store Store::open(const std::string& path, std::chrono::milliseconds busy_wait) {
  const bool is_ours = kind_of_file(path) == FileKind::ours;
  Store store(Database(full(path), is_ours ? Database::Access::write : Database::Access::create, busy_wait));
  if (!is_ours) create_schema(store.database_);
  return store;
}

Store Store::open_to_read(const std::string& path, std::chrono::milliseconds busy_wait) {
  require_results_file(path);
  return Store(Database(full(path), Database::Access::read, busy_wait));
}

RunId Store::begin(const RunInfo& info) {
  Transaction transaction(database_, For::writing);
  const std::optional<RunId> earlier = find(info);
  std::optional<std::int64_t> id;
  if (earlier) erase(database_, id.emplace(number(*earlier)));
  const std::string hash = scenario_hash(info.scenario), ties = text_of(info.shuffle_ties);
  database_.run("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)", id, std::string_view(info.title),
                std::string_view(info.system), std::string_view(info.scenario), std::string_view(hash),
                std::string_view(info.build), static_cast<std::int64_t>(info.seed), std::string_view(ties),
                info.replications_wanted);
  const RunId run{database_.last_row_id()};
  write_names(database_, run, info.names);
  transaction.commit();
  names_[run] = info.names;
  return run;
}

RunId Store::go_on(const RunInfo& info) {
  const std::optional<RunId> run = find(info);
  if (!run) return begin(info);
  Transaction transaction(database_, For::writing);
  require(*run);
  erase_answers(database_, number(*run));
  erase_replications_from(database_, number(*run), info.replications_wanted);
  database_.run("UPDATE run SET title = ?, replications_wanted = ?, finished = 0 WHERE id = ?",
                std::string_view(info.title), info.replications_wanted, number(*run));
  transaction.commit();
  return *run;
}

void Store::add(RunId run, int replication, const measures::Measures& measures) {
  Transaction transaction(database_, For::writing);
  if (database_.integer("SELECT 1 FROM replication WHERE run = ? AND number = ?", number(run), replication)) {
    throw StoreError(database_.path() + " holds replication " + std::to_string(replication) + " of this run already");
  }
  write_measures(database_, run, replication, measures, names_of(run));
  transaction.commit();
}

void Store::finish(RunId run, std::span<const StoredEstimate> estimates,
                   std::span<const StoredExpectation> expectations, const Environment& environment) {
  Transaction transaction(database_, For::writing);
  require(run);
  erase_answers(database_, number(run));
  write_estimates(database_, run, estimates);
  write_expectations(database_, run, expectations);
  write_environment(database_, run, environment);
  database_.run("UPDATE run SET finished = 1 WHERE id = ?", number(run));
  transaction.commit();
}

std::optional<RunId> Store::find(const RunInfo& info) {
  const std::string hash = scenario_hash(info.scenario), ties = text_of(info.shuffle_ties);
  const auto id =
      database_.integer("SELECT id FROM run WHERE build = ? AND scenario_hash = ? AND seed = ? AND shuffle_ties = ?",
                        std::string_view(info.build), std::string_view(hash), static_cast<std::int64_t>(info.seed),
                        std::string_view(ties));
  return id ? std::optional(RunId{*id}) : std::nullopt;
}

void Store::require(RunId run) {
  if (database_.integer("SELECT 1 FROM run WHERE id = ?", number(run))) return;
  throw StoreError(database_.path() + " has no run " + std::to_string(number(run)));
}

const NameTable& Store::names_of(RunId run) {
  if (const auto known = names_.find(run); known != names_.end()) return known->second;
  require(run);
  return names_[run] = read_names(database_, run);
}

StoredRun Store::run(RunId run) {
  StoredRun stored;
  stored.id = run;
  stored.info.names = names_of(run);
  stored.replications = replication_numbers(database_, run);
  Rows rows = database_.query(
      "SELECT title, system, scenario, build, seed, replications_wanted, scenario_hash, finished, shuffle_ties FROM "
      "run "
      "WHERE id = ?",
      number(run));
  rows.next();
  stored.info.title = rows.text(0);
  stored.info.system = rows.text(1);
  stored.info.scenario = rows.text(2);
  stored.info.build = rows.text(3);
  stored.info.seed = static_cast<std::uint64_t>(rows.integer(4));
  stored.info.replications_wanted = static_cast<int>(rows.integer(5));
  stored.scenario_hash = rows.text(6);
  stored.finished = rows.integer(7) != 0;
  stored.info.shuffle_ties = seed_in(rows.text(8));
  return stored;
}

std::vector<StoredRun> Store::runs() {
  const Transaction snapshot(database_, For::reading);
  std::vector<StoredRun> runs;
  Rows ids = database_.query("SELECT id FROM run ORDER BY id");
  while (ids.next()) runs.push_back(run(RunId{ids.integer(0)}));
  return runs;
}

measures::Measures Store::replication(RunId run, int replication) {
  const Transaction snapshot(database_, For::reading);
  return read_measures(database_, run, replication, names_of(run));
}

std::string Store::replication_content(RunId run, int replication) {
  const Transaction snapshot(database_, For::reading);
  std::ostringstream text;
  write_replication_content(database_, number(run), replication, text);
  return text.str();
}

measures::Measures Store::pooled(RunId run) {
  const Transaction snapshot(database_, For::reading);
  const NameTable& names = names_of(run);
  measures::Measures pooled;
  for (const int replication : replication_numbers(database_, run)) {
    pooled.merge(read_measures(database_, run, replication, names));
  }
  return pooled;
}

std::vector<StoredEstimate> Store::estimates(RunId run) {
  require(run);
  std::vector<StoredEstimate> estimates;
  Rows rows = database_.query(
      "SELECT query, value, low, high, numerator, denominator FROM estimate WHERE run = ? ORDER BY position",
      number(run));
  while (rows.next()) {
    estimates.push_back(
        {std::string(rows.text(0)), estimated_in(rows, 1), rows.optional_real(4), rows.optional_real(5)});
  }
  return estimates;
}

std::vector<StoredExpectation> Store::expectations(RunId run) {
  require(run);
  std::vector<StoredExpectation> expectations;
  Rows rows = database_.query(
      "SELECT text, limit_, value, low, high, verdict FROM expectation WHERE run = ? ORDER BY position", number(run));
  while (rows.next()) {
    expectations.push_back(
        {std::string(rows.text(0)), rows.real(1), estimated_in(rows, 2), verdict_named(rows.text(5))});
  }
  return expectations;
}

std::optional<Environment> Store::environment(RunId run) {
  require(run);
  Rows rows = database_.query(
      "SELECT started_at, host, program, threads, duration_s, cpu_s FROM environment WHERE run = ?", number(run));
  if (!rows.next()) return std::nullopt;
  return Environment{std::string(rows.text(0)),
                     std::string(rows.text(1)),
                     std::string(rows.text(2)),
                     static_cast<int>(rows.integer(3)),
                     rows.real(4),
                     rows.real(5)};
}

}  // namespace results
