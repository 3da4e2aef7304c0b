#include <string>

#include "models/park/exchange.hpp"

/// The books: what came in is what went out and what is still there.
namespace park {

namespace {
void must_equal(const char* what, std::uint64_t left, std::uint64_t right) {
  if (left == right) return;
  throw sim::Fault("conservation broken: " + std::string(what) + " (" + std::to_string(left) + " against " +
                   std::to_string(right) + ")");
}

/// Codes with nobody behind them, and codes with somebody.
bool is_without_calls(State status) {
  return status == State::code_free || status == State::code_beyond_range || status == State::code_tombstone ||
         status == State::code_quarantine || status == State::code_ghost || status == State::code_reserved;
}
}  // namespace

void Exchange::audit(const Books& beside) const {
  Books all = books_;
  all += beside;
  std::uint64_t live = 0, claimed = 0, under_way = 0, behind_codes = 0, promised = 0;
  for (CallSlot slot = 0; slot < calls_.slots(); ++slot) {
    const Call& call = calls_[slot];
    if (!call.live) continue;
    if (call.state >= State::parked && call.state <= State::fallback) ++live;
    if (call.state == State::claimed) ++claimed;
    if (call.state == State::requested || call.state == State::reserved) ++under_way;
    if (call.code < 0 || call.lapsed) continue;
    const Code& code = lots_[at(call.lot)].code(call.code);
    if (call.state == State::reserved) {
      ++promised;
      must_equal("a reserved code is promised to its call", code.promised_to, slot);
    } else {
      ++behind_codes;
    }
  }
  std::uint64_t on_codes = 0, reserved = 0, active = 0;
  for (std::size_t l = 0; l < lots_.size(); ++l) {
    active += static_cast<std::uint64_t>(lots_[l].active());
    std::uint64_t tombs = 0;
    for (int c = 0; c < lots_[l].codes(); ++c) {
      const Code& code = lots_[l].code(c);
      must_equal("a code without calls has none behind it", is_without_calls(code.status), code.calls == 0);
      must_equal("only a reserved code is promised", code.promised_to != no_call, code.status == State::code_reserved);
      if (code.status == State::code_reserved) ++reserved;
      if (code.status == State::code_tombstone) ++tombs;
      std::int32_t found = code.is_express() ? 1 : 0;
      live += static_cast<std::uint64_t>(found);
      behind_codes += static_cast<std::uint64_t>(found);
      for (CallSlot slot = code.first; slot != no_call; slot = calls_[slot].next_on_code, ++found) {
        must_equal("a call's code is the one that leads to it", static_cast<std::uint64_t>(calls_[slot].code),
                   static_cast<std::uint64_t>(c));
        must_equal("a call behind a code is live", calls_[slot].live, true);
      }
      must_equal("calls behind a code", static_cast<std::uint64_t>(found), static_cast<std::uint64_t>(code.calls));
      on_codes += static_cast<std::uint64_t>(found);
    }
    must_equal("codes that wait for a sweep", tombs, tombstones_[l].size());
  }
  std::uint64_t attempts_under_way = claimed;
  for (std::uint32_t i = 0; i < pending_.size(); ++i)
    if (pending_[i].open && pending_[i].what == Pending::What::retrieve && pending_[i].stage != Pending::Stage::later)
      ++attempts_under_way;
  must_equal("park requests = parked + refused + died in the gap + under way", all.requested,
             all.committed + all.refused + all.died + under_way);
  must_equal("parked = ended + still live", all.committed, all.ended + live);
  must_equal("calls behind codes = calls that hold one", on_codes, behind_codes);
  must_equal("codes reserved = calls on their way to one", reserved, promised);
  must_equal("calls counted by the lots = calls that hold a code", active, behind_codes + promised);
  must_equal("retrieve attempts = outcomes + under way", all.attempts, all.outcomes + attempts_under_way);
}

}  // namespace park
