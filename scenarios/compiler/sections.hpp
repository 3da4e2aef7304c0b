#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "scenarios/compiler/draft.hpp"

/// The sections of a scenario. Each reads its part of draft.root into draft.company and throws InputError, or notes
/// problems and goes on with what is independent of them. Order: system, run, service, policies, lots, channels and
/// resources, people, timeline, scripts, traffic, lot traffic.
namespace scenarios {

/// `system`. With `swap_to` the preset of that name stands instead of the scenario's own.
void read_system_section(Draft& draft, const std::filesystem::path& system_dir, const std::string& swap_to);

struct RunSettings {
  std::int64_t replications = 16;
  std::uint64_t seed = 1;
};
/// `run`.
RunSettings read_run(Draft& draft);

/// `policies`: policies, the lots of those that allow parking, and grants.
void read_policies(Draft& draft);

/// `lots`: further lots, and neutral settings for the lot of a policy. A system without licences has at least one lot,
/// and there each lot is known as a policy too.
void read_lots(Draft& draft);

/// `channels` and `resources`.
void read_channels(Draft& draft);
void read_resources(Draft& draft);

/// `sites`, `links` and `park_service`: where requests go. Without nodes they take no time.
void read_service(Draft& draft);

/// `people`.
void read_people(Draft& draft);
/// When the scenario has `sites`, those of people and devices must be among them; else a site is any label. After
/// read_service().
void require_known_sites(Draft& draft, const Node& root);

/// `timeline`: changes in the course of the run, by time, and the rules they bring to lots.
void read_timeline(Draft& draft);

/// `traffic` and `lot_traffic`.
void read_traffic(Draft& draft);
void read_lot_traffic(Draft& draft);

}  // namespace scenarios
