#include <algorithm>

#include "models/park/exchange.hpp"

/// Requests on their way over the network and through the nodes; what changes in the course of the run.
namespace park {

using models::Draw;
using models::Timer;
using models::uniform;
using sim::EventClass;
using Stage = Pending::Stage;

namespace {
constexpr int any_site = 0;

bool is_late(const Pending& pending, const NodeState& node) { return !node.up || node.life != pending.life; }
}  // namespace

/// The nearest node that is up, or -1.
int Exchange::nearest_node(const S& s, int site) const {
  for (const int node : s.plan.paths.nodes_from(std::max(any_site, site)))
    if (nodes_[at(node)].up) return node;
  return -1;
}

sim::Ticks Exchange::way(S& s, int from_site, int to_node, const RequestDraws& draw, Draw purpose) const {
  const int to_site = s.plan.company.service.nodes[at(to_node)].site;
  return s.plan.paths.draw(std::max(any_site, from_site), to_site,
                           [&](std::uint32_t link) { return draw(purpose, link); });
}

void Exchange::submit_park(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  sweep_if_due(s, call.lot);
  if (!s.plan.has_nodes()) return fire(s, slot, Event::park_request);
  const auto draw = draws_of(s, call);
  if (call.drawn && call.site < 0) call.site = site_of_any_node(s, draw(Draw::node));
  // Where the codes belong to the node at which the caller came in, it keeps the record.
  const bool by_origin = rules_of(s, call).fail.code_owner == CodeOwner::origin_node && !call.drawn;
  call.node = nearest_node(s, by_origin ? s.plan.company.traffic[call.source].site : call.site);
  call.served = call.node < 0 ? Served::node_down : Served::yes;
  if (call.node < 0) return fire(s, slot, Event::park_request);
  const auto i = pending_.add({.what = Pending::What::park,
                               .open = true,
                               .node = call.node,
                               .life = nodes_[at(call.node)].life,
                               .call = calls_.id(slot)});
  wait_for_stage(s, i, Stage::to_node, way(s, call.site, call.node, draw, Draw::request_jitter));
}

void Exchange::submit_attempt(S& s, const Attempt& request) {
  Attempt attempt = request;
  ++books_.attempts;
  if (attempt.measured) s.recorder.count(attempt.cell, measures::Count::retrieve_attempts);
  if (!s.plan.has_nodes()) return begin_look(s, attempt);
  attempt.node = nearest_node(s, attempt.site);
  if (attempt.node < 0) {
    attempt.served = Served::node_down;
    return dial(s, attempt);
  }
  const auto i = pending_.add({.what = Pending::What::retrieve,
                               .open = true,
                               .node = attempt.node,
                               .life = nodes_[at(attempt.node)].life,
                               .attempt = attempt});
  wait_for_stage(s, i, Stage::to_node, way(s, attempt.site, attempt.node, draws_of(s, attempt), Draw::request_jitter));
}

std::int16_t Exchange::site_of_any_node(const S& s, double u) const {
  const auto& nodes = s.plan.company.service.nodes;
  return static_cast<std::int16_t>(nodes[at(pick(u, static_cast<int>(nodes.size())))].site);
}

Exchange::RequestDraws Exchange::draws_of(const S& s, const Call& call) const {
  return {s.draws_of(call), call.presses};
}

/// By the call it is about, who asks and when.
Exchange::RequestDraws Exchange::draws_of(const S& s, const Attempt& attempt) const {
  const auto episode =
      static_cast<std::uint32_t>(attempt.sent_at.us) * 0x9e3779b1u ^ static_cast<std::uint32_t>(attempt.person);
  return {s.draws[at(std::max<int>(0, attempt.intent.traffic))].of(attempt.intent.call_key & 0xffffffffu), episode};
}

void Exchange::wait_for_stage(S& s, const Attempt& attempt, Stage stage, sim::Ticks time) {
  wait_for_stage(s, pending_.add({.what = Pending::What::retrieve, .open = true, .attempt = attempt}), stage, time);
}

/// A person asks for one thing at a time; so does whoever retrieves a call without people.
void Exchange::wait_for_stage(S& s, std::uint32_t i, Stage stage, sim::Ticks time) {
  Pending& pending = pending_[i];
  pending.stage = stage;
  const bool parks = pending.what == Pending::What::park;
  const auto cls = parks ? EventClass::park_request : EventClass::retrieve;
  constexpr auto step = static_cast<std::uint64_t>(Timer::request);
  std::uint64_t order = 0;
  if (!parks && pending.attempt.person != nobody) {
    const auto person = pending.attempt.person;
    const auto group = s.plan.group_of_person[at(person)];
    order = sim::make_order(cls, s.plan.sources() + at(group),
                            static_cast<std::uint64_t>(person - s.plan.first_person[at(group)]), step);
  } else {
    constexpr unsigned stay_bits = 8, stay_shift = 6;
    const auto key = parks ? calls_[pending.call.slot].key() : pending.attempt.intent.call_key;
    const auto stay = parks ? 0u : pending.attempt.stay & ((1u << stay_bits) - 1);
    order = sim::make_order(cls, key >> 32, key & 0xffffffffu, step | stay << stay_shift);
  }
  s.timers.arm(time, order, {static_cast<std::uint32_t>(Timer::request), i, 0, 0});
}

void Exchange::advance(S& s, std::uint32_t i) {
  switch (pending_[i].stage) {
    case Stage::to_node: return arrives(s, i);
    case Stage::at_work: return worked(s, i);
    default: break;
  }
  const Pending pending = pending_[i];
  pending_[i].open = false;
  pending_.remove(i);
  Attempt attempt = pending.attempt;
  switch (pending.stage) {
    case Stage::later: {
      std::erase(waiting_, i);
      const Code& code = lot(attempt.intent.lot).code(attempt.intent.code);
      if (code.calls > 0 && calls_[code.first].code_generation != attempt.intent.code_generation)
        expect_stale(s, pending, calls_[code.first]);
      return drawn_dial(s, attempt);
    }
    case Stage::to_look: return dial(s, attempt);
    case Stage::to_act: return fire_attempt(s, attempt, State::checked, Event::act);
    case Stage::to_refuse:
      if (pending.what == Pending::What::retrieve) return finish_attempt(s, attempt);
      if (calls_.is_live(pending.call)) tell_refused(s, pending.call.slot, pending.refusal);
      return;
    default: throw sim::Fault("a request that waits for nothing");
  }
}

void Exchange::arrives(S& s, std::uint32_t i) {
  Pending& pending = pending_[i];
  NodeState& node = nodes_[at(pending.node)];
  const auto& plan = s.plan.company.service.nodes[at(pending.node)];
  auto& line = lines_[at(pending.node)];
  if (!is_late(pending, node) && plan.servers != service::unlimited && node.busy >= plan.servers) {
    if (plan.queue == service::unlimited || static_cast<int>(line.size()) < plan.queue) {
      pending.stage = Stage::in_line;
      return line.push(i);
    }
    pending.refusal = Refusal::overloaded;
    return worked(s, i);
  }
  work_on(s, i);
}

void Exchange::work_on(S& s, std::uint32_t i) {
  Pending& pending = pending_[i];
  NodeState& node = nodes_[at(pending.node)];
  if (is_late(pending, node)) return worked(s, i);
  ++node.busy;
  const auto draw =
      pending.what == Pending::What::park ? draws_of(s, calls_[pending.call.slot]) : draws_of(s, pending.attempt);
  const auto time = s.plan.company.service.nodes[at(pending.node)].time.sample(draw(Draw::service_time));
  if (time.us == 0) {
    pending.stage = Stage::at_work;
    return worked(s, i);
  }
  wait_for_stage(s, i, Stage::at_work, time);
}

void Exchange::worked(S& s, std::uint32_t i) {
  const Pending pending = pending_[i];
  pending_[i].open = false;
  pending_.remove(i);
  NodeState& node = nodes_[at(pending.node)];
  const bool late = is_late(pending, node);
  if (!late && pending.stage == Stage::at_work) {
    --node.busy;
    auto& line = lines_[at(pending.node)];
    if (!line.empty()) work_on(s, line.pop());
  }
  const auto served = late                                     ? Served::node_down
                      : pending.refusal == Refusal::overloaded ? Served::overloaded
                                                               : Served::yes;
  if (pending.what == Pending::What::retrieve) {
    Attempt attempt = pending.attempt;
    attempt.served = served;
    return begin_look(s, attempt);
  }
  if (!calls_.is_live(pending.call) || calls_[pending.call.slot].state != State::requested) return;
  calls_[pending.call.slot].served = served;
  fire(s, pending.call.slot, Event::park_request);
}

sim::Ticks Exchange::answer_time(S& s, const Call& call) const {
  if (call.node < 0) return {};
  return way(s, call.site, call.node, draws_of(s, call), Draw::answer_jitter);
}

sim::Ticks Exchange::answer_time(S& s, const Attempt& attempt) const {
  if (attempt.node < 0) return {};
  return way(s, attempt.site, attempt.node, draws_of(s, attempt), Draw::answer_jitter);
}

void Exchange::tell_nodes(S& s, int lot_index, int node, int code, bool taken) {
  if (taken) fresh_[at(lot_index)].push_back({code, node});
  const auto payload = static_cast<std::uint32_t>(lot_index) << 16 | static_cast<std::uint32_t>(node) << 1 |
                       static_cast<std::uint32_t>(taken);
  s.timers.arm(s.plan.company.service.replication_lag,
               sim::make_order(taken ? EventClass::sweep : EventClass::rest, s.plan.service_source(), changes_++,
                               static_cast<std::uint64_t>(Timer::replicated)),
               {static_cast<std::uint32_t>(Timer::replicated), static_cast<std::uint32_t>(code), payload, 0});
}

void Exchange::replicated(S&, const sim::EventPayload& event) {
  const auto lot_index = static_cast<int>(event.argument >> 16);
  const auto from = static_cast<int>(event.argument >> 1 & 0x7fff);
  const bool taken = (event.argument & 1) != 0;
  const auto code = static_cast<int>(event.subject);
  auto& fresh = fresh_[at(lot_index)];
  if (taken)
    if (const auto told =
            std::ranges::find_if(fresh, [&](const Fresh& one) { return one.code == code && one.node == from; });
        told != fresh.end())
      fresh.erase(told);
  Lot& own = lot(lot_index);
  for (int node = 0; node < own.shares(); ++node) {
    if (node == from) continue;
    if (taken) {
      own.hear_taken(node, code);
    } else {
      own.hear_given_back(node, code);
    }
  }
}

void Exchange::start(S& s) {
  const auto& timeline = s.plan.company.timeline;
  const auto end = s.horizon.window_end();
  for (std::uint32_t i = 0; i < timeline.size(); ++i)
    if (timeline[i].at <= end)
      s.timers.arm(timeline[i].at,
                   sim::make_order(EventClass::caller_hangs_up, s.plan.service_source(), i,
                                   static_cast<std::uint64_t>(Timer::change)),
                   {static_cast<std::uint32_t>(Timer::change), i, 0, 0});
}

void Exchange::change(S& s, const people::Change& change, std::uint32_t entry) {
  using Kind = people::Change::Kind;
  switch (change.kind) {
    case Kind::grant: {
      const int first = s.plan.first_person[at(change.group)];
      for (int p = first; p < first + s.plan.company.groups[at(change.group)].count; ++p) {
        const auto after =
            change.takes.sample(uniform(s.own_draws.of(entry), Draw::granted, static_cast<std::uint32_t>(p), 0));
        s.timers.arm(after,
                     sim::make_order(EventClass::rest, s.plan.sources() + at(change.group),
                                     static_cast<std::uint64_t>(p - first),
                                     static_cast<std::uint64_t>(Timer::granted) | std::uint64_t{entry & 0x3ff} << 6),
                     {static_cast<std::uint32_t>(Timer::granted), static_cast<std::uint32_t>(p), entry, 0});
      }
      return;
    }
    case Kind::rules: return change_rules(s, change.lot, change.rules);
    case Kind::allow: allowed_[at(change.policy)] = change.allowed; return;
    case Kind::drain: draining_[at(change.lot)] = 1; return;
    case Kind::open: draining_[at(change.lot)] = 0; return;
    case Kind::drain_node: nodes_[at(change.node)].draining = true; return;
    case Kind::open_node: nodes_[at(change.node)].draining = false; return;
    case Kind::crash: return crash(s, change.node);
    case Kind::restart: nodes_[at(change.node)].up = true; return;
  }
}

/// A random guess is worth more or less than before, with all calls that are there.
void Exchange::change_rules(S& s, int lot_index, int rules) {
  Lot& own = lot(lot_index);
  const auto before = own.guess();
  present_[at(lot_index)] = s.plan.first_rules[at(lot_index)] + static_cast<std::uint32_t>(rules);
  own.change(present_rules(s, lot_index));
  if (own.guess() == before) return;
  std::int64_t takable = 0;
  for (CallSlot slot = 0; slot < calls_.slots(); ++slot)
    takable += calls_[slot].live && calls_[slot].lot == lot_index && calls_[slot].takable;
  s.recorder.change_level(first_level_ + 2 * at(lot_index) + 1, s.now(), takable * (own.guess() - before));
}

void Exchange::grant(S& s, int person, std::uint32_t entry) {
  holds_policy_[at(person)] = static_cast<std::int16_t>(s.plan.company.timeline[entry].policy);
}

/// The node is gone with what it was working on; of its calls the rules say what becomes.
void Exchange::crash(S& s, int node_index) {
  NodeState& node = nodes_[at(node_index)];
  if (!node.up) return;
  node.up = false;
  ++node.life;
  node.busy = 0;
  auto& line = lines_[at(node_index)];
  while (!line.empty()) worked(s, line.pop());
  for (CallSlot slot = 0; slot < calls_.slots(); ++slot) {
    const Call& call = calls_[slot];
    if (!call.live || call.node != node_index || call.state < State::reserved || call.state > State::fallback) continue;
    if (!machine(s, call).rows(call.state, Event::node_down).empty()) fire(s, slot, Event::node_down);
  }
}

}  // namespace park
