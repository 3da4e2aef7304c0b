#pragma once

#include <string_view>

#include "models/park/allocation/choice.hpp"
#include "models/park/allocation/free_set.hpp"

namespace park {

/// The lowest free code. O(1).
class Lowest {
 public:
  static constexpr std::string_view name = "lowest";
  static constexpr bool is_certain = true;

  Lowest() = default;
  explicit Lowest(int codes) : free_(codes) {}

  int free() const { return free_.count(); }
  bool is_free(int code) const { return free_.contains(code); }
  double chance(int code) const { return is_free(code) && code == would_choose() ? 1 : 0; }
  Choice choose(double) {
    const int code = would_choose();
    free_.erase(code);
    return {code, code + 1};
  }
  void take(int code) { withdraw(code); }
  void withdraw(int code) { free_.erase(code); }
  void release(int code) { free_.insert(code); }

  template <class Archive>
  void archive(Archive& a) {
    a(free_);
  }

 private:
  int would_choose() const { return free_.first(); }

  FreeSet free_;
};

}  // namespace park
