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

bool is_decided(const std::vector<Verdict>& verdicts, Until until) {
  if (until == Until::goal_decided) return together(verdicts) != Verdict::unsure;
  return std::ranges::find(verdicts, Verdict::unsure) == verdicts.end();
}

}  // namespace

double Certainty::level(std::size_t claims) const {
  return 1 - (1 - confidence) / static_cast<double>(most_judged * looks(most_replications) * claims);
}

std::vector<Verdict> judge(Trial& trial, const std::vector<measures::Expectation>& claims, const Certainty& certainty,
                           Until until, const RunOptions& run, std::ostream& err) {
  const double level = certainty.level(claims.size());
  std::vector<Verdict> verdicts(claims.size(), Verdict::unsure);
  while (!is_decided(verdicts, until) && trial.replications() < certainty.most_replications) {
    go_on({&trial}, next_look(trial.replications(), certainty.most_replications), run, err);
    for (std::size_t i = 0; i < claims.size(); ++i)
      verdicts[i] = measures::judge(claims[i], trial.estimator().estimate(i, level));
  }
  return verdicts;
}

Verdict together(const std::vector<Verdict>& verdicts) {
  if (std::ranges::find(verdicts, Verdict::fail) != verdicts.end()) return Verdict::fail;
  return std::ranges::find(verdicts, Verdict::unsure) == verdicts.end() ? Verdict::pass : Verdict::unsure;
}

}  // namespace program
