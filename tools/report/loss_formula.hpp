#pragma once

#include <optional>

#include "models/measures/measures.hpp"
#include "models/people/company.hpp"

namespace report {

/// What the formula predicts for a lot.
struct LossPrediction {
  double offered_erlangs = 0;  ///< planned parks per second x measured mean time a code is held
  double refused_share = 0;
  double mean_in_use = 0;
};

/// Nothing when the formula does not hold for the lot, or nothing was parked there.
std::optional<LossPrediction> loss_prediction(const people::Company& company, int lot, const measures::Measures& total);

}  // namespace report
