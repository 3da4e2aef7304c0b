#pragma once

#include <optional>
#include <string>

#include "models/people/company.hpp"

namespace models {

/// Why Erlang's loss formula does not describe this lot, as the rest of a sentence ("... because calls queue"); nothing
/// when it does: Poisson arrivals by lot_traffic alone, refused when full, one call per code, and a code that is free
/// again the moment its call is gone.
std::optional<std::string> why_no_loss_formula(const people::Company& company, int lot);

/// Parks that are planned in this lot, of all its traffic together, at a constant rate.
double planned_parks_per_s(const people::Company& company, int lot);

/// The load that Poisson lot traffic offers the lot, from what is planned alone: parks per second x the mean of the
/// first of retrieval, patience and time-out (theory/competing_risks). Nothing where a code is held beyond that: while
/// the parker is rung, or by a retriever who keys again.
std::optional<double> planned_load_erlangs(const people::Company& company, int lot);

}  // namespace models
