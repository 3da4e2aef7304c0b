#include <cmath>

#include "scenarios/compiler/arrivals_text.hpp"
#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/sections.hpp"
#include "scenarios/compiler/traffic_keys.hpp"

namespace scenarios {

namespace {

int group_named(const Draft& draft, const Node& use, const std::string& name) {
  Node named = use;
  named.text = name;
  return index_of(draft, "people", named, "group");
}

// one of floor, any of floor
void read_whom(Draft& draft, people::Traffic& traffic, const Node& node) {
  Phrase phrase(node, "for");
  const bool one = phrase.take("one");
  if ((!one && !phrase.take("any")) || !phrase.take("of")) {
    phrase.fail("expected `one of` or `any of` and a group", "for example one of floor");
  }
  phrase.peek();
  Node use = node;
  use.at = node.inside(phrase.position());
  traffic.whom = one ? people::Whom::one_of : people::Whom::any_of;
  traffic.meant = group_named(draft, use, std::string(phrase.rest()));
}

int topic_channel(const Draft& draft, const Node& use) {
  const int channel = index_of(draft, "channels", use, "channel");
  if (draft.company.channels[static_cast<std::size_t>(channel)].kind != people::Channel::Kind::chat) {
    throw InputError(use.at, "a topic is a chat channel; `" + use.text + "` is a public address");
  }
  return channel;
}

void read_topics(Draft& draft, people::Traffic& traffic, const Node& node) {
  if (node.is_scalar()) {
    traffic.topics.push_back({topic_channel(draft, node), 1});
    return;
  }
  require_mapping(node, "`topic`");
  double sum = 0;
  for (const Node& entry : node.children) {
    Node use = entry;
    use.kind = Node::Kind::scalar;
    use.text = entry.key;
    use.at = entry.key_at;
    const double weight = share(entry, "the share of a topic");
    traffic.topics.push_back({topic_channel(draft, use), weight});
    sum += weight;
  }
  if (std::abs(sum - 1) > 1e-9) throw InputError(node.at, "the shares of the topics do not add up to 100%");
}

int answering_group(const Draft& draft, const Node& node) {
  const int group = index_of(draft, "people", node, "group");
  const people::Group& found = draft.company.groups[static_cast<std::size_t>(group)];
  const auto& scripts = draft.company.scripts;
  const bool answers =
      found.script >= 0 && scripts[static_cast<std::size_t>(found.script)].blocks[people::Trigger::start].present;
  if (answers || !draft.problems.empty()) return group;
  throw InputError(node.at, "nobody answers: the group `" + found.name + "` has no script with `do`");
}

people::Traffic read_one(Draft& draft, const Node& node) {
  const std::string where = quoted("the traffic", node.key);
  require_keys(node, where, {"from", "to", "for", "topic", "arrivals", "scale", "patience", "escape", "site"});
  const Node& written = need(node, "arrivals", where);
  people::Traffic traffic{.name = node.key,
                          .topics = {},
                          .arrivals = arrivals(written, "arrivals", draft.company.horizon.time_of_day, draft.files),
                          .patience = {}};
  const Node* from = node.find("from");
  if (from != nullptr && text_of(*from, "from") != "outside") traffic.from = index_of(draft, "people", *from, "group");
  traffic.to = answering_group(draft, need(node, "to", where));
  if (const Node* whom = node.find("for")) read_whom(draft, traffic, *whom);
  if (const Node* topic = node.find("topic")) read_topics(draft, traffic, *topic);
  if (const Node* scale = node.find("scale")) traffic.arrivals = scaled(traffic.arrivals, *scale);
  if (const Node* patience = node.find("patience")) {
    traffic.patience = distribution(*patience, "patience", draft.files);
  }
  traffic.escape = read_escape(draft, node, "traffic." + node.key, some_lot(draft, has_escape_key));
  if (const Node* site = node.find("site")) traffic.site = read_site(draft, *site);
  return traffic;
}

}  // namespace

bool has_escape_key(const park::Rules& rules) { return rules.park.escape_key; }

std::optional<sim::Distribution> read_escape(Draft& draft, const Node& traffic, const std::string& path,
                                             bool possible) {
  const Node* escape = traffic.find("escape");
  if (escape == nullptr) return {};
  const sim::Distribution law = distribution(*escape, "escape", draft.files);
  if (possible) return law;
  draft.impossible(
      *escape, path + ".escape",
      "in the system `" + draft.system.name + "` no key of the caller's calls the parker (park.escape_key)");
  return {};
}

int read_site(const Draft& draft, const Node& node) {
  text_of(node, "site");
  return draft.company.service.sites.empty() ? people::none : index_of(draft, "sites", node, "site");
}

void read_traffic(Draft& draft) {
  for (const Node& node : entries(draft.root.find("traffic"))) {
    draft.attempt([&] { draft.company.traffic.push_back(read_one(draft, node)); });
  }
}

}  // namespace scenarios
