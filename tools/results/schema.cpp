#include "tools/results/schema.hpp"

#include <array>
#include <string>

namespace results {
namespace {

constexpr std::array<std::string_view, 13> run_tables{
    "name",    "replication", "estimate", "expectation", "environment", "counter",      "expected",
    "latency", "level",       "lot",      "code_use",    "transition",  "digest_window"};
constexpr std::size_t first_of_a_replication = 5;

constexpr const char* tables = R"sql(
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  system TEXT NOT NULL,            -- the preset
  scenario TEXT NOT NULL,          -- the effective scenario, after --set
  scenario_hash TEXT NOT NULL,     -- of that text
  build TEXT NOT NULL,             -- hash of the sources of the program
  seed INTEGER NOT NULL,           -- 64 bits, read as signed; with its number it decides what a replication draws
  shuffle_ties TEXT NOT NULL,      -- seed by which ties were shuffled, in decimal; empty: they were not
  replications_wanted INTEGER NOT NULL,
  finished INTEGER NOT NULL,       -- 1: estimates and expectations are in; 0: interrupted or still running
  UNIQUE (build, scenario_hash, seed, shuffle_ties)
);
CREATE TABLE name (                -- what the positions in the other tables are called
  run INTEGER NOT NULL REFERENCES run,
  kind TEXT NOT NULL,              -- policy (the lot), traffic, group, site (of the group at this position), channel,
                                   -- resource, row (of the state machine), row_says (its meaning)
  position INTEGER NOT NULL,       -- from 0
  name TEXT NOT NULL,
  PRIMARY KEY (run, kind, position)
) WITHOUT ROWID;
CREATE TABLE replication (
  run INTEGER NOT NULL REFERENCES run,
  number INTEGER NOT NULL,
  digest INTEGER NOT NULL,         -- sum of the windows below modulo 2^64, its 64 bits read as signed
  digest_window_us INTEGER NOT NULL, -- length of a window
  events INTEGER NOT NULL,
  ties INTEGER NOT NULL,
  undeclared_ties INTEGER NOT NULL,
  simulated_us INTEGER NOT NULL,
  longest_code INTEGER NOT NULL,   -- digits
  given_starts INTEGER NOT NULL,   -- this and the next three: how often the measured window was come to with the
  exact_starts INTEGER NOT NULL,   -- warm-up that was given; in equilibrium; after one that was found, when the load
  settled_starts INTEGER NOT NULL, -- had settled;
  unsettled_starts INTEGER NOT NULL, -- or had not. Once in each replication, but in a block once for each of its lots
  warm_up_us INTEGER NOT NULL,     -- of all these together
  PRIMARY KEY (run, number)
) WITHOUT ROWID;
CREATE TABLE counter (             -- those above zero
  run INTEGER NOT NULL REFERENCES run,
  replication INTEGER NOT NULL,
  policy INTEGER NOT NULL,         -- this and the next three: position in `name`, -1 where it belongs to none
  traffic INTEGER NOT NULL,
  group_ INTEGER NOT NULL,         -- of the person who acts
  channel INTEGER NOT NULL,
  hour INTEGER NOT NULL,           -- of the day, -1 in a steady state
  metric TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (run, replication, policy, traffic, group_, channel, hour, metric)
) WITHOUT ROWID;
CREATE TABLE expected (            -- collisions expected, where that is above zero
  run INTEGER NOT NULL REFERENCES run,
  replication INTEGER NOT NULL,
  policy INTEGER NOT NULL,         -- labels as in counter
  traffic INTEGER NOT NULL,
  group_ INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  metric TEXT NOT NULL,
  value REAL NOT NULL,             -- sum over all chances of one, each given who was parked at that moment
  PRIMARY KEY (run, replication, policy, traffic, group_, channel, hour, metric)
) WITHOUT ROWID;
CREATE TABLE latency (             -- those with a value
  run INTEGER NOT NULL REFERENCES run,
  replication INTEGER NOT NULL,
  policy INTEGER NOT NULL,         -- labels as in counter
  traffic INTEGER NOT NULL,
  group_ INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  metric TEXT NOT NULL,
  count INTEGER NOT NULL,
  sum_us INTEGER NOT NULL,         -- at most 2^63 - 1; the histogram knows better
  min_us INTEGER NOT NULL,
  p50_us INTEGER NOT NULL,         -- percentiles within 0.1 %
  p90_us INTEGER NOT NULL,
  p95_us INTEGER NOT NULL,
  p99_us INTEGER NOT NULL,
  p999_us INTEGER NOT NULL,
  max_us INTEGER NOT NULL,
  histogram BLOB NOT NULL,         -- mergeable; layout in sim/statistics/histogram.hpp
  PRIMARY KEY (run, replication, policy, traffic, group_, channel, hour, metric)
) WITHOUT ROWID;
CREATE TABLE level (
  run INTEGER NOT NULL REFERENCES run,
  replication INTEGER NOT NULL,
  metric TEXT NOT NULL,            -- code.in_use and code.guess (in units of 1e-9) of a policy, people.busy of a group,
                                   -- resource.in_use of a resource
  subject INTEGER NOT NULL,        -- position in `name`, -1 for none
  observed_us INTEGER NOT NULL,
  mean_floor INTEGER NOT NULL,     -- the exact mean is mean_floor + mean_rest_us / observed_us
  mean_rest_us INTEGER NOT NULL,
  mean REAL,                       -- time-weighted; this and the next two NULL when no time was observed
  max INTEGER,
  p95 INTEGER,                     -- not exceeded for 95 % of the time; NULL for code.guess
  time_at_us TEXT NOT NULL,        -- JSON array: microseconds spent at level 0, 1, ...; [] for code.guess
  PRIMARY KEY (run, replication, metric, subject)
) WITHOUT ROWID;
CREATE TABLE lot (
  run INTEGER NOT NULL REFERENCES run,
  replication INTEGER NOT NULL,
  policy INTEGER NOT NULL,         -- position in `name`
  codes INTEGER NOT NULL,          -- those of its range and those given out beyond it
  PRIMARY KEY (run, replication, policy)
) WITHOUT ROWID;
CREATE TABLE code_use (            -- codes chosen at least once
  run INTEGER NOT NULL REFERENCES run,
  replication INTEGER NOT NULL,
  policy INTEGER NOT NULL,         -- position in `name`
  position INTEGER NOT NULL,       -- among the codes of the lot, from 0
  uses INTEGER NOT NULL,           -- how often it was chosen for a measured call
  PRIMARY KEY (run, replication, policy, position)
) WITHOUT ROWID;
CREATE TABLE transition (          -- rows that fired at least once
  run INTEGER NOT NULL REFERENCES run,
  replication INTEGER NOT NULL,
  row INTEGER NOT NULL,            -- position in `name`
  count INTEGER NOT NULL,
  PRIMARY KEY (run, replication, row)
) WITHOUT ROWID;
CREATE TABLE digest_window (
  run INTEGER NOT NULL REFERENCES run,
  replication INTEGER NOT NULL,
  number INTEGER NOT NULL,         -- from 0
  digest INTEGER NOT NULL,         -- its 64 bits, read as signed
  PRIMARY KEY (run, replication, number)
) WITHOUT ROWID;
CREATE TABLE estimate (            -- over all replications
  run INTEGER NOT NULL REFERENCES run,
  position INTEGER NOT NULL,
  query TEXT NOT NULL,
  value REAL,                      -- NULL: no data, or 0/0
  low REAL, high REAL,             -- 95 % interval; NULL: none
  numerator REAL, denominator REAL, -- of a share
  PRIMARY KEY (run, position)
) WITHOUT ROWID;
CREATE TABLE expectation (
  run INTEGER NOT NULL REFERENCES run,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,              -- as written in the scenario
  limit_ REAL NOT NULL,
  value REAL, low REAL, high REAL, -- as in estimate
  verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'unsure')),
  PRIMARY KEY (run, position)
) WITHOUT ROWID;
CREATE TABLE environment (         -- clock and host; left out where the content of two files is compared
  run INTEGER PRIMARY KEY REFERENCES run,
  started_at TEXT NOT NULL,        -- ISO 8601
  host TEXT NOT NULL,
  program TEXT NOT NULL,           -- path
  threads INTEGER NOT NULL,
  duration_s REAL NOT NULL,
  cpu_s REAL NOT NULL
);
)sql";

constexpr const char* views = R"sql(
CREATE VIEW v_runs AS
  SELECT run.id AS run, title, system, seed, nullif(shuffle_ties, '') AS shuffle_ties, scenario_hash,
    substr(build, 1, 12) AS build, replications_wanted, count(replication.number) AS replications, finished,
    sum(events) AS events, sum(simulated_us) / 1e6 AS simulated_s, started_at, duration_s
  FROM run LEFT JOIN replication ON replication.run = run.id LEFT JOIN environment ON environment.run = run.id
  GROUP BY run.id;
CREATE VIEW v_counters AS
  SELECT run, replication,
    (SELECT name FROM name WHERE run = c.run AND kind = 'policy' AND position = policy) AS policy,
    (SELECT name FROM name WHERE run = c.run AND kind = 'traffic' AND position = traffic) AS traffic,
    (SELECT name FROM name WHERE run = c.run AND kind = 'group' AND position = group_) AS group_,
    (SELECT nullif(name, '') FROM name WHERE run = c.run AND kind = 'site' AND position = group_) AS site,
    (SELECT name FROM name WHERE run = c.run AND kind = 'channel' AND position = channel) AS channel,
    nullif(hour, -1) AS hour, metric, value
  FROM counter AS c;
CREATE VIEW v_outcomes AS          -- how retrieve attempts and park episodes ended; share: within metric and policy
  WITH total AS (
    SELECT run, policy, substr(metric, 1, instr(metric, '{') - 1) AS metric,
      substr(metric, instr(metric, '{') + 1, length(metric) - instr(metric, '{') - 1) AS outcome, sum(value) AS count
    FROM counter WHERE metric LIKE 'retrieve.outcome{%' OR metric LIKE 'call.end{%' GROUP BY 1, 2, 3, 4)
  SELECT run, (SELECT name FROM name WHERE run = t.run AND kind = 'policy' AND position = policy) AS policy,
    metric, outcome, count, 1.0 * count / sum(count) OVER (PARTITION BY run, policy, metric) AS share
  FROM total AS t;
CREATE VIEW v_refusals AS          -- park requests refused, by reason; share: of all requests to the policy
  WITH requested AS (
    SELECT run, policy, sum(value) AS requested FROM counter WHERE metric = 'park.requested' GROUP BY 1, 2),
  refused AS (
    SELECT run, policy, substr(metric, 14, length(metric) - 14) AS reason, sum(value) AS refused
    FROM counter WHERE metric LIKE 'park.refused{%' GROUP BY 1, 2, 3)
  SELECT run, (SELECT name FROM name WHERE run = r.run AND kind = 'policy' AND position = policy) AS policy,
    reason, refused, requested, 1.0 * refused / requested AS share
  FROM refused AS r LEFT JOIN requested USING (run, policy);
CREATE VIEW v_collisions AS        -- by kind, counted and (NULL: not worked out) expected, also per 1,000 parked calls
  WITH parked AS (SELECT run, policy, sum(value) AS parked FROM counter WHERE metric = 'call.parked' GROUP BY 1, 2),
  met AS (
    SELECT run, policy, substr(metric, 17, length(metric) - 17) AS kind, value AS counted, NULL AS expected
    FROM counter WHERE metric LIKE 'code.collisions{%'
    UNION ALL SELECT run, policy, substr(metric, 26, length(metric) - 26), 0, value FROM expected),
  collided AS (
    SELECT run, policy, kind, sum(counted) AS collisions, sum(expected) AS expected FROM met GROUP BY 1, 2, 3)
  SELECT run, (SELECT name FROM name WHERE run = c.run AND kind = 'policy' AND position = policy) AS policy,
    kind, collisions, expected, parked, 1000.0 * collisions / parked AS per_1000_parked,
    1000.0 * expected / parked AS expected_per_1000
  FROM collided AS c LEFT JOIN parked USING (run, policy);
CREATE VIEW v_latency AS
  SELECT run, replication,
    (SELECT name FROM name WHERE run = l.run AND kind = 'policy' AND position = policy) AS policy,
    (SELECT name FROM name WHERE run = l.run AND kind = 'traffic' AND position = traffic) AS traffic,
    (SELECT name FROM name WHERE run = l.run AND kind = 'group' AND position = group_) AS group_,
    (SELECT nullif(name, '') FROM name WHERE run = l.run AND kind = 'site' AND position = group_) AS site,
    (SELECT name FROM name WHERE run = l.run AND kind = 'channel' AND position = channel) AS channel,
    nullif(hour, -1) AS hour, metric, count,
    sum_us / 1e6 / count AS mean_s, min_us / 1e6 AS min_s, p50_us / 1e6 AS p50_s,
    p90_us / 1e6 AS p90_s, p95_us / 1e6 AS p95_s, p99_us / 1e6 AS p99_s, p999_us / 1e6 AS p999_s, max_us / 1e6 AS max_s
  FROM latency AS l;
CREATE VIEW v_levels AS
  SELECT l.run, replication, metric, name AS subject, observed_us / 1e6 AS observed_s, mean, max, p95
  FROM level AS l LEFT JOIN name ON name.run = l.run AND position = subject AND
    kind = CASE metric WHEN 'people.busy' THEN 'group' WHEN 'resource.in_use' THEN 'resource' ELSE 'policy' END;
CREATE VIEW v_time_at_level AS
  SELECT l.run, replication, metric, name AS subject, json_each.key AS level, json_each.value / 1e6 AS time_s,
    1.0 * json_each.value / observed_us AS share
  FROM level AS l JOIN json_each(time_at_us) LEFT JOIN name ON name.run = l.run AND position = subject AND
    kind = CASE metric WHEN 'people.busy' THEN 'group' WHEN 'resource.in_use' THEN 'resource' ELSE 'policy' END;
CREATE VIEW v_code_uses AS         -- over all replications; share: of all choices of the policy
  WITH used AS (SELECT run, policy, position, sum(uses) AS uses FROM code_use GROUP BY 1, 2, 3)
  SELECT run, (SELECT name FROM name WHERE run = u.run AND kind = 'policy' AND name.position = policy) AS policy,
    position, uses, 1.0 * uses / sum(uses) OVER (PARTITION BY run, policy) AS share
  FROM used AS u;
CREATE VIEW v_transitions AS       -- every row of the state machine, also those that never fired
  SELECT name.run, name.position AS row, name.name,
    (SELECT s.name FROM name AS s WHERE s.run = name.run AND s.kind = 'row_says' AND s.position = name.position) AS says,
    coalesce(sum(count), 0) AS count
  FROM name LEFT JOIN transition ON transition.run = name.run AND row = position
  WHERE kind = 'row' GROUP BY 1, 2;
CREATE VIEW v_digests AS
  SELECT run, number AS replication, printf('%016x', digest) AS digest FROM replication;
)sql";

void describe(Database& database) {
  database.run_script(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
  database.run_script(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
}

}  // namespace

std::span<const std::string_view> tables_of_a_run() { return run_tables; }

std::span<const std::string_view> tables_of_a_replication() {
  return std::span(run_tables).subspan(first_of_a_replication);
}

void create_schema(Database& database) {
  database.run("PRAGMA page_size = 8192");
  Transaction transaction(database, Transaction::For::writing);
  if (database.integer("PRAGMA application_id") == application_id) return;  // another process was faster
  describe(database);
  database.run_script(tables);
  database.run_script(views);
  transaction.commit();
}

}  // namespace results
