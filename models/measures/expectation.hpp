#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "models/measures/estimate.hpp"
#include "models/measures/query.hpp"

namespace measures {

enum class Comparison : std::uint8_t { less, at_most, greater, at_least };
inline constexpr std::array<std::string_view, 4> comparison_signs{"<", "<=", ">", ">="};

enum class Bound : std::uint8_t { none, upper95, lower95 };

/// What a user expects of a result, such as "upper95 retrieve.wrong_call.share < 1%".
struct Expectation {
  std::string text;  ///< as written, without spaces around it
  Bound bound = Bound::none;
  Query query;
  Comparison comparison = Comparison::less;
  double limit = 0;  ///< shares 0 to 1, times in seconds
};

/// Grammar: [ upper95 | lower95 ] query ( < | <= | > | >= ) limit. The limit is written as the query's quantity wants:
/// a share in %, a time with its unit, any other number bare. upper95 goes with < and <=, lower95 with > and >=: a
/// claim about the bound that the data must clear. Throws QueryError, also for a goal on refusals (as a whole, or
/// lot_full) where every lot meant overflows instead of refusing.
Expectation parse_expectation(std::string_view text, const Names&);

enum class Verdict : std::uint8_t { pass, fail, unsure };
inline constexpr std::array<std::string_view, 3> verdict_names{"pass", "fail", "unsure"};

/// Without a bound: the estimate is compared with the limit; unsure when the interval holds the limit (an interval
/// without width, from replications that all agree, decides nothing away: the comparison stands).
/// With a bound: pass when the one-sided 95 % bound on the far side compares, fail when not even the bound on the near
/// side does, else unsure. `upper95 x < 1%` passes when the upper bound is below 1 % and fails when the lower bound is
/// not.
/// Unsure whenever the estimate is undefined or has no interval: one replication decides only where Estimator knows an
/// exact interval (no hits, all hits, a count of zero).
/// A claim that no value can meet (below 0, a share above 100 %) fails, whatever the data.
Verdict judge(const Expectation&, const Estimate&);

/// A number as people read it: "0.12%", "2.5 min", "17".
std::string shown(Quantity, double);
/// "0.12%, 95% interval 0.05% to 0.19%, 12 of 10,000", with what there is: no interval, undefined.
std::string shown(const Query&, const Estimate&);
/// "fail: park.refused.share < 0.1% (limit 0.1%); 0.4%, 95% interval 0.3% to 0.5%, 40 of 10,000".
std::string shown(const Expectation&, const Estimate&);

}  // namespace measures
