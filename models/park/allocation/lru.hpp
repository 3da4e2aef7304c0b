#pragma once

#include <string_view>
#include <vector>

#include "models/park/allocation/choice.hpp"

namespace park {

/// The code that has been free for longest, which gives the longest shortest time between two uses. At the start, by
/// number. O(1): a ring of the free codes in the order of their release.
class Lru {
 public:
  static constexpr std::string_view name = "lru";

  Lru() = default;
  explicit Lru(int codes) : ring_(static_cast<std::size_t>(codes)), free_(codes) {
    for (int i = 0; i < codes; ++i) ring_[static_cast<std::size_t>(i)] = i;
  }

  int free() const { return free_; }
  Choice choose(double) {
    const int code = ring_[static_cast<std::size_t>(head_)];
    head_ = wrap(head_ + 1);
    --free_;
    return {code, 1};
  }
  void release(int code) { ring_[static_cast<std::size_t>(wrap(head_ + free_++))] = code; }

  template <class Archive>
  void archive(Archive& a) {
    a(ring_, head_, free_);
  }

 private:
  int wrap(int i) const { return i >= static_cast<int>(ring_.size()) ? i - static_cast<int>(ring_.size()) : i; }

  std::vector<int> ring_;
  int head_ = 0;
  int free_ = 0;
};

}  // namespace park
