#include "tools/program/verdicts.hpp"

#include <algorithm>

namespace program {

namespace {

using measures::Verdict;

std::uint32_t next_look(std::uint32_t replications, std::uint32_t most) {
  return std::min(replications == 0 ? first_look : 2 * replications, most);
}

std::size_t looks(std::uint32_t most) {
  std::size_t count = 0;
  for (std::uint32_t at = 0; at < most; at = next_look(at, most)) ++count;
  return count;
}

std::vector<Verdict> verdicts_now(const Trial& trial, const std::vector<measures::Expectation>& claims, double level) {
  std::vector<Verdict> verdicts(claims.size(), Verdict::unsure);
  if (trial.replications() == 0) return verdicts;
  for (std::size_t i = 0; i < claims.size(); ++i)
    verdicts[i] = measures::judge(claims[i], trial.estimator().estimate(i, level));
  return verdicts;
}

}  // namespace

double Certainty::level(std::size_t claims) const {
  return 1 - (1 - confidence) / static_cast<double>(most_judged * looks(most_replications) * claims);
}

std::vector<Verdict> judge(Trial& trial, const std::vector<measures::Expectation>& claims, const Certainty& certainty,
                           const Enough& enough, const RunOptions& run, std::ostream& err) {
  const double level = certainty.level(claims.size());
  for (;;) {
    std::vector<Verdict> verdicts = verdicts_now(trial, claims, level);
    const bool may_go_on = trial.replications() < certainty.most_replications;
    if (trial.replications() > 0 && (enough(verdicts) || !may_go_on)) return verdicts;
    go_on({&trial}, next_look(trial.replications(), certainty.most_replications), run, err);
  }
}

Verdict together(const std::vector<Verdict>& verdicts) {
  if (std::ranges::find(verdicts, Verdict::fail) != verdicts.end()) return Verdict::fail;
  return std::ranges::find(verdicts, Verdict::unsure) == verdicts.end() ? Verdict::pass : Verdict::unsure;
}

}  // namespace program
