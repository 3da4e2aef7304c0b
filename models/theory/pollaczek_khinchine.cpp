#include "models/theory/pollaczek_khinchine.hpp"

#include <stdexcept>
#include <string>

#include "models/theory/argument.hpp"

namespace theory {

double mg1_mean_wait_s(double arrivals_per_s, double mean_service_s, double service_cv) {
  require_not_negative("the arrival rate", arrivals_per_s);
  require_not_negative("the mean service time", mean_service_s);
  require_not_negative("the coefficient of variation", service_cv);
  const double load = arrivals_per_s * mean_service_s;
  if (load >= 1) {
    throw std::invalid_argument("a single server cannot keep up with a load of " + std::to_string(load) +
                                " erlang: the wait has no mean");
  }
  return load * mean_service_s * (1 + service_cv * service_cv) / (2 * (1 - load));
}

}  // namespace theory
