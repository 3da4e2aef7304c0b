#pragma once

#include <string_view>

#include "models/park/allocation/choice.hpp"
#include "models/park/allocation/free_set.hpp"

namespace park {

/// Round robin: the first free code after the one handed out last, from the start again after the end. O(1).
class Next {
 public:
  static constexpr std::string_view name = "next";

  Next() = default;
  explicit Next(int codes) : free_(codes), size_(codes) {}

  int free() const { return free_.count(); }
  Choice choose(double) {
    const int code = free_.at_or_after(next_);
    free_.erase(code);
    const Choice choice{code, probes_between(next_, code, size_)};
    next_ = code + 1 == size_ ? 0 : code + 1;
    return choice;
  }
  void release(int code) { free_.insert(code); }

  template <class Archive>
  void archive(Archive& a) {
    a(free_, size_, next_);
  }

 private:
  FreeSet free_;
  int size_ = 0;
  int next_ = 0;
};

}  // namespace park
