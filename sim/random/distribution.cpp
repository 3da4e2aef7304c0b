#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/random/distribution_details.hpp"
#include "sim/random/words.hpp"

namespace sim {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double p95_normal = 1.6448536269514722;

void require(bool condition, const std::string& sentence) {
  if (!condition) throw std::invalid_argument(sentence);
}

bool is_duration(double seconds) { return seconds >= 0 && seconds < infinity; }
bool is_positive(double value) { return value > 0 && value < infinity; }

void require_mean(const std::string& law, double mean_s) {
  require(is_positive(mean_s), law + ": the mean must be a duration above zero, not " + duration_words(mean_s) +
                                   "; for no time at all write constant(0s).");
}

void require_between(const std::string& what, double value, double from, double to, const std::string& advice) {
  require(value >= from && value <= to, what + " must be from " + number_words(from) + " to " + number_words(to) +
                                            ", not " + number_words(value) + "; " + advice);
}

double gamma_function(double x) { return portable::exp(portable::log_gamma(x)); }

}  // namespace

Distribution::Distribution(Kind kind, double p0, double p1, double p2, Details details)
    : kind_(kind), p0_(p0), p1_(p1), p2_(p2), details_(std::make_shared<const Details>(std::move(details))) {}

Distribution Distribution::constant(double seconds) {
  require(is_duration(seconds), "constant: a duration must not be negative, but this one is " +
                                    duration_words(seconds) + "; write zero or more.");
  return {Kind::constant, seconds, 0, 0, {.words = "constant(" + duration_words(seconds) + ")", .mean_s = seconds}};
}

Distribution Distribution::constant(Ticks duration) { return constant(duration.seconds()); }

Distribution Distribution::uniform(double from_s, double to_s) {
  require(is_duration(from_s) && is_duration(to_s) && from_s <= to_s,
          "uniform: write two durations, the smaller first, not " + duration_words(from_s) + " and " +
              duration_words(to_s) + ".");
  if (from_s == to_s) return constant(from_s);
  const double width = to_s - from_s;
  return {Kind::uniform,
          from_s,
          width,
          0,
          {.words = "uniform(" + duration_words(from_s) + " " + duration_words(to_s) + ")",
           .mean_s = from_s + width / 2,
           .variance_s2 = width * width / 12}};
}

Distribution Distribution::exponential(double mean_s) {
  require_mean("exponential", mean_s);
  return {Kind::exponential,
          mean_s,
          0,
          0,
          {.words = "exponential(" + duration_words(mean_s) + ")", .mean_s = mean_s, .variance_s2 = mean_s * mean_s}};
}

Distribution Distribution::lognormal_mean_cv(double mean_s, double cv) {
  require_mean("lognormal", mean_s);
  require_between("lognormal: cv (standard deviation / mean)", cv, 1e-6, 1000, "for no spread write constant.");
  const double sigma2 = portable::log1p(cv * cv);
  return {Kind::lognormal,
          portable::log(mean_s) - sigma2 / 2,
          std::sqrt(sigma2),
          0,
          {.words = "lognormal(mean " + duration_words(mean_s) + " cv " + number_words(cv) + ")",
           .mean_s = mean_s,
           .variance_s2 = (mean_s * cv) * (mean_s * cv)}};
}

Distribution Distribution::lognormal_median_p95(double median_s, double p95_s) {
  require_mean("lognormal", median_s);
  require(p95_s > median_s && p95_s < infinity, "lognormal: p95 must be above the median, but p95 is " +
                                                    duration_words(p95_s) + " and the median " +
                                                    duration_words(median_s) + "; for no spread write constant.");
  const double mu = portable::log(median_s);
  const double sigma = portable::log1p((p95_s - median_s) / median_s) / p95_normal;
  const double sigma2 = sigma * sigma;
  require(sigma2 <= 14, "lognormal: p95 lies too far above the median (more than 470 times); bring them closer.");
  const double mean_s = portable::exp(mu + sigma2 / 2);
  return {Kind::lognormal,
          mu,
          sigma,
          0,
          {.words = "lognormal(median " + duration_words(median_s) + " p95 " + duration_words(p95_s) + ")",
           .mean_s = mean_s,
           .variance_s2 = mean_s * mean_s * (portable::exp(sigma2) - 1)}};
}

Distribution Distribution::gamma(double mean_s, double cv) {
  require_mean("gamma", mean_s);
  require_between("gamma: cv (standard deviation / mean)", cv, 0.01, 10, "for less spread write constant.");
  const double cv2 = cv * cv;
  return {Kind::gamma,
          1 / cv2,
          mean_s * cv2,
          0,
          {.words = "gamma(mean " + duration_words(mean_s) + " cv " + number_words(cv) + ")",
           .mean_s = mean_s,
           .variance_s2 = mean_s * mean_s * cv2}};
}

Distribution Distribution::weibull(double shape, double mean_s) {
  require_mean("weibull", mean_s);
  require_between("weibull: the shape", shape, 0.1, 1000, "for less spread write constant.");
  const double scale = mean_s / gamma_function(1 + 1 / shape);
  return {Kind::weibull,
          shape,
          scale,
          0,
          {.words = "weibull(shape " + number_words(shape) + " mean " + duration_words(mean_s) + ")",
           .mean_s = mean_s,
           .variance_s2 = scale * scale * gamma_function(1 + 2 / shape) - mean_s * mean_s}};
}

Distribution Distribution::triangular(double from_s, double mode_s, double to_s) {
  require(is_duration(from_s) && from_s <= mode_s && mode_s <= to_s && to_s < infinity,
          "triangular: write the least, the likeliest and the greatest duration in ascending order, not " +
              duration_words(from_s) + ", " + duration_words(mode_s) + " and " + duration_words(to_s) + ".");
  if (from_s == to_s) return constant(from_s);
  const double left = mode_s - from_s;
  const double right = to_s - mode_s;
  return {Kind::triangular,
          from_s,
          mode_s,
          to_s,
          {.words =
               "triangular(" + duration_words(from_s) + " " + duration_words(mode_s) + " " + duration_words(to_s) + ")",
           .mean_s = from_s + (2 * left + right) / 3,
           .variance_s2 = (left * left + left * right + right * right) / 18}};
}

Distribution Distribution::mixture(std::vector<WeightedDistribution> parts) {
  require(!parts.empty(), "mixture: name at least one part, such as 100% constant(5s).");
  Details details;
  double total = 0;
  double second_moment = 0;
  for (const auto& [weight, law] : parts) {
    require(weight > 0 && weight <= 1 + 1e-9, "mixture: a share of " + percent_words(weight) +
                                                  " is not possible; give each part more than 0% and at most 100%.");
    details.words += (total > 0 ? " " : "mixture(") + percent_words(weight) + " " + law.describe();
    total += weight;
    details.mean_s += weight * law.mean_s();
    second_moment += weight * (law.variance_s2() + law.mean_s() * law.mean_s());
  }
  require(total > 1 - 1e-9 && total < 1 + 1e-9,
          "mixture: the shares add up to " + percent_words(total) + "; make them add up to 100%.");
  if (parts.size() == 1) return parts.front().law;
  details.words += ")";
  details.variance_s2 = std::max(0.0, second_moment - details.mean_s * details.mean_s);
  details.parts = std::move(parts);
  return {Kind::mixture, 0, 0, 0, std::move(details)};
}

Distribution Distribution::empirical(std::vector<double> values_s) {
  require(!values_s.empty(), "empirical: the sample is empty; give it at least one duration.");
  Details details;
  for (const double value : values_s) {
    require(is_duration(value),
            "empirical: the sample holds " + duration_words(value) + ", which is no duration; remove or correct it.");
    details.mean_s += value / static_cast<double>(values_s.size());
  }
  std::sort(values_s.begin(), values_s.end());
  if (values_s.front() == values_s.back()) return constant(values_s.front());
  for (const double value : values_s) details.variance_s2 += (value - details.mean_s) * (value - details.mean_s);
  details.variance_s2 /= static_cast<double>(values_s.size());
  details.words =
      "empirical(" + std::to_string(values_s.size()) + " values, mean " + duration_words(details.mean_s) + ")";
  details.values_s = std::move(values_s);
  return {Kind::empirical, 0, 0, 0, std::move(details)};
}

double Distribution::mean_s() const { return details_->mean_s; }
double Distribution::variance_s2() const { return details_->variance_s2; }
double Distribution::cv() const { return mean_s() > 0 ? std::sqrt(variance_s2()) / mean_s() : 0; }
std::string Distribution::describe() const { return details_->words; }

}  // namespace sim
