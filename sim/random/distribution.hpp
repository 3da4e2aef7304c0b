#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "sim/random/portable_math.hpp"
#include "sim/time.hpp"

namespace sim {

struct WeightedDistribution;

/// The law of a duration: an immutable value, cheap to copy. Parameters are seconds; durations are never negative.
///
/// Sampling is by inverse distribution function, one uniform per draw, so two laws fed the same uniform stay coupled.
/// Results are the same bits on every machine (portable_math.hpp).
///
/// The named constructors throw std::invalid_argument, with a sentence saying what to do, when a parameter is negative,
/// not finite, or makes no law. A law without spread (uniform(3s 3s)) becomes constant.
class Distribution {
 public:
  /// constant(0s)
  Distribution() : Distribution(constant(0.0)) {}

  static Distribution constant(double seconds);
  static Distribution constant(Ticks duration);
  static Distribution uniform(double from_s, double to_s);
  static Distribution exponential(double mean_s);
  /// Lognormal with this mean and coefficient of variation (standard deviation / mean): sigma^2 = log(1 + cv^2).
  static Distribution lognormal_mean_cv(double mean_s, double cv);
  /// Lognormal with this median and 95th percentile (median < p95).
  static Distribution lognormal_median_p95(double median_s, double p95_s);
  /// Gamma with shape 1 / cv^2. Requires 0.01 <= cv <= 10. Sampling costs microseconds.
  static Distribution gamma(double mean_s, double cv);
  /// Weibull; shape 1 is exponential, below 1 the hazard falls, above 1 it rises. Requires 0.1 <= shape <= 1000.
  static Distribution weibull(double shape, double mean_s);
  static Distribution triangular(double from_s, double mode_s, double to_s);
  /// Weights in (0,1], their sum 1 within 1e-9.
  static Distribution mixture(std::vector<WeightedDistribution> parts);
  /// The law that gives each value of the sample the same probability.
  static Distribution empirical(std::vector<double> values_s);
  /// The law of `inner` given that it lies in [from_s, to_s]; to_s may be infinite. The interval must hold at least
  /// 1e-9 of the probability. A truncated mixture is the mixture of the truncated parts, weighted anew.
  static Distribution truncated(const Distribution& inner, double from_s,
                                double to_s = std::numeric_limits<double>::infinity());

  /// The value at u in (0,1), not decreasing in u: the inverse distribution function. Except for a mixture: there u
  /// first chooses the part, in the order given, and its position within the part's share is the uniform of that part.
  /// That map has the right law and is deterministic, but it is not the quantile and not monotone.
  double quantile_s(double u) const;

  /// The nearest tick, never negative; saturates at `never`.
  Ticks sample(double u) const { return from_seconds(quantile_s(u)); }
  /// out[i] = sample(u[i]), n times; u as a draw gives them. Faster by far where the law is exponential.
  void samples(const double* u, Ticks* out, std::size_t n) const;

  /// The value at u of the law given that it is above age_s (at least 0), by the inverse distribution function; of a
  /// mixture u chooses the part first. Never below age_s; age_s itself where nothing lies above it.
  double quantile_beyond_s(double age_s, double u) const;

  /// Closed forms, computed once. cv is standard deviation / mean, 0 for a zero mean.
  double mean_s() const;
  double variance_s2() const;
  double cv() const;

  /// P(X > t).
  double survival(double t_s) const;

  bool is_constant() const { return kind_ == Kind::constant; }
  bool is_exponential() const { return kind_ == Kind::exponential; }

  /// In the words of the scenario language, e.g. "lognormal(mean 40s cv 0.7)". An empirical law, whose file is not
  /// known here, gives its size and mean.
  std::string describe() const;

 private:
  enum class Kind : std::uint8_t {
    constant,     // p0 value
    uniform,      // p0 from, p1 to - from
    exponential,  // p0 mean
    lognormal,    // p0 mu, p1 sigma
    gamma,        // p0 shape, p1 scale
    weibull,      // p0 shape, p1 scale
    triangular,   // p0 from, p1 mode, p2 to
    mixture,
    empirical,
    truncated  // p0 P(inner < from), p1 probability held
  };
  struct Details;

  Distribution(Kind kind, double p0, double p1, double p2, Details details);

  double other_quantile_s(double u) const;
  double triangular_quantile_s(double u) const;
  double mixture_quantile_s(double u) const;
  double mixture_beyond_s(double age_s, double u) const;
  double empirical_quantile_s(double u) const;
  double truncated_quantile_s(double u) const;
  double triangular_survival(double t_s) const;
  double mixture_survival(double t_s) const;
  double empirical_survival(double t_s) const;
  double truncated_survival(double t_s) const;

  bool may_lie_in(double from_s, double to_s) const;
  double probability(double from_s, double to_s) const;
  double partial_moment(int power, double to_s) const;
  double triangular_partial_moment(int power, double to_s) const;
  static Distribution truncated_mixture(const Distribution& inner, double from_s, double to_s);
  static Distribution truncated_empirical(const Distribution& inner, double from_s, double to_s);
  static Distribution truncated_smooth(const Distribution& inner, double from_s, double to_s);

  Kind kind_;
  double p0_;
  double p1_;
  double p2_;
  std::shared_ptr<const Details> details_;
};

/// One part of a mixture.
struct WeightedDistribution {
  double weight;
  Distribution law;
};

inline double Distribution::quantile_s(double u) const {
  switch (kind_) {
    case Kind::constant: return p0_;
    case Kind::uniform: return p0_ + u * p1_;
    case Kind::exponential: return -p0_ * portable::log1p(-u);
    case Kind::lognormal: return portable::exp(p0_ + p1_ * portable::normal_quantile(u));
    default: return other_quantile_s(u);
  }
}

}  // namespace sim
