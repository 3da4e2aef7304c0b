#include <algorithm>
#include <cmath>

#include "sim/random/distribution_details.hpp"
#include "sim/random/draw_block.hpp"

namespace sim {

double Distribution::other_quantile_s(double u) const {
  switch (kind_) {
    case Kind::gamma: return p1_ * portable::gamma_p_inverse(p0_, u);
    case Kind::weibull: return p1_ * portable::pow(-portable::log1p(-u), 1 / p0_);
    case Kind::triangular: return triangular_quantile_s(u);
    case Kind::mixture: return mixture_quantile_s(u);
    case Kind::empirical: return empirical_quantile_s(u);
    case Kind::truncated: return truncated_quantile_s(u);
    default: return quantile_s(u);
  }
}

void Distribution::samples(const double* u, Ticks* out, std::size_t n) const {
  if (is_exponential()) return exponential_durations(p0_, u, out, n);
  for (std::size_t i = 0; i < n; ++i) out[i] = sample(u[i]);
}

double Distribution::triangular_quantile_s(double u) const {
  const double width = p2_ - p0_;
  const double left = p1_ - p0_;
  if (u * width < left) return p0_ + std::sqrt(u * width * left);
  return p2_ - std::sqrt((1 - u) * width * (p2_ - p1_));
}

double Distribution::mixture_quantile_s(double u) const {
  const auto& parts = details_->parts;
  std::size_t chosen = 0;
  double below = 0;
  while (chosen + 1 < parts.size() && u >= below + parts[chosen].weight) below += parts[chosen++].weight;
  const double position = (u - below) / parts[chosen].weight;
  return parts[chosen].law.quantile_s(std::clamp(position, 0x1p-53, 1 - 0x1p-53));
}

double Distribution::quantile_beyond_s(double age_s, double u) const {
  if (kind_ == Kind::exponential) return age_s + quantile_s(u);
  if (kind_ == Kind::mixture) return mixture_beyond_s(age_s, u);
  const double beyond = survival(age_s);
  if (beyond <= 0) return age_s;
  return std::max(age_s, quantile_s(std::clamp(1 - beyond * (1 - u), 0x1p-53, 1 - 0x1p-53)));
}

double Distribution::mixture_beyond_s(double age_s, double u) const {
  const double beyond = survival(age_s);
  double below = 0;
  for (const auto& [weight, law] : details_->parts) {
    const double share = beyond > 0 ? weight * law.survival(age_s) / beyond : 0;
    if (share > 0 && u < below + share)
      return law.quantile_beyond_s(age_s, std::clamp((u - below) / share, 0x1p-53, 1 - 0x1p-53));
    below += share;
  }
  return age_s;
}

double Distribution::empirical_quantile_s(double u) const {
  const auto& values = details_->values_s;
  const double place = u * static_cast<double>(values.size());
  auto index = static_cast<std::size_t>(place);
  if (index > 0 && static_cast<double>(index) == place) --index;
  return values[std::min(index, values.size() - 1)];
}

double Distribution::truncated_quantile_s(double u) const {
  const double inner = details_->parts[0].law.quantile_s(std::clamp(p0_ + u * p1_, 0x1p-60, 1 - 0x1p-53));
  return std::clamp(inner, details_->from_s, details_->to_s);
}

double Distribution::survival(double t_s) const {
  if (t_s < 0) return 1;
  switch (kind_) {
    case Kind::constant: return t_s < p0_ ? 1 : 0;
    case Kind::uniform: return std::clamp((p0_ + p1_ - t_s) / p1_, 0.0, 1.0);
    case Kind::exponential: return portable::exp(-t_s / p0_);
    case Kind::lognormal: return portable::normal_cdf((p0_ - portable::log(t_s)) / p1_);
    case Kind::gamma: return portable::gamma_q(p0_, t_s / p1_);
    case Kind::weibull: return portable::exp(-portable::pow(t_s / p1_, p0_));
    case Kind::triangular: return triangular_survival(t_s);
    case Kind::mixture: return mixture_survival(t_s);
    case Kind::empirical: return empirical_survival(t_s);
    case Kind::truncated: return truncated_survival(t_s);
  }
  return 0;
}

double Distribution::triangular_survival(double t_s) const {
  if (t_s <= p0_) return 1;
  if (t_s >= p2_) return 0;
  const double width = p2_ - p0_;
  if (t_s < p1_) return 1 - (t_s - p0_) * (t_s - p0_) / (width * (p1_ - p0_));
  return (p2_ - t_s) * (p2_ - t_s) / (width * (p2_ - p1_));
}

double Distribution::mixture_survival(double t_s) const {
  double sum = 0;
  for (const auto& [weight, law] : details_->parts) sum += weight * law.survival(t_s);
  return sum;
}

double Distribution::empirical_survival(double t_s) const {
  const auto& values = details_->values_s;
  const auto above = values.end() - std::upper_bound(values.begin(), values.end(), t_s);
  return static_cast<double>(above) / static_cast<double>(values.size());
}

double Distribution::truncated_survival(double t_s) const {
  if (t_s < details_->from_s) return 1;
  if (t_s >= details_->to_s) return 0;
  return std::min(1.0, details_->parts[0].law.probability(t_s, details_->to_s) / p1_);
}

}  // namespace sim
