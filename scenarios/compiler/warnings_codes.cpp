#include <algorithm>
#include <array>
#include <string>

#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/warnings.hpp"

namespace scenarios {

namespace {

bool has_code(const park::Rules::Space& space, std::string_view code) {
  if (code.front() == '0' && space.width != static_cast<int>(code.size())) return false;
  const int number = std::stoi(std::string(code));
  return number >= space.lo && number <= space.hi && code_words(space, number) == code;
}

// A code of `shorter` that begins a code of `longer`, as "10 and 100".
std::string prefix_pair(const park::Rules::Space& shorter, const park::Rules::Space& longer) {
  for (int code = shorter.lo; code <= std::min(shorter.hi, shorter.lo + 99'999); ++code) {
    const std::string begin = code_words(shorter, code);
    for (std::string whole = begin + "0"; whole.size() <= 9; whole += "0") {
      const std::string last = begin + std::string(whole.size() - begin.size(), '9');
      const std::string first = std::max(whole, code_words(longer, longer.lo));
      if (first.size() == whole.size() && first <= last && has_code(longer, first)) return begin + " and " + first;
    }
  }
  return {};
}

Mark place_of(const Draft& draft, const park::LotPlan& lot) {
  return place(draft, draft.root.find("policies") != nullptr ? "policies" : "lots", lot.name);
}

void clashing_codes(Draft& draft) {
  constexpr std::array<std::string_view, 8> emergency{"000", "110", "111", "112", "118", "119", "911", "999"};
  const auto& lots = draft.company.lots;
  for (const park::LotPlan& lot : lots) {
    const Mark at = place_of(draft, lot);
    for (const std::string_view number : emergency) {
      if (!has_code(lot.rules.space, number)) continue;
      draft.warn(at, "the lot `" + lot.name + "` has the code " + std::string(number) + ", an emergency number");
      break;
    }
    for (const park::LotPlan& other : lots) {
      if (&lot != &other && draft.company.scope == people::Scope::policy) continue;
      const std::string pair = prefix_pair(lot.rules.space, other.rules.space);
      if (!pair.empty())
        draft.warn(at, "codes begin like others: " + pair + "; a phone cannot tell when the code ends");
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
