#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/measures/query.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary.hpp"

/// Lots with copies, region by region.
namespace report {

/// A region; or a site, where it has no region.
struct Area {
  std::string_view label;  ///< "region" or "site"
  std::string name;
  std::vector<std::int16_t> copies;  ///< of Names::copies
};
/// In the order of the scenario; none when the scenario has no copies, or gives them no sites.
std::vector<Area> areas(const measures::Names& names);

inline constexpr std::array<std::string_view, 4> area_queries{"park.refused.share", "call.end{retrieved}.share",
                                                              "retrieve.wrong_call.share", "caller.wait.p95"};
/// "park.refused.share{region=oceania}".
std::string in(const Area& area, std::string_view query);

/// What is summed up of an area besides its queries.
struct AreaSums {
  std::uint64_t lots = 0, users = 0;         ///< planned
  std::uint64_t parks = 0;                   ///< requests of measured calls, so far
  std::optional<int> busiest_hour;           ///< local clock hour of most of them; none in a steady state
  std::optional<std::int64_t> codes_in_use;  ///< p95 of a lot, over time and lots
};
AreaSums sums_of(const Area& area, const people::Company& company, const measures::Measures& total);

/// The member `regions` of the summary as JSON.
void write_regions(JsonWriter& json, const RunFacts& facts);

}  // namespace report
