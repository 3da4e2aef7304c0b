#include "models/park/rights.hpp"

namespace park {

namespace {
constexpr Capability all{true, true, true};
constexpr Capability none{false, false, false};

constexpr std::array<std::array<Capability, client_names.size()>, client_table_names.size()> table{{
    // desktop, mac, web, mobile, ip_phone, sfb_ip_phone
    {all, all, all, all, all, none},
    {all, all, all, none, none, none},
    {all, all, all, all, all, all},
}};
}  // namespace

Capability capability(ClientTable edition, Client client) { return table[index(edition)][index(client)]; }

std::optional<NotOffered> why_not_offered(const Rights& rights, Capability client) {
  if (!rights.allow_call_park) return NotOffered::no_policy;
  if (!rights.enterprise_voice) return NotOffered::no_licence;
  if (rights.mode != Mode::teams_only) return NotOffered::wrong_mode;
  if (!client.park) return NotOffered::wrong_client;
  return std::nullopt;
}

std::optional<RetrieveOutcome> why_not_allowed(const Rights& rights, Capability client) {
  if (!rights.allow_call_park) return RetrieveOutcome::no_policy;
  if (!rights.enterprise_voice) return RetrieveOutcome::no_licence;
  if (rights.mode != Mode::teams_only) return RetrieveOutcome::wrong_mode;
  if (!client.retrieve) return RetrieveOutcome::wrong_client;
  return std::nullopt;
}

}  // namespace park
