#include <array>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/sections.hpp"

namespace scenarios {

namespace {

constexpr std::int64_t most = 1'000'000;

void read_public_address(people::Channel& channel, const Node& node, std::string_view where) {
  require_keys(node, where, {"kind", "voices", "overhear"});
  if (const Node* voices = node.find("voices")) channel.voices = static_cast<int>(count(*voices, "voices", 1, most));
  if (const Node* overhear = node.find("overhear")) channel.overhear = share(*overhear, "overhear");
}

void read_chat(Draft& draft, people::Channel& channel, const Node& node, std::string_view where) {
  require_keys(node, where, {"kind", "delay", "remembered"});
  if (const Node* delay = node.find("delay")) channel.delay = duration(*delay, "delay");
  if (const Node* remembered = node.find("remembered")) {
    channel.remembered = duration(*remembered, "remembered");
  } else {
    channel.remembered = sim::operator""_min(10);
    draft.assume("channels." + channel.name + ": remembered 10min (assumed)");
  }
}

people::Channel read_channel(Draft& draft, const Node& node) {
  constexpr std::array<std::string_view, 2> kinds{"public_address", "chat"};
  const std::string where = quoted("the channel", node.key);
  people::Channel channel;
  channel.name = node.key;
  channel.kind = static_cast<people::Channel::Kind>(one_of(need(node, "kind", where), "kind", kinds));
  if (channel.kind == people::Channel::Kind::chat) {
    read_chat(draft, channel, node, where);
  } else {
    read_public_address(channel, node, where);
  }
  return channel;
}

void read_resource(Draft& draft, const Node& node) {
  people::Resource resource;
  resource.name = node.key;
  const Node& units = node.is_mapping() ? need(node, "count", quoted("the resource", node.key)) : node;
  resource.count = static_cast<int>(count(units, "count", 1, most));
  if (node.is_mapping()) require_keys(node, quoted("the resource", node.key), {"count", "used_by"});
  if (node.key == "trunks") {
    if (const Node* users = node.find("used_by"))
      throw InputError(users->key_at, "trunks are used by calls from outside");
    draft.company.trunks = static_cast<int>(draft.company.resources.size());
  } else {
    for (const Node* user : items(need(node, "used_by", quoted("the resource", node.key)))) {
      index_of(draft, "people", *user, "group");
    }
  }
  draft.company.resources.push_back(std::move(resource));
}

}  // namespace

void read_channels(Draft& draft) {
  for (const Node& node : entries(draft.root.find("channels"))) {
    draft.company.channels.emplace_back().name = node.key;
    draft.attempt([&] { draft.company.channels.back() = read_channel(draft, node); });
  }
}

void read_resources(Draft& draft) {
  for (const Node& node : entries(draft.root.find("resources"))) draft.attempt([&] { read_resource(draft, node); });
}

}  // namespace scenarios
