#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/park/outcomes.hpp"

/// Who may park and retrieve, as Microsoft Teams has it ("Call park and retrieve in Microsoft Teams", 2018-12-17 and
/// 2023-12-14; New-CsTeamsCallParkPolicy): a policy that turns park on, an Enterprise Voice licence, TeamsOnly mode and
/// a client with the capability. Systems without such rules give everybody all of them.
namespace park {

enum class Client : std::uint8_t { desktop, mac, web, mobile, ip_phone, sfb_ip_phone };
inline constexpr std::array<std::string_view, 6> client_names{"desktop", "mac",      "web",
                                                              "mobile",  "ip_phone", "sfb_ip_phone"};

enum class Mode : std::uint8_t { teams_only, islands, sfb_only };
inline constexpr std::array<std::string_view, 3> mode_names{"teams_only", "islands", "sfb_only"};

/// What a client can do. "Coming soon" in the published table means no.
struct Capability {
  bool park, retrieve, ring_back;
};

/// Which edition of the client table applies.
enum class ClientTable : std::uint8_t { current, published_2018_12_17, everything };
inline constexpr std::array<std::string_view, 3> client_table_names{"current", "2018-12-17", "everything"};

Capability capability(ClientTable, Client);

/// What decides about a person: rights in the order in which they are tried.
struct Rights {
  bool allow_call_park = false;  ///< of the policy the person holds
  bool enterprise_voice = true;
  Mode mode = Mode::teams_only;
};

/// Why this person sees no park button on this client, or nothing when the button is there.
std::optional<NotOffered> why_not_offered(const Rights&, Capability);

/// Why this person's retrieve request is refused before any code is looked at, or nothing.
std::optional<RetrieveOutcome> why_not_allowed(const Rights&, Capability);

}  // namespace park
