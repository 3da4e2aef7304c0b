#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/people/company.hpp"

/// Lots that are there many times: names, and one of them as a company of its own.
namespace people {

/// "Office@sydney", or "Office" without a site.
std::string name_of(const Company&, const Copies&);
/// The name of a lot or traffic of Measures when the company has copies: those of Company::copies, in that order.
std::vector<std::string> names_of_copies(const Company&);

/// All lots together.
std::int64_t lots_in_all(const Company&);
std::int64_t users_in_all(const Company&);

/// The clock of a site when the run begins, on the first day.
sim::Ticks local_start(const Company&, int site);

/// What parks in one of these lots, by the clock of its site: a profile is that of every day.
sim::Arrivals arrivals_of(const Company&, const Copies&);

/// One of these lots as a company of its own: the lot and its traffic, at its site and by its clock, under the name of
/// the copies; the whole network; of the timeline what happens to it. It has no copies.
Company one_of(const Company&, const Copies&);

}  // namespace people
