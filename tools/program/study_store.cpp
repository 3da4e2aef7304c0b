#include "tools/program/study_store.hpp"

#include "models/park/call_machine.hpp"
#include "models/people/copies.hpp"
#include "tools/program/host.hpp"
#include "tools/results/build_identity.hpp"

namespace program {

namespace {

std::vector<std::string> names(const auto& things) {
  std::vector<std::string> all;
  for (const auto& thing : things) all.push_back(thing.name);
  return all;
}

results::NameTable name_table(const people::Company& company) {
  results::NameTable table;
  table.policies = company.copies.empty() ? names(company.lots) : people::names_of_copies(company);
  table.traffic = company.copies.empty() ? names(company.traffic) : table.policies;
  if (company.copies.empty())
    for (const people::LotTraffic& traffic : company.lot_traffic) table.traffic.push_back(traffic.name);
  table.groups = names(company.groups);
  for (const people::Group& group : company.groups) table.group_sites.push_back(group.site);
  table.channels = names(company.channels);
  table.resources = names(company.resources);
  for (const park::Row& row : park::call_machine()) {
    table.rows.emplace_back(row.number);
    table.rows_say.emplace_back(row.says);
  }
  return table;
}

results::Estimated estimated(const measures::Estimate& estimate) {
  if (!estimate.interval) return {estimate.value, {}, {}};
  return {estimate.value, estimate.interval->low, estimate.interval->high};
}

results::StoredEstimate stored(const measures::Query& query, const measures::Estimate& estimate) {
  return {query.text, estimated(estimate), estimate.numerator, estimate.denominator};
}

results::StoredExpectation stored(const report::Tested& tested) {
  return {tested.expectation.text, tested.expectation.limit, estimated(tested.estimate),
          static_cast<results::Verdict>(tested.verdict)};
}

std::vector<std::uint32_t> replications_in(results::Store& store, results::RunId run) {
  const std::vector<int> numbers = store.run(run).replications;
  return {numbers.begin(), numbers.end()};
}

void require_no_other_shard(results::Store& store, const results::RunInfo& info, const RunOptions& options) {
  const auto earlier = store.find(info);
  if (!earlier) return;
  for (const std::uint32_t replication : replications_in(store, *earlier)) {
    if (options.shard->has(replication)) continue;
    throw FileError(*options.db + " has replication " + std::to_string(replication) +
                    " of this study, which is not of this shard: name another file with --db, or add to this one with "
                    "--resume");
  }
}

}  // namespace

results::RunInfo run_info(const Study& study, std::optional<std::uint64_t> shuffle_ties) {
  return {.title = study.company.title,
          .system = study.company.system,
          .scenario = study.effective,
          .build = results::build_identity(),
          .seed = study.seed,
          .shuffle_ties = shuffle_ties,
          .replications_wanted = static_cast<int>(study.replications),
          .names = name_table(study.company)};
}

std::shared_ptr<results::Store> StudyStore::open_file(const RunOptions& options) {
  return options.db ? std::make_shared<results::Store>(results::Store::open(*options.db)) : nullptr;
}

StudyStore::StudyStore(const RunOptions& options, const Study& study, std::shared_ptr<results::Store> file)
    : store_(std::move(file)), started_at_(utc_now()) {
  if (!store_) return;
  const results::RunInfo info = run_info(study, options.shuffle_ties);
  if (options.shard && !options.resume) require_no_other_shard(*store_, info, options);
  run_ = options.resume ? store_->go_on(info) : store_->begin(info);
  held_ = replications_in(*store_, run_);
}

measures::Measures StudyStore::replication(std::uint32_t replication) {
  return store_->replication(run_, static_cast<int>(replication));
}

void StudyStore::add(std::uint32_t replication, const measures::Measures& measures) {
  if (store_) store_->add(run_, static_cast<int>(replication), measures);
}

void StudyStore::finish(const report::Figures& figures, unsigned threads, double wall_s) {
  if (!store_) return;
  std::vector<results::StoredEstimate> estimates;
  for (std::size_t i = 0; i < figures.queries().size(); ++i) {
    estimates.push_back(stored(figures.queries()[i], figures.estimate(i)));
  }
  std::vector<results::StoredExpectation> expectations;
  for (const report::Tested& tested : figures.tested()) expectations.push_back(stored(tested));
  store_->finish(run_, estimates, expectations,
                 {.started_at = started_at_,
                  .host = host_name(),
                  .program = program_path(),
                  .threads = static_cast<int>(threads),
                  .duration_s = wall_s,
                  .cpu_s = cpu_seconds()});
}

}  // namespace program
