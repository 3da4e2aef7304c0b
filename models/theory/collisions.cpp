#include "models/theory/collisions.hpp"

#include <cmath>

#include "models/theory/argument.hpp"

namespace theory {

namespace {

/// P(X >= k) of a Poisson variable: its complement is summed where that is the smaller part.
double poisson_at_least(std::int64_t k, double mean) {
  if (k <= 0) return 1;
  if (mean <= 0) return 0;
  const auto chance = [mean](std::int64_t n) {
    const auto x = static_cast<double>(n);
    return std::exp(x * std::log(mean) - mean - std::lgamma(x + 1));
  };
  double sum = 0;
  if (static_cast<double>(k) <= mean) {
    for (std::int64_t n = 0; n < k; ++n) sum += chance(n);
    return 1 - sum;
  }
  for (std::int64_t n = k;; ++n) {
    const double term = chance(n);
    sum += term;
    if (term <= sum * 1e-17) return sum;
  }
}

}  // namespace

double codes_given_twice_in_order(double mean_parks_a_node) {
  require_not_negative("the mean number of parks", mean_parks_a_node);
  double sum = 0;
  for (std::int64_t k = 1;; ++k) {
    const double both = std::pow(poisson_at_least(k, mean_parks_a_node), 2);
    sum += both;
    if (both <= sum * 1e-17) return sum;
  }
}

double codes_given_twice_at_random(double mean_parks_a_node, std::int64_t codes) {
  require_not_negative("the mean number of parks", mean_parks_a_node);
  require_positive("the number of codes", codes);
  return mean_parks_a_node * mean_parks_a_node / static_cast<double>(codes);
}

double pairs_joined(double parks_per_s, double window_s, double life_s) {
  require_not_negative("the rate of parks", parks_per_s);
  require_not_negative("the window", window_s);
  require_not_negative("the life of a reservation", life_s);
  double sum = 0;
  for (std::int64_t second = 2;; second += 2) {
    const double left_s = window_s - static_cast<double>(second - 1) * life_s;
    if (left_s <= 0) return sum;
    const double chance = poisson_at_least(second, parks_per_s * left_s);
    sum += chance;
    if (chance <= sum * 1e-17) return sum;
  }
}

double late_retrievers_answered(double parks_per_s, double retrieval_mean_s, double patience_mean_s) {
  require_positive("the rate of parks", parks_per_s);
  require_positive("the mean time to retrieval", retrieval_mean_s);
  require_positive("the mean patience", patience_mean_s);
  const double r = parks_per_s * retrieval_mean_s, k = retrieval_mean_s / patience_mean_s;
  double term = 1, free = 1, used = 0;  // of the series of 0F1, and of z 0F1' / k
  for (double n = 1;; ++n) {
    term *= r * k / (n * (k + n));
    free += term;
    used += n * term / k;
    if (n * term <= used * k * 1e-17) break;
  }
  return 1 - (1 + k) * used / (r * free);
}

}  // namespace theory
