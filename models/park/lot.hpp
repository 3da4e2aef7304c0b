#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "models/park/allocation/registry.hpp"
#include "models/park/call.hpp"
#include "models/park/digit_counts.hpp"
#include "models/park/rules.hpp"

namespace park {

/// One code of a lot. `generation` counts its allocations; the last end is what a system remembers of the call that
/// went, so that it can tell "already retrieved" from "ended".
struct alignas(64) Code {
  std::uint32_t generation = 0;
  CallSlot first = no_call, last = no_call;  ///< the calls behind it, longest there first
  std::int32_t calls = 0;
  CallSlot promised_to = no_call;  ///< reserved for this call
  std::int32_t node = -1;          ///< that gave it out last
  std::uint32_t rules = 0;         ///< under which it was given out last, see Plan
  std::uint32_t ordinal = 0;       ///< of the express call, see below
  sim::Ticks chosen_at{};
  sim::Ticks released_at{-1};  ///< -1 = never used
  // A call behind it that is no more than a few words, as its stay is decided (models/express): its source, its ordinal
  // and when it leaves. Until it is laid out, the code keeps the rules and the node that it had when it was free.
  sim::Ticks leaves_at{-1};  ///< -1 = there is no such call
  std::uint16_t source = 0;
  bool measured = false;
  bool slips = false;  ///< a wrong code will be keyed for it

  State status = State::code_free;
  CallEnd last_end = CallEnd::lost;  ///< of the last call, if it ended
  bool last_call_ended = false;      ///< under this code; else it gave the code up and lives on

  bool is_express() const { return leaves_at.us >= 0; }
};
static_assert(sizeof(Code) == 64, "one line of cache");

/// How many shares a lot's codes have and whether each of them is all of the codes, as one node sees them.
struct Sharing {
  int shares = 1;
  bool views = false;
};

/// The codes of one lot and which of them can be chosen. A code has a position: codes of all rules that the lot will
/// ever have come first, by number; codes beyond the range (where the lot overflows) follow, lowest first, and do not
/// keep calls from free codes of the range. The codes are chosen from shares: one for all, one for each node, site or
/// slice of time, or one for each node's view of all of them. Choosing and giving back are O(1) in the number of codes
/// (a new slice of time: O(codes given back in it)), beyond the range O(codes beyond it).
class Lot {
 public:
  Lot() = default;
  /// `all_rules` are those of the whole run, the present ones first.
  Lot(std::span<const Rules* const> all_rules, Sharing);
  explicit Lot(const Rules& rules, Sharing sharing = {}) : Lot(std::vector<const Rules*>{&rules}, sharing) {}

  /// Other rules from now on: codes in use outside of the new range are kept by their calls until they end. Forgets
  /// the order in which codes were used. O(codes).
  void change(const Rules&);

  /// A code of this share is free and the cap on simultaneous calls, if any, not reached.
  bool has_room(int share) const { return shares_[at(share)].free > 0 && below_cap(); }
  bool below_cap() const { return max_active_ == unlimited || active_ < max_active_; }
  int active() const { return active_; }
  int shares() const { return static_cast<int>(shares_.size()); }
  /// The share whose turn it is, giving back what was let go since its last turn.
  int slice(sim::Ticks now, sim::Ticks length);

  Choice choose(int share, double u) {
    Share& from = shares_[at(share)];
    Choice choice = std::visit([u](auto& policy) { return policy.choose(u); }, from.policy);
    --from.free;
    ++active_;
    choice.code = from.position(choice.code);
    if (views_) ++from.known[static_cast<std::size_t>(choice.code)];
    return choice;
  }
  // The same for a lot whose codes are all in one share, of which nobody has a view: without taking turns, and while
  // all its rules are the present ones.
  bool is_whole() const { return shares_.size() == 1 && !views_ && !turns_ && place_.empty(); }
  bool has_room() const { return shares_.front().free > 0 && below_cap(); }
  Choice choose(double u) {
    Share& all = shares_.front();
    --all.free;
    ++active_;
    return std::visit([u](auto& policy) { return policy.choose(u); }, all.policy);
  }
  /// Not beyond the range; its call is gone.
  void give_back(int position) {
    --active_;
    put_back(shares_.front(), position);
  }
  /// The chance that choose() takes the code at this position next, u being uniform.
  double chance(int share, int position) const;
  /// A code that the parker named. Requires can_take().
  void take(int share, int position);
  bool can_take(int share, int position) const;
  int choose_beyond_range();
  /// From now on digit_counts() tells how many live codes of the same length are near one; needs codes of at most
  /// DigitCounts::most_digits under one set of rules, else it does nothing. To be called while no code is live.
  void keep_digit_counts(const Rules&);
  bool keeps_digit_counts() const { return !near_.empty(); }
  const DigitCounts& digit_counts(int position) const { return near_[static_cast<std::size_t>(digits(position)) - 1]; }
  /// A code has its first call now, or none any more.
  void set_live(int position, bool live) {
    if (!near_.empty()) [[unlikely]]
      count_digits(position, live);
  }
  /// One more call behind a code in use, or one fewer.
  void join(int share, int position) {
    ++active_;
    if (views_) ++shares_[at(share)].known[static_cast<std::size_t>(position)];
  }
  void leave() { --active_; }
  /// The code can be chosen again: in its share, or in the view of this node alone.
  void give_back(int position, int share) {
    if (views_ || turns_ || !place_.empty() || position >= range_) return give_back_elsewhere(position, share);
    put_back(shares_.front(), position);
  }
  /// In a node's view: another node has taken the code or given it back.
  void hear_taken(int share, int position);
  void hear_given_back(int share, int position) { give_back(position, share); }

  bool is_beyond_range(int position) const { return position >= range_; }
  /// A code of the present rules.
  bool is_present(int position) const { return place(position) >= 0; }
  /// The position of the n-th of these, from 0, by number, or -1. O(codes) where rules change or codes are shared out.
  int nth_present(int n) const;
  Code& code(int position) { return codes_[static_cast<std::size_t>(position)]; }
  const Code& code(int position) const { return codes_[static_cast<std::size_t>(position)]; }
  int codes() const { return static_cast<int>(codes_.size()); }

  int number(int position) const {
    return numbers_.empty()    ? lo_ + position
           : position < range_ ? numbers_[static_cast<std::size_t>(position)]
                               : numbers_.back() + 1 + position - range_;
  }
  /// Those of the codes within the range by position, or none when they follow upon each other.
  const std::int32_t* listed_numbers() const { return numbers_.empty() ? nullptr : numbers_.data(); }
  /// The position of a dialled number, or -1 when no code of this lot has it (now). `keyed` digits, or 0 = as many as
  /// the code has.
  int position(int number, int keyed = 0) const;
  /// Digits keyed for the code at this position.
  int digits(int position) const;
  /// The chance, in 1e-9, that a random number as long as the first code is a given code.
  std::int64_t guess() const { return guess_; }
  bool has_views() const { return views_; }

  template <class Archive>
  void archive(Archive& a) {
    a(near_, shares_, codes_, numbers_, place_, share_of_, let_go_, max_active_, range_, active_, lo_, width_, slice_,
      guess_, views_, turns_);
  }

 private:
  struct Share {
    AllocationPolicy policy;
    std::vector<std::int32_t> members;  ///< position of each of its codes; empty = from `first` upward
    std::vector<std::int32_t> known;    ///< calls behind each code, as far as a view knows
    std::int32_t first = 0;
    std::int32_t free = 0;

    int position(int place) const { return members.empty() ? first + place : members[static_cast<std::size_t>(place)]; }
    template <class Archive>
    void archive(Archive& a) {
      a(policy, members, known, first, free);
    }
  };

  static std::int64_t guess_of_one_code(int digits);
  std::size_t at(int share) const { return shares_.size() == 1 ? 0 : static_cast<std::size_t>(share); }
  /// Place of a code in its share (in every view), or -1 when it is not in the present range.
  int place(int position) const {
    if (position >= range_) return -1;
    return place_.empty() ? position : place_[static_cast<std::size_t>(position)];
  }
  std::size_t share_of(int position) const {
    return share_of_.empty() ? 0 : static_cast<std::size_t>(share_of_[static_cast<std::size_t>(position)]);
  }
  void lay_out(const Rules&, int shares);
  void count_digits(int position, bool live);
  void give_back_elsewhere(int position, int share);
  static void put_back(Share& share, int place) {
    std::visit([place](auto& policy) { policy.release(place); }, share.policy);
    ++share.free;
  }

  std::vector<DigitCounts> near_;  ///< of the live codes of 1, 2, ... digits; empty when nobody asks
  std::vector<Share> shares_;
  std::vector<Code> codes_;
  std::vector<std::int32_t> numbers_;   ///< by position; empty = lo_ upward
  std::vector<std::int32_t> place_;     ///< by position; empty = the position
  std::vector<std::int32_t> share_of_;  ///< by position; empty = 0
  std::vector<std::int32_t> let_go_;    ///< positions that wait for the next turn of their slice
  int max_active_ = unlimited;
  int range_ = 0;
  int active_ = 0;  ///< calls that hold a code
  int lo_ = 0;
  int width_ = 0;
  std::int64_t slice_ = 0;
  std::int64_t guess_ = 0;
  bool views_ = false;
  bool turns_ = false;  ///< the shares are slices of time
};

}  // namespace park
