#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "models/measures/cursor.hpp"
#include "tools/program/boundary.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/decision_options.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/study_load.hpp"
#include "tools/program/verdicts.hpp"
#include "tools/report/stress_report.hpp"

namespace program {

namespace {

using measures::Verdict;

/// Multiples of the traffic: 1.02 to the power of whole numbers, from a tenth to twenty times.
constexpr double ratio = 1.02;
constexpr int least_power = -116, most_power = 151;
constexpr auto multiples = static_cast<std::size_t>(most_power - least_power + 1);
constexpr auto present = static_cast<std::size_t>(-least_power);

double multiple(std::size_t place) { return std::pow(ratio, static_cast<int>(place) + least_power); }

/// The same, with so many times the traffic of all kinds.
Study with_traffic(Study study, double times) {
  for (people::Traffic& traffic : study.company.traffic) traffic.arrivals = traffic.arrivals.scaled(times);
  for (people::LotTraffic& traffic : study.company.lot_traffic) traffic.arrivals = traffic.arrivals.scaled(times);
  return study;
}

class Stressing {
 public:
  /// The first `wanted` expectations are the user's.
  Stressing(const StressOptions& options, Study study, std::size_t wanted, std::ostream& err)
      : options_(options), study_(std::move(study)), wanted_(wanted), err_(err) {
    certainty_.confidence = options.confidence;
    certainty_.most_replications = options.most_replications;
    certainty_.most_judged = 2 * most_judged(multiples) * study_.expectations.size();
  }

  report::Stress find() {
    report::Stress stress{study_.company.title,    study_.seed, options_.confidence, multiple(0),
                          multiple(multiples - 1), {}};
    for (std::size_t claim = 0; claim < study_.expectations.size(); ++claim)
      stress.expectations.push_back(endurance(claim));
    std::ranges::stable_sort(stress.expectations, {}, [](const report::Endurance& one) {
      return one.fails_from.value_or(2 * multiple(multiples - 1));
    });
    return stress;
  }

 private:
  report::Endurance endurance(std::size_t claim) {
    const Limits limits = find_limits(multiples, present, [&](std::size_t place) { return verdict(place, claim); });
    report::Endurance found{study_.expectations[claim], claim >= wanted_, estimate(present, claim), {}, {}, {}};
    if (limits.last_pass) found.holds_to = multiple(*limits.last_pass);
    if (limits.first_fail) found.fails_from = multiple(*limits.first_fail);
    found.at_failure = estimate(limits.first_fail.value_or(multiples - 1), claim);
    return found;
  }

  Verdict verdict(std::size_t place, std::size_t claim) {
    const auto is_decided = [claim](const std::vector<Verdict>& all) { return all[claim] != Verdict::unsure; };
    return judge(trial(place), study_.expectations, certainty_, is_decided, options_.run, err_)[claim];
  }

  measures::Estimate estimate(std::size_t place, std::size_t claim) {
    return trial(place).estimator().estimate(claim, certainty_.level(study_.expectations.size()));
  }

  Trial& trial(std::size_t place) {
    auto& found = trials_[place];
    if (!found) {
      std::vector<measures::Query> queries;
      for (const auto& claim : study_.expectations) queries.push_back(claim.query);
      found = std::make_unique<Trial>(with_traffic(study_, multiple(place)), options_.run, std::move(queries));
    }
    return *found;
  }

  const StressOptions& options_;
  Study study_;
  std::size_t wanted_;
  std::ostream& err_;
  Certainty certainty_;
  std::map<std::size_t, std::unique_ptr<Trial>> trials_;
};

/// What any site would want, whether or not its scenario says so.
std::vector<std::string> usual_wishes(const people::Company& company) {
  std::vector<std::string> wishes;
  if (company.trunks != people::none) wishes.emplace_back("call.blocked.share < 1%");
  const auto has_a_queue = [](const people::Group& group) {
    return group.script != people::none && group.queue != park::unlimited;
  };
  for (const people::Group& group : company.groups)
    if (has_a_queue(group)) wishes.push_back("call.turned_away.share{group=" + group.name + "} < 1%");
  const measures::Names names = measures::names_of(company);
  for (std::size_t lot = 0; lot < company.lots.size(); ++lot) {
    const std::string what = names.lot_overflows[lot] ? "park.overflowed" : "park.refused";
    wishes.push_back(what + ".share{policy=" + company.lots[lot].name + "} < 1%");
  }
  return wishes;
}

measures::Expectation parsed(const std::string& goal, const measures::Names& names) {
  try {
    return measures::parse_expectation(goal, names);
  } catch (const measures::QueryError& error) {
    throw UsageError("--goal '" + goal + "': " + error.what());
  }
}

void add_goals(Study& study, const std::vector<std::string>& goals) {
  const measures::Names names = measures::names_of(study.company);
  for (const std::string& goal : goals) study.expectations.push_back(parsed(goal, names));
}

/// Of what nothing is expected yet.
void add_usual_wishes(Study& study) {
  const measures::Names names = measures::names_of(study.company);
  for (const std::string& wish : usual_wishes(study.company)) {
    measures::Expectation claim = parsed(wish, names);
    const auto same = [&](const measures::Expectation& other) { return other.query.text == claim.query.text; };
    if (std::ranges::none_of(study.expectations, same)) study.expectations.push_back(std::move(claim));
  }
}

}  // namespace

int stress_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<StressOptions> options = read_stress_options(arguments, out);
  if (!options) return exit_pass;
  Study study = study_of(load_scenario(options->run.scenario));
  require_replications_in_one_process("stress", study.company);
  add_goals(study, options->goals);
  const std::size_t wanted = study.expectations.size();
  add_usual_wishes(study);
  const InterruptWatch watch;
  try {
    const report::Stress stress = Stressing(*options, std::move(study), wanted, err).find();
    if (!options->run.quiet)
      options->run.json ? report::write_stress_json(stress, out) : report::print_stress(stress, out);
  } catch (const Interruption&) {
    err << "interrupted: it is not known yet what breaks first\n";
    return exit_interrupted;
  }
  return exit_pass;
}

}  // namespace program
