#pragma once

#include <string_view>

#include "models/park/allocation/choice.hpp"
#include "models/park/allocation/free_set.hpp"

namespace park {

/// The lowest free code. O(1).
class Lowest {
 public:
  static constexpr std::string_view name = "lowest";

  Lowest() = default;
  explicit Lowest(int codes) : free_(codes) {}

  int free() const { return free_.count(); }
  Choice choose(double) {
    const int code = free_.first();
    free_.erase(code);
    return {code, code + 1};
  }
  void release(int code) { free_.insert(code); }

  template <class Archive>
  void archive(Archive& a) {
    a(free_);
  }

 private:
  FreeSet free_;
};

}  // namespace park
