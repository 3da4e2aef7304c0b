#pragma once

#include <string_view>

#include "models/park/allocation/choice.hpp"
#include "models/park/allocation/free_set.hpp"

namespace park {

/// Round robin: the first free code after the one handed out last, from the start again after the end. A code that
/// was asked for by name is one handed out, too (Asterisk). O(1).
class Next {
 public:
  static constexpr std::string_view name = "next";
  static constexpr bool is_certain = true;

  Next() = default;
  explicit Next(int codes) : free_(codes), size_(codes) {}

  int free() const { return free_.count(); }
  bool is_free(int code) const { return free_.contains(code); }
  double chance(int code) const { return is_free(code) && code == would_choose() ? 1 : 0; }
  Choice choose(double) {
    const int code = would_choose();
    const Choice choice{code, probes_between(next_, code, size_)};
    take(code);
    return choice;
  }
  void take(int code) {
    withdraw(code);
    next_ = code + 1 == size_ ? 0 : code + 1;
  }
  void withdraw(int code) { free_.erase(code); }
  void release(int code) { free_.insert(code); }

  template <class Archive>
  void archive(Archive& a) {
    a(free_, size_, next_);
  }

 private:
  int would_choose() const { return free_.at_or_after(next_); }

  FreeSet free_;
  int size_ = 0;
  int next_ = 0;
};

}  // namespace park
