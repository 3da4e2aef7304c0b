#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "scenarios/compiler/code_prefixes.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/warnings.hpp"

namespace scenarios {

namespace {

bool has_code(const park::Rules::Space& space, std::string_view code) {
  if (code.front() == '0' && space.width != static_cast<int>(code.size())) return false;
  const int number = std::stoi(std::string(code));
  return number >= space.lo && number <= space.hi && code_words(space, number) == code;
}

Mark place_of(const Draft& draft, const park::LotPlan& lot) {
  return place(draft, draft.root.find("policies") != nullptr ? "policies" : "lots", lot.name);
}

void clashing_prefixes(Draft& draft, const park::LotPlan& lot, const park::LotPlan& other, const Mark& at) {
  const std::string pair = prefix_pair(lot.rules.space, other.rules.space);
  if (!pair.empty()) draft.warn(at, "codes begin like others: " + pair + "; a phone cannot tell when the code ends");
}

void clashing_codes(Draft& draft) {
  constexpr std::array<std::string_view, 8> emergency{"000", "110", "111", "112", "118", "119", "911", "999"};
  const auto& lots = draft.company.lots;
  const bool apart = draft.company.scope == people::Scope::policy;
  std::vector<const park::Rules::Space*> spaces;
  for (const park::LotPlan& lot : lots) spaces.push_back(&lot.rules.space);
  const CodePrefixes prefixes(spaces);
  for (const park::LotPlan& lot : lots) {
    const Mark at = place_of(draft, lot);
    for (const std::string_view number : emergency) {
      if (!has_code(lot.rules.space, number)) continue;
      draft.warn(at, "the lot `" + lot.name + "` has the code " + std::string(number) + ", an emergency number");
      break;
    }
    if (apart) {
      clashing_prefixes(draft, lot, lot, at);
    } else {
      for (const std::size_t other : prefixes.candidates(lot.rules.space))
        clashing_prefixes(draft, lot, lots[other], at);
    }
  }
}

// The code of the range that begins the first code beyond it, as "10 and 100".
std::string prefix_beyond(const park::Rules::Space& space) {
  const std::string beyond = code_words(space, space.hi + 1);
  for (std::size_t length = 1; length < beyond.size(); ++length) {
    const std::string begin = beyond.substr(0, length);
    if (has_code(space, begin)) return begin + " and " + beyond;
  }
  return {};
}

void clashing_overflow(Draft& draft) {
  for (const park::LotPlan& lot : draft.company.lots) {
    const std::string pair = prefix_beyond(lot.rules.space);
    if (lot.rules.alloc.full != park::Full::overflow || pair.empty()) continue;
    draft.warn(place_of(draft, lot),
               "when the lot `" + lot.name + "` is full its codes begin like others: " + pair +
                   "; a phone cannot tell when the code ends",
               "a range that ends before the next longer code leaves room to overflow");
    return;
  }
}

bool share_codes(const park::Rules::Space& a, const park::Rules::Space& b) {
  return a.lo <= b.hi && b.lo <= a.hi && code_words(a, std::max(a.lo, b.lo)) == code_words(b, std::max(a.lo, b.lo));
}

// Where policies do not part the codes, a second lot with the same codes is a thing of the model alone.
void shared_codes(Draft& draft) {
  const auto& lots = draft.company.lots;
  if (draft.system.licences || draft.company.scope == people::Scope::policy) return;
  for (auto lot = lots.begin(); lot != lots.end(); ++lot) {
    std::string names;
    for (auto other = std::next(lot); other != lots.end(); ++other) {
      if (share_codes(lot->rules.space, other->rules.space)) names += ", `" + other->name + "`";
    }
    if (names.empty()) continue;
    draft.warn(place_of(draft, *lot),
               "lots with the same codes: `" + lot->name + "`" + names + "; the system `" + draft.system.name +
                   "` would have one lot, here each has its own calls",
               "give each lot codes of its own");
    return;
  }
}

}  // namespace

void find_odd_codes(Draft& draft) {
  clashing_codes(draft);
  clashing_overflow(draft);
  shared_codes(draft);
}

}  // namespace scenarios
