#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/random/distribution_details.hpp"
#include "sim/random/words.hpp"

namespace sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double least_held_probability = 1e-9;

std::string truncated_words(const std::string& inner, double from_s, double to_s) {
  const std::string upper = to_s == infinity ? "" : " to " + duration_words(to_s);
  return "truncated(" + inner + " from " + duration_words(from_s) + upper + ")";
}

[[noreturn]] void refuse_empty(const Distribution& inner, double from_s, double to_s) {
  throw std::invalid_argument(truncated_words(inner.describe(), from_s, to_s) +
                              ": the law practically never falls into this interval; widen it, or move the law.");
}

/// Integral of x^power (c + d x) over [from, to].
double integrate_linear(int power, double c, double d, double from, double to) {
  const auto antiderivative = [&](double x) {
    double x_to_power = x;
    for (int i = 0; i < power; ++i) x_to_power *= x;
    return x_to_power * (c / (power + 1) + d * x / (power + 2));
  };
  return antiderivative(to) - antiderivative(from);
}

double lognormal_partial_moment(double mu, double sigma, int power, double to_s) {
  const double full = portable::exp(power * mu + power * power * sigma * sigma / 2);
  if (to_s == infinity) return full;
  return full * portable::normal_cdf((portable::log(to_s) - mu) / sigma - power * sigma);
}

double gamma_partial_moment(double shape, double scale, int power, double to_s) {
  const double full = power == 0 ? 1 : power == 1 ? shape * scale : shape * (shape + 1) * scale * scale;
  return full * portable::gamma_p(shape + power, to_s / scale);
}

double weibull_partial_moment(double shape, double scale, int power, double to_s) {
  const double a = 1 + power / shape;
  const double full = portable::pow(scale, power) * portable::exp(portable::log_gamma(a));
  return full * portable::gamma_p(a, to_s == infinity ? infinity : portable::pow(to_s / scale, shape));
}

}  // namespace

Distribution Distribution::truncated(const Distribution& inner, double from_s, double to_s) {
  if (!(from_s >= 0 && from_s < infinity && from_s < to_s))
    throw std::invalid_argument("truncated: write the bounds as two durations, the smaller first, not " +
                                duration_words(from_s) + " and " + duration_words(to_s) + ".");
  switch (inner.kind_) {
    case Kind::constant:
      if (!inner.may_lie_in(from_s, to_s)) refuse_empty(inner, from_s, to_s);
      return inner;
    case Kind::uniform:
      if (!inner.may_lie_in(from_s, to_s)) refuse_empty(inner, from_s, to_s);
      return uniform(std::max(from_s, inner.p0_), std::min(to_s, inner.p0_ + inner.p1_));
    case Kind::mixture: return truncated_mixture(inner, from_s, to_s);
    case Kind::empirical: return truncated_empirical(inner, from_s, to_s);
    case Kind::truncated: {
      const auto& outer = *inner.details_;
      if (!inner.may_lie_in(from_s, to_s)) refuse_empty(inner, from_s, to_s);
      return truncated_smooth(outer.parts[0].law, std::max(from_s, outer.from_s), std::min(to_s, outer.to_s));
    }
    default: return truncated_smooth(inner, from_s, to_s);
  }
}

Distribution Distribution::truncated_mixture(const Distribution& inner, double from_s, double to_s) {
  std::vector<WeightedDistribution> parts;
  double held = 0;
  for (const auto& [weight, law] : inner.details_->parts) {
    if (!law.may_lie_in(from_s, to_s)) continue;
    parts.push_back({weight * law.probability(from_s, to_s), truncated(law, from_s, to_s)});
    held += parts.back().weight;
  }
  if (parts.empty()) refuse_empty(inner, from_s, to_s);
  for (auto& part : parts) part.weight /= held;
  return mixture(std::move(parts));
}

Distribution Distribution::truncated_empirical(const Distribution& inner, double from_s, double to_s) {
  const auto& values = inner.details_->values_s;
  const auto first = std::lower_bound(values.begin(), values.end(), from_s);
  const auto last = std::upper_bound(values.begin(), values.end(), to_s);
  if (first == last) refuse_empty(inner, from_s, to_s);
  return empirical({first, last});
}

Distribution Distribution::truncated_smooth(const Distribution& inner, double from_s, double to_s) {
  const double held = inner.probability(from_s, to_s);
  if (held < least_held_probability) refuse_empty(inner, from_s, to_s);
  const auto moment = [&](int power) {
    return (inner.partial_moment(power, to_s) - inner.partial_moment(power, from_s)) / held;
  };
  const double mean_s = std::clamp(moment(1), from_s, to_s);
  return {Kind::truncated,
          1 - inner.survival(from_s),
          held,
          0,
          {.words = truncated_words(inner.describe(), from_s, to_s),
           .mean_s = mean_s,
           .variance_s2 = std::max(0.0, moment(2) - mean_s * mean_s),
           .parts = {{1, inner}},
           .from_s = from_s,
           .to_s = to_s}};
}

bool Distribution::may_lie_in(double from_s, double to_s) const {
  return probability(from_s, to_s) >= least_held_probability;
}

/// P(from <= X <= to); an atom at `from` counts only where the kind can have one.
double Distribution::probability(double from_s, double to_s) const {
  if (kind_ == Kind::constant) return from_s <= p0_ && p0_ <= to_s ? 1 : 0;
  double sum = 0;
  switch (kind_) {
    case Kind::mixture:
      for (const auto& [weight, law] : details_->parts) sum += weight * law.probability(from_s, to_s);
      return sum;
    case Kind::empirical:
      for (const double value : details_->values_s) sum += from_s <= value && value <= to_s ? 1 : 0;
      return sum / static_cast<double>(details_->values_s.size());
    default: return survival(from_s) - (to_s == infinity ? 0 : survival(to_s));
  }
}

/// E[X^power; X <= to] of the smooth kinds, power 1 or 2.
double Distribution::partial_moment(int power, double to_s) const {
  if (to_s <= 0) return 0;
  switch (kind_) {
    case Kind::exponential: return gamma_partial_moment(1, p0_, power, to_s);
    case Kind::gamma: return gamma_partial_moment(p0_, p1_, power, to_s);
    case Kind::lognormal: return lognormal_partial_moment(p0_, p1_, power, to_s);
    case Kind::weibull: return weibull_partial_moment(p0_, p1_, power, to_s);
    case Kind::triangular: return triangular_partial_moment(power, to_s);
    default: throw std::logic_error("partial_moment: " + describe() + " is truncated in another way");
  }
}

double Distribution::triangular_partial_moment(int power, double to_s) const {
  const double width = p2_ - p0_;
  const double up_to = std::clamp(to_s, p0_, p2_);
  double sum = 0;
  if (p1_ > p0_) {
    const double slope = 2 / (width * (p1_ - p0_));
    sum += integrate_linear(power, -slope * p0_, slope, p0_, std::min(up_to, p1_));
  }
  if (p2_ > p1_ && up_to > p1_) {
    const double slope = 2 / (width * (p2_ - p1_));
    sum += integrate_linear(power, slope * p2_, -slope, p1_, up_to);
  }
  return sum;
}

}  // namespace sim
