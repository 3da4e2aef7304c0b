#pragma once

#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "models/park/allocation/choice.hpp"

namespace park {

/// Any free code, all equally likely (Skype for Business). O(1): the last of a list takes the place of the chosen one.
class Random {
 public:
  static constexpr std::string_view name = "random";

  Random() = default;
  explicit Random(int codes) : free_(static_cast<std::size_t>(codes)) { std::iota(free_.begin(), free_.end(), 0); }

  int free() const { return static_cast<int>(free_.size()); }
  Choice choose(double u) {
    auto& chosen = free_[static_cast<std::size_t>(pick(u, free()))];
    const int code = std::exchange(chosen, free_.back());
    free_.pop_back();
    return {code, 1};
  }
  void release(int code) { free_.push_back(code); }

  template <class Archive>
  void archive(Archive& a) {
    a(free_);
  }

 private:
  std::vector<int> free_;
};

}  // namespace park
