#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/compiler/draft.hpp"

/// Lots that are there many times: `copies` of a lot, `users` and shares by `site` of its traffic, `zone` of a site.
namespace scenarios {

/// Notes how often the lot is there, when its node says so.
void read_copies(Draft& draft, int lot, const Node& node);

/// `users`, and `site` where it is a mapping. The copies of the lot of this traffic are shared out over the sites; its
/// arrivals, which are those of one user, become those of one lot in the local time of its site. To be called when
/// everything else of the traffic has been read.
void spread_copies(Draft& draft, people::LotTraffic& traffic, const Node& node);

/// Where one lot has copies, nothing may join lots: one problem for each thing that could. Where none has, nothing may
/// be said of copies.
void require_lots_apart(Draft& draft);

/// `zone` of a site: +10h, -3.5h.
sim::Ticks time_zone(const Node& node);

/// Whole parts of `total` in proportion to `shares`, which add up to 1: the remainders go to the largest fractions, of
/// equal ones to the first (largest remainders; A. Hamilton, 1792).
std::vector<std::int64_t> apportioned(std::int64_t total, const std::vector<double>& shares);

}  // namespace scenarios
