#pragma once

#include <cstdint>
#include <vector>

#include "models/park/allocation/registry.hpp"
#include "models/park/call.hpp"
#include "models/park/rules.hpp"

namespace park {

/// One code of a lot. `generation` counts its allocations; the last end is what a system remembers of the call that
/// went, so that it can tell "already retrieved" from "ended".
struct Code {
  State status = State::code_free;
  std::uint32_t generation = 0;
  CallSlot call = no_call;
  sim::Ticks chosen_at{};
  sim::Ticks released_at{-1};        ///< -1 = never used
  CallEnd last_end = CallEnd::lost;  ///< of the last call, if it ended
  bool last_call_ended = false;      ///< under this code; else it gave the code up and lives on
};

/// The codes of one lot and who has them. Choosing takes a code; releasing frees it at once. Codes beyond the range
/// (where the lot overflows) follow the range in position, lowest first, and do not keep calls from free codes of the
/// range. Choosing and releasing are O(1) in the number of codes, beyond the range O(codes beyond it).
class Lot {
 public:
  Lot() = default;
  explicit Lot(const Rules& rules)
      : allocation_(make_allocation(rules.alloc.policy, rules.codes())),
        codes_(static_cast<std::size_t>(rules.codes())),
        max_active_(rules.space.max_active),
        range_(rules.codes()),
        lo_(rules.space.lo),
        width_(rules.space.width),
        guess_(guess_of_one_code(digits(0))) {}

  /// A code of the range is free and the cap on simultaneous calls, if any, not reached.
  bool has_room() const { return in_range_ < range_ && (max_active_ == unlimited || active_ < max_active_); }
  int active() const { return active_; }

  Choice choose(double u) {
    const Choice choice = std::visit([u](auto& policy) { return policy.choose(u); }, allocation_);
    ++active_;
    ++in_range_;
    return choice;
  }
  int choose_beyond_range();

  void release(int code) {
    --active_;
    if (is_beyond_range(code)) return;
    --in_range_;
    std::visit([code](auto& policy) { policy.release(code); }, allocation_);
  }

  bool is_beyond_range(int code) const { return code >= range_; }
  Code& code(int position) { return codes_[static_cast<std::size_t>(position)]; }
  const Code& code(int position) const { return codes_[static_cast<std::size_t>(position)]; }
  int codes() const { return static_cast<int>(codes_.size()); }

  int number(int position) const { return lo_ + position; }
  /// The position of a dialled number, or -1 when no code of this lot has it (now).
  int position(int number) const {
    const int at = number - lo_;
    if (at < 0 || at >= codes()) return -1;
    return at >= range_ && code(at).status == State::code_beyond_range ? -1 : at;
  }
  /// Digits keyed for the code at this position.
  int digits(int position) const;
  /// The chance, in 1e-9, that a random number as long as the first code is a given code.
  std::int64_t guess() const { return guess_; }

  template <class Archive>
  void archive(Archive& a) {
    a(allocation_, codes_, max_active_, range_, active_, in_range_, lo_, width_, guess_);
  }

 private:
  static std::int64_t guess_of_one_code(int digits);

  AllocationPolicy allocation_;
  std::vector<Code> codes_;
  int max_active_ = unlimited;
  int range_ = 0;
  int active_ = 0;    ///< codes in use, those beyond the range included
  int in_range_ = 0;  ///< codes of the range in use
  int lo_ = 0;
  int width_ = 0;
  std::int64_t guess_ = 0;
};

/// Decimal digits of a non-negative number.
int decimal_digits(int number);

}  // namespace park
