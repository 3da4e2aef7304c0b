#pragma once

#include <string_view>
#include <vector>

#include "models/park/allocation/choice.hpp"

namespace park {

/// The code that has been free for longest, which gives the longest shortest time between two uses. At the start, by
/// number; a code given back is the latest, however it went. O(1): a linked list of the free codes in the order of
/// their release.
class Lru {
 public:
  static constexpr std::string_view name = "lru";
  static constexpr bool is_certain = true;

  Lru() = default;
  explicit Lru(int codes) : links_(static_cast<std::size_t>(codes) + 1), free_(codes) {
    for (int i = 0; i <= codes; ++i) link(i) = {i == 0 ? codes : i - 1, i == codes ? 0 : i + 1};
  }

  int free() const { return free_; }
  bool is_free(int code) const { return links_[static_cast<std::size_t>(code)].after != code; }
  double chance(int code) const { return code == would_choose() ? 1 : 0; }
  Choice choose(double) {
    const int code = would_choose();
    withdraw(code);
    return {code, 1};
  }
  void take(int code) { withdraw(code); }
  void withdraw(int code) {
    const Link gone = link(code);
    link(gone.before).after = gone.after;
    link(gone.after).before = gone.before;
    link(code) = {code, code};
    --free_;
  }
  void release(int code) {
    const int latest = links_.back().before;
    link(code) = {latest, end()};
    link(latest).after = code;
    links_.back().before = code;
    ++free_;
  }

  template <class Archive>
  void archive(Archive& a) {
    a(links_, free_);
  }

 private:
  /// The neighbours of a code by the time of release; of a taken code, itself.
  struct Link {
    int before = 0;
    int after = 0;
  };

  /// The code that would be chosen, or end() when none is free.
  int would_choose() const { return links_.back().after; }
  /// The end of the list, which closes it to a ring: one past the last code.
  int end() const { return static_cast<int>(links_.size()) - 1; }
  Link& link(int i) { return links_[static_cast<std::size_t>(i)]; }

  std::vector<Link> links_;
  int free_ = 0;
};

}  // namespace park
