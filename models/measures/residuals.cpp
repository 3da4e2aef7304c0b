#include "models/measures/residuals.hpp"

namespace measures {

bool is_of_replications(Statistic statistic) { return statistic == Statistic::quantile || statistic == Statistic::max; }

std::vector<double> residuals(const Query& query, const std::vector<Reading>& readings) {
  std::vector<double> found;
  if (is_of_replications(query.statistic)) {
    for (const Reading& r : readings) found.push_back(*r.value);
    return found;
  }
  double numerator = 0, denominator = 0;
  for (const Reading& r : readings) {
    numerator += r.numerator;
    denominator += r.denominator;
  }
  const double scale = query.statistic == Statistic::per_1000 ? 1000 : 1;
  const double mean = denominator / static_cast<double>(readings.size());
  for (const Reading& r : readings)
    found.push_back(scale * (r.numerator - numerator / denominator * r.denominator) / mean);
  return found;
}

}  // namespace measures
