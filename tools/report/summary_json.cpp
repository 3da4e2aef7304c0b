#include "tools/report/summary_json.hpp"

#include <algorithm>

#include "models/loss_system.hpp"
#include "models/park/call_machine.hpp"
#include "tools/report/controlled.hpp"
#include "tools/report/loss_formula.hpp"
#include "tools/report/regions.hpp"
#include "tools/report/summary_parts.hpp"

namespace report {

namespace {

const char* unit_of(measures::Quantity quantity) {
  switch (quantity) {
    case measures::Quantity::time: return "s";
    case measures::Quantity::share: return "share";
    case measures::Quantity::number: break;
  }
  return "number";
}

void write_estimate(JsonWriter& json, const measures::Estimate& estimate) {
  const auto& interval = estimate.interval;
  json.member("value", estimate.value);
  json.member("low", interval ? std::optional(interval->low) : std::nullopt);
  json.member("high", interval ? std::optional(interval->high) : std::nullopt);
}

void write_metrics(JsonWriter& json, const Figures& figures) {
  json.key("metrics").begin_array();
  for (std::size_t i = 0; i < figures.queries().size(); ++i) {
    const measures::Query& query = figures.queries()[i];
    const measures::Estimate estimate = figures.estimate(i);
    json.begin_object().member("query", query.text).member("unit", unit_of(measures::quantity(query)));
    write_estimate(json, estimate);
    json.member("numerator", estimate.numerator).member("denominator", estimate.denominator).end_object();
  }
  json.end_array();
}

void write_expectations(JsonWriter& json, const std::vector<Tested>& all) {
  json.key("expectations").begin_array();
  for (const Tested& tested : all) {
    json.begin_object().member("text", tested.expectation.text).member("limit", tested.expectation.limit);
    write_estimate(json, tested.estimate);
    json.member("verdict", measures::verdict_names[static_cast<std::size_t>(tested.verdict)]).end_object();
  }
  json.end_array();
}

void write_precision(JsonWriter& json, const std::vector<PrecisionFact>& all) {
  json.key("precision").begin_array();
  for (const auto& [wanted, attained] : all) {
    json.begin_object().member("text", wanted.text).member("query", wanted.query.text);
    json.member("half_width", attained.half_width).member("wanted", attained.wanted);
    json.member("reached", attained.is_reached).end_object();
  }
  json.end_array();
}

/// How the replications came to their windows.
void write_warm_up(JsonWriter& json, const measures::Measures& total) {
  json.key("warm_up").begin_object();
  std::uint64_t starts = 0;
  for (std::size_t i = 0; i < total.starts.size(); ++i) {
    json.member(measures::start_names[i], total.starts[i]);
    starts += total.starts[i];
  }
  if (starts > 0) json.member("mean_s", total.warm_up.seconds() / static_cast<double>(starts));
  json.end_object();
}

void write_lots(JsonWriter& json, const people::Company& company) {
  json.key("lots").begin_array();
  for (const park::LotPlan& lot : company.lots) {
    json.begin_object().member("lot", lot.name).member("codes", park::usable_codes(lot.rules.space));
    json.member("capacity", park::capacity(lot.rules)).member("even_share", even_share(lot)).end_object();
  }
  json.end_array();
}

void write_loss_formula(JsonWriter& json, const RunFacts& facts) {
  json.key("erlang_b").begin_array();
  for (std::size_t lot = 0; lot < facts.company.lots.size(); ++lot) {
    const auto why_not = models::why_no_loss_formula(facts.company, static_cast<int>(lot));
    json.begin_object().member("lot", facts.company.lots[lot].name).member("applies", !why_not);
    if (why_not) json.member("why_not", *why_not);
    if (const auto found = loss_prediction(facts.company, static_cast<int>(lot), facts.figures.total())) {
      json.member("offered_erlangs", found->offered_erlangs).member("refused_share", found->refused_share);
      json.member("mean_in_use", found->mean_in_use);
    }
    json.end_object();
  }
  json.end_array();
}

void write_rows(JsonWriter& json, const measures::Measures& total) {
  json.key("rows_taken").begin_array();
  for (std::size_t i = 0; i < total.rows_taken.size() && i < park::call_machine().size(); ++i) {
    json.begin_object().member("row", park::call_machine()[i].number).member("count", total.rows_taken[i]).end_object();
  }
  json.end_array();
}

/// The worst of all: fail before unsure before pass.
const char* verdict_of(const std::vector<Tested>& all) {
  const auto any = [&](measures::Verdict verdict) {
    return std::ranges::any_of(all, [=](const Tested& tested) { return tested.verdict == verdict; });
  };
  return any(measures::Verdict::fail) ? "fail" : any(measures::Verdict::unsure) ? "unsure" : "pass";
}

}  // namespace

void write_notes(JsonWriter& json, const Notes& notes) {
  json.strings("assumed", notes.assumed).strings("ignored", notes.ignored).strings("warnings", notes.warnings);
}

void write_summary_json(const RunFacts& facts, std::ostream& out) {
  const measures::Measures& total = facts.figures.total();
  const std::vector<Tested> tested = facts.figures.tested();
  JsonWriter json(out);
  json.begin_object().member("schema_version", json_schema_version).member("kind", "run");
  json.member("title", facts.company.title).member("system", facts.company.system).member("seed", facts.seed);
  json.member("shuffle_ties", facts.shuffle_ties)
      .member("replications", total.replications / facts.blocks)
      .member("replications_wanted", facts.replications_wanted / facts.blocks);
  if (!facts.company.copies.empty())
    json.member("blocks", total.replications).member("blocks_wanted", facts.replications_wanted);
  json.member("complete", total.replications == facts.replications_wanted).member("verdict", verdict_of(tested));
  json.member("events", total.events).member("ties", total.ties).member("wall_s", facts.wall_s);
  json.member("threads", facts.threads).key("stored_in");
  facts.stored_in.empty() ? json.null() : json.value(facts.stored_in);
  if (!facts.precision.empty()) write_precision(json, facts.precision);
  write_warm_up(json, total);
  write_notes(json, facts.notes);
  write_lots(json, facts.company);
  if (!facts.company.copies.empty()) write_regions(json, facts);
  write_metrics(json, facts.figures);
  write_expectations(json, tested);
  write_controlled(json, facts);
  write_loss_formula(json, facts);
  write_rows(json, total);
  json.end_object();
}

}  // namespace report
