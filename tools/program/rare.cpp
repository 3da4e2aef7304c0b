#include "tools/program/rare.hpp"

#include <algorithm>
#include <utility>

#include "models/loss_system.hpp"
#include "models/rare/splitting.hpp"
#include "models/theory/erlang_b.hpp"
#include "sim/replications.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/meter.hpp"
#include "tools/program/terminal.hpp"
#include "tools/report/rare_report.hpp"

namespace program {

namespace {

void require_alone(const RunOptions& options) {
  const auto refuse = [](bool given, const char* option) {
    if (given) throw UsageError(std::string("--rare does not go with ") + option);
  };
  refuse(!options.precision.empty(), "--precision: --replications and --effort say how much is simulated");
  refuse(options.shard.has_value(), "--shard");
  refuse(options.control_variate, "--control-variate: the rare refusals vary with no number of calls that was planned");
  refuse(options.resume, "--resume: nothing is stored");
  refuse(options.trace.has_value(), "--trace");
  refuse(options.shuffle_ties.has_value(), "--shuffle-ties");
  if (workforce().processes() > 1) throw UsageError("--rare runs in one process: leave mpirun out");
}

/// The lot whose refusals are meant.
int lot_of(const measures::Query& query, const people::Company& company) {
  const bool is_share_of_refusals =
      query.metric == measures::find_metric("park.refused") && query.statistic == measures::Statistic::share;
  const bool of_full_lots =
      query.value == measures::Query::any || query.value == static_cast<std::int16_t>(park::Refusal::lot_full);
  if (!is_share_of_refusals || !of_full_lots)
    throw UsageError("--rare estimates park.refused.share of a lot, not " + query.text);
  const measures::Labels& labels = query.labels;
  const auto any = measures::Query::any;
  if (labels.traffic != any || labels.hour != any || !query.groups.empty())
    throw UsageError("--rare takes all refusals of a lot together: no label but policy");
  if (labels.policy != any) return labels.policy;
  if (company.lots.size() == 1) return 0;
  throw UsageError("--rare: which lot? park.refused.share{policy=" + company.lots.front().name + "}, for example");
}

rare::Splitting prepared(const Study& study, const RunOptions& options, int lot) {
  try {
    return {study.company, lot, {study.seed, options.rare->effort, options.rare->redraws, options.queue}};
  } catch (const rare::Unsuitable& why) {
    throw UsageError(std::string("--rare: ") + why.what());
  }
}

void add_stages(std::vector<rare::Stage>& all, const std::vector<rare::Stage>& more) {
  for (std::size_t i = 0; i < more.size(); ++i) {
    if (i == all.size()) all.push_back({more[i].level});
    all[i].trials += more[i].trials;
    all[i].reached += more[i].reached;
  }
}

/// Repetitions in their order.
struct Samples {
  std::vector<sim::RatioTerm> terms;
  std::vector<rare::Stage> stages;
  std::uint64_t events = 0, of_nothing = 0;

  void add(const rare::Sample& sample, std::optional<double> planned_per_s) {
    terms.push_back({sample.refused_per_s, planned_per_s.value_or(sample.requested_per_s)});
    add_stages(stages, sample.stages);
    events += sample.events;
    of_nothing += sample.refused_per_s == 0;
  }
};

/// False when it was interrupted.
bool simulate(const rare::Splitting& splitting, const Study& study, const RunOptions& options, std::ostream& err,
              Samples& samples) {
  Meter meter(study.replications);
  const auto style = options.quiet      ? ProgressStyle::silent
                     : may_draw_on(err) ? ProgressStyle::bar
                                        : ProgressStyle::lines;
  const ProgressDisplay display(err, style, [&] {
    ProgressState state = meter.state();
    state.unit = "repetition";
    return state;
  });
  const auto work = [&](std::uint32_t number) { return splitting.repetition(number, InterruptWatch::seen); };
  const auto deliver = [&](std::uint32_t number, const rare::Sample& sample) {
    meter.finished(number, sample.events);
    samples.add(sample, splitting.planned_per_s());
  };
  try {
    sim::run_replications(0, study.replications, options.threads, work, deliver, InterruptWatch::seen);
  } catch (const rare::Interrupted&) {
    return false;
  }
  return !InterruptWatch::seen();
}

double mean_requested_per_s(const Samples& samples) {
  double sum = 0;
  for (const sim::RatioTerm& term : samples.terms) sum += term.denominator;
  return sum / static_cast<double>(samples.terms.size());
}

/// What the loss formula predicts for the load that is planned; none where it takes more than the plan to know it.
std::optional<double> erlang_b(const rare::Splitting& splitting, const people::Company& company, int lot) {
  if (!splitting.planned_per_s() || models::why_no_loss_formula(company, lot)) return std::nullopt;
  const auto offered = models::planned_load_erlangs(company, lot);
  if (!offered) return std::nullopt;
  return theory::blocking(*park::capacity(company.lots[static_cast<std::size_t>(lot)].rules), *offered);
}

}  // namespace

int run_rare(const Study& study, const RunOptions& options, std::ostream& out, std::ostream& err) {
  require_alone(options);
  const auto query = read_queries("--rare", {options.rare->query}, study.company).front();
  const int lot = lot_of(query, study.company);
  const InterruptWatch watch;
  const rare::Splitting splitting = prepared(study, options, lot);
  Samples samples;
  if (!simulate(splitting, study, options, err, samples)) {
    err << "interrupted: there is no estimate yet\n";
    return exit_interrupted;
  }
  report::Rare found{.title = study.company.title,
                     .query = query.text,
                     .lot = study.company.lots[static_cast<std::size_t>(lot)].name,
                     .seed = study.seed,
                     .repetitions = samples.terms.size(),
                     .events = samples.events,
                     .share = sim::ratio_estimate(samples.terms).value_or(sim::Estimate{}),
                     .requested_per_s = mean_requested_per_s(samples),
                     .is_planned = splitting.planned_per_s().has_value(),
                     .erlang_b = erlang_b(splitting, study.company, lot),
                     .why_no_erlang_b = models::why_no_loss_formula(study.company, lot)
                                            .value_or("the mean time that a code is held is not known from the plan"),
                     .course = splitting.course(),
                     .effort = splitting.effort(),
                     .redraws = options.rare->redraws,
                     .stages = std::move(samples.stages),
                     .repetitions_of_nothing = samples.of_nothing};
  if (!options.quiet) options.json ? report::write_rare_json(found, out) : report::print_rare(found, out);
  return exit_pass;
}

}  // namespace program
