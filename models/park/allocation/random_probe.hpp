#pragma once

#include <string_view>

#include "models/park/allocation/choice.hpp"
#include "models/park/allocation/free_set.hpp"

namespace park {

/// A random code, and from there upward and round to the first free one (Asterisk, findslot=random): a free code after
/// a run of n taken ones is n + 1 times as likely as one after a free code. O(1).
class RandomProbe {
 public:
  static constexpr std::string_view name = "random_probe";

  RandomProbe() = default;
  explicit RandomProbe(int codes) : free_(codes), size_(codes) {}

  int free() const { return free_.count(); }
  bool is_free(int code) const { return free_.contains(code); }
  double chance(int code) const { return is_free(code) ? static_cast<double>(starts(code)) / size_ : 0; }
  Choice choose(double u) {
    const int start = pick(u, size_);
    const int code = free_.at_or_after(start);
    free_.erase(code);
    return {code, probes_between(start, code, size_)};
  }
  void take(int code) { withdraw(code); }
  void withdraw(int code) { free_.erase(code); }
  void release(int code) { free_.insert(code); }

  template <class Archive>
  void archive(Archive& a) {
    a(free_, size_);
  }

 private:
  /// The starts that lead to this free code: itself and the run of taken codes before it, round the end.
  int starts(int code) const {
    const int before = free_.at_or_before(code == 0 ? size_ - 1 : code - 1);
    return before < code ? code - before : code - before + size_;
  }

  FreeSet free_;
  int size_ = 0;
};

}  // namespace park
