#pragma once

#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "models/park/allocation/choice.hpp"

namespace park {

/// Any free code, all equally likely (Skype for Business). O(1): the codes in a list, the free ones first, where the
/// last free one changes places with the one that goes.
class Random {
 public:
  static constexpr std::string_view name = "random";

  Random() = default;
  explicit Random(int codes)
      : order_(static_cast<std::size_t>(codes)), where_(static_cast<std::size_t>(codes)), free_(codes) {
    std::iota(order_.begin(), order_.end(), 0);
    where_ = order_;
  }

  int free() const { return free_; }
  bool is_free(int code) const { return where_[static_cast<std::size_t>(code)] < free_; }
  double chance(int code) const { return is_free(code) ? 1.0 / free_ : 0; }
  Choice choose(double u) {
    const int code = order_[static_cast<std::size_t>(pick(u, free_))];
    withdraw(code);
    return {code, 1};
  }
  void take(int code) { withdraw(code); }
  void withdraw(int code) { move(code, --free_); }
  void release(int code) { move(code, free_++); }

  template <class Archive>
  void archive(Archive& a) {
    a(order_, where_, free_);
  }

 private:
  /// Moves a code to a place of the list, and the code that was there to the place it left.
  void move(int code, int place) {
    const int left = std::exchange(where_[static_cast<std::size_t>(code)], place);
    const int other = std::exchange(order_[static_cast<std::size_t>(place)], code);
    if (other == code) return;
    order_[static_cast<std::size_t>(left)] = other;
    where_[static_cast<std::size_t>(other)] = left;
  }

  std::vector<int> order_;  ///< the first free_ of them are free
  std::vector<int> where_;  ///< the place of each code in order_
  int free_ = 0;
};

}  // namespace park
