#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "models/measures/cursor.hpp"
#include "tools/program/boundary.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/decision_options.hpp"
#include "tools/program/frontier.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/study_load.hpp"
#include "tools/program/verdicts.hpp"
#include "tools/report/headroom.hpp"
#include "tools/report/loss_plan.hpp"
#include "tools/report/plan_report.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace {

using measures::Verdict;
using Place = std::vector<std::size_t>;  ///< of a value on each axis
using Form = Boundary::Form;

constexpr std::size_t most_listed = 3;  ///< of what binds next

std::vector<std::string> goals_of(const PlanOptions& options, const scenarios::Scenario& scenario) {
  if (!options.goals.empty()) return options.goals;
  std::vector<std::string> goals;
  for (const auto& expected : scenario.expectations) goals.push_back(expected.claim.text);
  if (goals.empty()) throw UsageError("no goal: --goal 'park.refused.share < 0.1%', or `expect` in the scenario");
  return goals;
}

std::vector<measures::Expectation> parsed(const std::vector<std::string>& goals, const people::Company& company) {
  const measures::Names names = measures::names_of(company);
  std::vector<measures::Expectation> claims;
  for (const std::string& goal : goals) {
    try {
      claims.push_back(measures::parse_expectation(goal, names));
    } catch (const measures::QueryError& error) {
      throw UsageError("--goal '" + goal + "': " + error.what());
    }
  }
  return claims;
}

bool is_decided(const std::vector<Verdict>& goals) { return together(goals) != Verdict::unsure; }

/// One value, or pair of values, and what its replications say.
struct Judged {
  std::vector<measures::Expectation> goals;
  std::vector<measures::Expectation> others;  ///< expectations of the scenario that are no goals
  std::vector<report::Scarce> scarce;
  std::unique_ptr<Trial> trial;
  Verdict verdict{};
};

class Planner {
 public:
  Planner(const PlanOptions& options, std::vector<std::string> goals, std::ostream& err)
      : options_(options), goals_(std::move(goals)), err_(err) {
    certainty_.confidence = options.confidence;
    certainty_.most_replications = options.most_replications;
    certainty_.most_judged = most_judged(options.over.back().values.size());
    if (options.over.size() > 1) certainty_.most_judged *= options.over.front().values.size();
  }

  /// Along the last axis, the others being at `others`.
  Boundary search(const Place& others) {
    return find_boundary(options_.over.back().values.size(), [&](std::size_t value) {
      Place place = others;
      place.push_back(value);
      return judge_at(place).verdict;
    });
  }

  const std::map<Place, Judged>& judged() const { return judged_; }
  double level() const { return certainty_.level(goals_.size()); }
  std::string label(const Place& place) const {
    std::string text;
    for (std::size_t axis = 0; axis < place.size(); ++axis)
      text += (axis == 0 ? "" : " ") + options_.over[axis].path + "=" + options_.over[axis].values[place[axis]];
    return text;
  }

 private:
  Judged& judge_at(const Place& place) {
    Judged& it = judged_[place];
    prepare(it, place);
    it.verdict = together(judge(*it.trial, it.goals, certainty_, is_decided, options_.run, err_));
    return it;
  }

  void prepare(Judged& it, const Place& place) const {
    ScenarioOptions scenario = options_.run.scenario;
    for (std::size_t axis = 0; axis < place.size(); ++axis)
      set_value(scenario, options_.over[axis].path, options_.over[axis].values[place[axis]]);
    Study study = study_of(load_scenario(scenario));
    it.goals = parsed(goals_, study.company);
    for (const auto& expected : study.expectations)
      if (std::ranges::find(it.goals, expected.text, &measures::Expectation::text) == it.goals.end())
        it.others.push_back(expected);
    it.scarce = report::scarce_things(study.company);
    std::vector<measures::Query> queries;
    for (const auto& claim : it.goals) queries.push_back(claim.query);
    for (const auto& claim : it.others) queries.push_back(claim.query);
    for (const auto& thing : it.scarce) queries.push_back(thing.query);
    it.trial = std::make_unique<Trial>(std::move(study), options_.run, std::move(queries));
  }

  const PlanOptions& options_;
  std::vector<std::string> goals_;
  std::ostream& err_;
  Certainty certainty_;
  std::map<Place, Judged> judged_;
};

std::string value_text(const Axis& axis, std::size_t value) { return axis.path + " = " + axis.values[value]; }

/// The verdict on the neighbour that nearly is the answer.
std::string beside_text(const Axis& axis, const Boundary& found, std::uint32_t most_replications) {
  const bool until = found.form == Form::until;
  const std::size_t beside = until ? *found.answer + 1 : *found.answer - 1;
  const auto verdict = found.verdicts.at(beside);
  if (verdict == Verdict::fail) return axis.values[beside] + " does not.";
  return axis.values[beside] + " may meet it too, which " + report::count(most_replications) +
         " replications cannot tell (--replications allows more).";
}

std::string contradiction_text(const Axis& axis, const Boundary& found) {
  std::string passing, failing;
  for (const auto& [value, verdict] : found.verdicts) {
    if (verdict == Verdict::pass) passing += (passing.empty() ? "" : ", ") + axis.values[value];
    if (verdict == Verdict::fail) failing += (failing.empty() ? "" : ", ") + axis.values[value];
  }
  return "The goal is not monotone in " + axis.path + ": met at " + passing + ", missed at " + failing +
         ". There is no one threshold; sweep shows the whole curve.";
}

std::string answer_text(const Axis& axis, const Boundary& found, std::uint32_t most_replications) {
  const std::string all = report::plural(axis.values.size(), "value", "values");
  switch (found.form) {
    case Form::nowhere: return "No value of " + axis.path + " that was judged meets the goal.";
    case Form::everywhere:
      return value_text(axis, *found.answer) + ", the first of " + all +
             ", meets the goal, and so do the others judged.";
    case Form::inside:
      return value_text(axis, *found.answer) +
             " is the smallest value known to meet the goal, which is missed at both " +
             "ends: larger values cease to meet it. " + beside_text(axis, found, most_replications);
    case Form::until:
      return value_text(axis, *found.answer) + " is the largest of " + all + " that meets the goal; " +
             beside_text(axis, found, most_replications);
    case Form::from: break;
  }
  return value_text(axis, *found.answer) + " is the smallest of " + all + " that meets the goal; " +
         beside_text(axis, found, most_replications);
}

std::vector<std::string> next_to_bind(const Judged& answer) {
  std::vector<std::pair<double, std::string>> found;
  std::size_t query = answer.goals.size();
  const auto add = [&](const auto& thing) {
    const report::Headroom room = report::headroom(thing, answer.trial->estimator().estimate(query++));
    const std::string text = room.what + " (" + room.found + ", ";
    found.emplace_back(room.times, text + (room.times < 1 ? "broken already)" : report::times_text(room.times) + ")"));
  };
  for (const auto& claim : answer.others) add(claim);
  for (const auto& thing : answer.scarce) add(thing);
  std::ranges::stable_sort(found, {}, &std::pair<double, std::string>::first);
  std::string text;
  for (std::size_t i = 0; i < std::min(most_listed, found.size()); ++i)
    text += (i == 0 ? "Next to bind, by headroom: " : "; ") + found[i].second;
  if (text.empty()) return {};
  return {text + "."};
}

/// The pairs that no other pair beats, being no later on either axis.
std::set<Place> undominated(const std::vector<Place>& answers) {
  std::set<Place> kept;
  for (const Place& one : answers) {
    const bool beaten = std::ranges::any_of(
        answers, [&](const Place& other) { return other != one && other[0] <= one[0] && other[1] <= one[1]; });
    if (!beaten) kept.insert(one);
  }
  return kept;
}

class Planning {
 public:
  Planning(const PlanOptions& options, const scenarios::Scenario& scenario, std::vector<std::string> goals,
           std::ostream& err)
      : options_(options), planner_(options, goals, err) {
    plan_.title = scenario.company.title;
    plan_.seed = scenario.seed;
    plan_.confidence = options.confidence;
    plan_.goals = parsed(goals, scenario.company);
    for (const Axis& axis : options.over) plan_.paths.push_back(axis.path);
  }

  report::Plan find() {
    options_.over.size() == 1 ? find_value() : find_pairs();
    const std::set<Place> best(answers_.begin(), answers_.end());
    for (const auto& [place, judged] : planner_.judged()) add_row(place, judged, best.contains(place));
    if (!best.empty()) look_at(planner_.judged().at(*best.begin()));
    return std::move(plan_);
  }
  bool is_unsure() const { return unsure_; }

 private:
  void find_value() {
    const Boundary found = planner_.search({});
    take(found, {});
    plan_.answers.push_back(answer_text(options_.over[0], found, options_.most_replications));
    if (!found.is_monotone() && found.form != Form::inside)
      plan_.answers.push_back(contradiction_text(options_.over[0], found));
  }

  void find_pairs() {
    const Axis& first = options_.over[0];
    for (std::size_t value = 0; value < first.values.size(); ++value) {
      const Boundary found = planner_.search({value});
      take(found, {value});
      plan_.answers.push_back(value_text(first, value) + ": " +
                              answer_text(options_.over[1], found, options_.most_replications));
      if (!found.is_monotone() && found.form != Form::inside)
        plan_.answers.push_back(contradiction_text(options_.over[1], found));
    }
    std::string pairs;
    for (const Place& place : undominated(answers_)) pairs += (pairs.empty() ? "" : "; ") + planner_.label(place);
    if (!pairs.empty()) plan_.answers.push_back("No other pair comes before these on both lists: " + pairs + ".");
  }

  void take(const Boundary& found, Place place) {
    const bool contradicts = !found.is_monotone() && found.form != Form::inside;
    const bool nothing_sure = found.form == Form::nowhere && std::ranges::any_of(found.verdicts, [](const auto& one) {
                                return one.second == Verdict::unsure;
                              });
    unsure_ = unsure_ || contradicts || nothing_sure;
    if (!found.answer || contradicts) return;
    place.push_back(*found.answer);
    answers_.push_back(std::move(place));
    plan_.is_sure = true;
  }

  void add_row(const Place& place, const Judged& judged, bool is_answer) {
    report::PlanRow row{{}, judged.verdict, is_answer, judged.trial->replications(), {}};
    for (std::size_t axis = 0; axis < place.size(); ++axis)
      row.values.push_back(options_.over[axis].values[place[axis]]);
    for (std::size_t goal = 0; goal < judged.goals.size(); ++goal)
      row.goals.push_back(judged.trial->estimator().estimate(goal, planner_.level()));
    plan_.rows.push_back(std::move(row));
  }

  void look_at(const Judged& answer) {
    for (const auto& goal : answer.goals)
      for (std::string& text : report::loss_plan(answer.trial->study.company, goal, answer.trial->estimator().pooled()))
        plan_.loss_formula.push_back(std::move(text));
    plan_.next_to_bind = next_to_bind(answer);
  }

  const PlanOptions& options_;
  Planner planner_;
  report::Plan plan_;
  std::vector<Place> answers_;
  bool unsure_ = false;
};

}  // namespace

int plan_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  std::optional<PlanOptions> options = read_plan_options(arguments, out);
  if (!options) return exit_pass;
  const scenarios::Scenario scenario = load_scenario(options->run.scenario);
  if (options->hold) hold_load(options->run.scenario, scenario.company, *options->hold);
  require_replications_in_one_process("plan", scenario.company);
  if (options->is_frontier) return draw_frontier(*options, scenario, out, err);
  const InterruptWatch watch;
  Planning planning(*options, scenario, goals_of(*options, scenario), err);
  report::Plan plan;
  try {
    plan = planning.find();
  } catch (const Interruption&) {
    err << "interrupted: there is no answer yet\n";
    return exit_interrupted;
  }
  if (!options->run.quiet) options->run.json ? report::write_plan_json(plan, out) : report::print_plan(plan, out);
  if (plan.is_sure) return exit_pass;
  return planning.is_unsure() ? exit_unsure : exit_failed;
}

}  // namespace program
