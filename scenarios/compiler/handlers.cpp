#include "scenarios/compiler/handlers.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "scenarios/compiler/lots_fit.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

using park::Refusal;
using park::RetrieveOutcome;
using people::StepKind;
using people::Trigger;
using Runners = std::vector<const people::Group*>;

constexpr std::array<std::string_view, Trigger::first_refusal> plain_names{"do",
                                                                           "when announced",
                                                                           "when posted",
                                                                           "on ring_back",
                                                                           "on reminded",
                                                                           "on forgotten",
                                                                           "on device_dead",
                                                                           "on tries_exhausted",
                                                                           "on not_offered",
                                                                           "on refused",
                                                                           "on not_retrieved"};

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < Trigger::count; ++i) {
    if (i < Trigger::first_refusal || i >= Trigger::first_outcome) names.push_back(trigger_name(i));
  }
  return names;
}

bool drains(const Draft& draft) {
  return std::ranges::any_of(draft.company.timeline, [](const people::Change& change) {
    return change.kind == people::Change::Kind::drain || change.kind == people::Change::Kind::drain_node;
  });
}

template <class Any>
bool somebody(const Runners& runners, Any any) {
  return runners.empty() || std::ranges::any_of(runners, any);
}

using Rules = park::Rules;

std::string why_no_refusal(const Draft& draft, Refusal reason) {
  const std::string system = "the system `" + draft.system.name + "`";
  const auto unless = [](bool possible, const std::string& why) { return possible ? std::string() : why; };
  switch (reason) {
    case Refusal::lot_full:
      return unless(some_lot(draft, [](const Rules& r) { return r.alloc.full != park::Full::overflow; }),
                    system + " gives codes beyond the range when it is full");
    case Refusal::draining: return unless(drains(draft), "nothing drains: no entry of `timeline` says `drain`");
    case Refusal::node_down:
    case Refusal::overloaded: return unless(draft.root.find("park_service"), "the park service has no nodes");
    case Refusal::already_parked:
      return unless(some_lot(draft, [](const Rules& r) { return r.take.repark_same_call != park::Repark::allowed; }),
                    system + " parks a parked call again");
    case Refusal::code_taken:
      return unless(some_lot(draft, [](const Rules& r) { return r.alloc.chosen_by != park::ChosenBy::system; }),
                    system + " chooses a free code itself");
  }
  return {};
}

std::string why_no_rights_problem(const Draft& draft, RetrieveOutcome outcome) {
  if (!draft.system.licences) return "everybody may retrieve in the system `" + draft.system.name + "`";
  const bool every_client = draft.company.clients == park::ClientTable::everything;
  if (outcome == RetrieveOutcome::wrong_client && every_client) return "every client can retrieve";
  return {};
}

std::string why_no_outcome(const Draft& draft, RetrieveOutcome outcome) {
  const std::string system = "in the system `" + draft.system.name + "` ";
  const auto unless = [](bool possible, const std::string& why) { return possible ? std::string() : why; };
  const auto some = [&](auto such) { return some_lot(draft, such); };
  switch (outcome) {
    case RetrieveOutcome::ok: return "a call that was retrieved goes on with the next step";
    case RetrieveOutcome::wrong_call:
      return unless(some([](const Rules& r) { return r.take.token != park::Token::safe; }),
                    system + "a token guards the call");
    case RetrieveOutcome::token_mismatch:
      return unless(some([](const Rules& r) { return r.take.token != park::Token::none; }),
                    system + "calls carry no token");
    case RetrieveOutcome::not_in_group:
      return unless(draft.company.scope != people::Scope::policy && draft.company.lots.size() > 1,
                    "there is no other lot whose codes could be refused");
    case RetrieveOutcome::in_ring_back:
      return unless(some([](const Rules& r) { return r.ring.code == park::CodeInRingBack::locked; }),
                    system + "no code is locked while the parker is rung");
    case RetrieveOutcome::self_parked:
      return unless(some([](const Rules& r) { return r.take.empty == park::EmptyCode::self_park; }),
                    system + "an empty code parks nobody");
    case RetrieveOutcome::got_parker:
      return unless(some([](const Rules& r) {
                      return !r.alloc.atomic && r.take.during_reserved == park::DuringReserved::get_parker;
                    }),
                    system + "a code is never reached before its call");
    case RetrieveOutcome::node_down:
    case RetrieveOutcome::overloaded: return unless(draft.root.find("park_service"), "the park service has no nodes");
    case RetrieveOutcome::bridge_failed:
      return unless(some([](const Rules& r) {
                      return r.take.bridge_fails > 0 ||
                             (r.take.claim_deadman.us > 0 && r.take.claim_deadman < r.take.bridge_time);
                    }),
                    system + "media always comes up");
    case RetrieveOutcome::not_permitted:
      return unless(some([](const Rules& r) { return r.take.auth == park::Auth::permission; }),
                    system + "nobody needs a permission");
    case RetrieveOutcome::wrong_client:
    case RetrieveOutcome::wrong_mode:
    case RetrieveOutcome::no_licence:
    case RetrieveOutcome::no_policy: return why_no_rights_problem(draft, outcome);
    default: return {};
  }
}

// Whether a ring-back reaches people of these groups though they did not park the call.
bool rings_them(const Draft& draft, const Runners& runners) {
  return some_lot(draft, [&](const Rules& rules) {
    return rules.ring.target == park::RingTarget::origin_path || somebody(runners, [&](const people::Group* group) {
             return !rules.ring.to.empty() && group->name == rules.ring.to;
           });
  });
}

bool forgets(const people::Script& script) {
  return std::ranges::any_of(script.steps,
                             [](const people::Step& step) { return step.forgets.mean_life != sim::never; });
}

std::string why_not_by_script(const people::Script& script, const Runners& runners, const Draft& draft,
                              std::size_t trigger) {
  const bool parks = has_step(script, StepKind::park);
  const bool retrieves = has_step(script, StepKind::retrieve);
  const auto hears = [](const people::Group* group) { return !group->hears.empty(); };
  const auto reads = [](const people::Group* group) { return !group->reads.empty(); };
  const auto battery = [](const people::Group* group) { return group->battery.has_value(); };
  switch (trigger) {
    case Trigger::start: return {};
    case Trigger::announced: return somebody(runners, hears) ? "" : "nobody who runs this script hears a channel";
    case Trigger::posted: return somebody(runners, reads) ? "" : "nobody who runs this script reads a channel";
    case Trigger::device_dead: return somebody(runners, battery) ? "" : "nobody who runs this script has a `battery`";
    case Trigger::tries_exhausted: return parks || retrieves ? "" : "this script neither parks nor retrieves";
    case Trigger::ring_back: return parks || rings_them(draft, runners) ? "" : "this script never parks";
    case Trigger::forgotten:
      return forgets(script) ? "" : "nobody who runs this script forgets a code: no `notice` has `forget`";
    default: break;
  }
  const bool about_retrieving = trigger == Trigger::not_retrieved || trigger >= Trigger::first_outcome;
  if (about_retrieving) return retrieves ? "" : "this script never retrieves";
  return parks ? "" : "this script never parks";
}

std::string why_not_by_system(const Draft& draft, std::size_t trigger) {
  const std::string system = "the system `" + draft.system.name + "`";
  const auto rings = [](const Rules& r) { return r.ring.attempts != 0 || has_people_at_the_fallback(r); };
  const auto reminds = [](const Rules& r) { return r.park.remind_limit != 0; };
  if (trigger == Trigger::ring_back && !some_lot(draft, rings)) return system + " rings nobody back";
  if (trigger == Trigger::reminded && !some_lot(draft, reminds)) return system + " reminds nobody";
  if (trigger == Trigger::not_offered && !draft.system.licences) return "everybody may park in " + system;
  if (trigger >= Trigger::first_outcome) {
    return why_no_outcome(draft, static_cast<RetrieveOutcome>(trigger - Trigger::first_outcome));
  }
  if (trigger >= Trigger::first_refusal) {
    return why_no_refusal(draft, static_cast<Refusal>(trigger - Trigger::first_refusal));
  }
  return {};
}

}  // namespace

std::string trigger_name(std::size_t trigger) {
  if (trigger < Trigger::first_refusal) return std::string(plain_names[trigger]);
  if (trigger < Trigger::first_outcome) return std::string(park::refusal_names[trigger - Trigger::first_refusal]);
  return "on " + std::string(park::retrieve_outcome_names[trigger - Trigger::first_outcome]);
}

std::size_t trigger_named(const std::string& key, const Mark& at) {
  const std::vector<std::string> names = all_names();
  const auto found = std::ranges::find(names, key);
  if (found == names.end()) {
    const bool handler = key.starts_with("on ") || key.starts_with("when ");
    throw InputError(at, std::string(handler ? "unknown handler `" : "unknown key `") + key + "` in a script",
                     hint_for(key, names));
  }
  const auto index = static_cast<std::size_t>(found - names.begin());
  return index < Trigger::first_refusal ? index : index + park::refusal_names.size();
}

std::size_t refusal_named(const std::string& key, const Mark& at) {
  if (key == "otherwise") return Trigger::refused;
  const auto found = std::ranges::find(park::refusal_names, key);
  if (found == park::refusal_names.end()) {
    std::vector<std::string_view> known(park::refusal_names.begin(), park::refusal_names.end());
    known.push_back("otherwise");
    throw InputError(at, "`" + key + "` is no reason for a refusal", hint_for(key, std::span(known)));
  }
  return Trigger::first_refusal + static_cast<std::size_t>(found - park::refusal_names.begin());
}

bool has_step(const people::Script& script, StepKind kind) {
  return std::ranges::find(script.steps, kind, &people::Step::kind) != script.steps.end();
}

Impossible impossible(const people::Script& script, const Runners& runners, const Draft& draft, std::size_t trigger) {
  return {why_not_by_script(script, runners, draft, trigger), why_not_by_system(draft, trigger)};
}

}  // namespace scenarios
