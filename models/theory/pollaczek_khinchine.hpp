#pragma once

namespace theory {

/// Mean time in the queue, in seconds, before service begins at a single server with Poisson arrivals, any service law
/// and first come first served (M/G/1; Pollaczek, 1930; Khinchine, 1932): rho s (1 + cv^2) / (2 (1 - rho)) with rho =
/// rate x s. `service_cv` is the standard deviation of the service time over its mean: 0 constant, 1 exponential.
/// Throws std::invalid_argument when an argument is negative or not finite, or when rho >= 1: the queue then never
/// settles.
double mg1_mean_wait_s(double arrivals_per_s, double mean_service_s, double service_cv);

}  // namespace theory
