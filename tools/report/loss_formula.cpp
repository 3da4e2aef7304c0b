#include "tools/report/loss_formula.hpp"

#include "models/loss_system.hpp"
#include "models/theory/erlang_b.hpp"

namespace report {

namespace {

/// The lot that a label of Measures means.
int lot_of(const people::Company& company, std::int16_t policy) {
  if (company.copies.empty() || policy < 0) return policy;
  return company.copies[static_cast<std::size_t>(policy)].lot;
}

sim::Histogram held(const people::Company& company, const measures::Measures& total, int lot) {
  sim::Histogram all;
  for (const measures::Cell& cell : total.cells) {
    if (lot_of(company, cell.labels.policy) == lot) all.merge(cell.latencies[measures::Latency::code_held]);
  }
  return all;
}

}  // namespace

std::optional<LossPrediction> loss_prediction(const people::Company& company, int lot,
                                              const measures::Measures& total) {
  if (models::why_no_loss_formula(company, lot)) return std::nullopt;
  const std::optional<double> mean_held_s = held(company, total, lot).mean_s();
  if (!mean_held_s) return std::nullopt;
  const double offered = models::planned_parks_per_s(company, lot) * *mean_held_s;
  const int servers = *park::capacity(company.lots[lot].rules);  // one call a code: there is an end
  return LossPrediction{offered, theory::blocking(servers, offered), theory::mean_busy(servers, offered)};
}

}  // namespace report
