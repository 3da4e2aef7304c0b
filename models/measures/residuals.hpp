#pragma once

#include <vector>

#include "models/measures/query.hpp"

namespace measures {

/// What each replication says of an answer, up to a constant: the answer has the standard error that their mean has.
/// For a ratio it is what the replication adds beyond its share, by the delta method (Cochran 1977, chapter 6); for a
/// percentile or a maximum, which every one of these readings must then have, its own value.
std::vector<double> residuals(const Query& query, const std::vector<Reading>& readings);

/// Whether replications answer such a query each for itself, so that one that observed nothing says nothing.
bool is_of_replications(Statistic statistic);

}  // namespace measures
