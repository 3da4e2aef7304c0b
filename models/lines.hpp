#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// Containers that people, channels and the nodes of the service share. Pointer-free, so that a replication can be
/// copied and written as bytes.
namespace models {

/// Calls, posts or requests for which there is room from the start. More are possible; then room is made by doubling.
inline constexpr std::size_t usual_room = 256;

/// Numbers in the order in which they came, with removal from anywhere: people free in a group, callers in a queue.
/// Every operation O(1). Pointer-free.
class Line {
 public:
  /// Makes room for numbers below n.
  void reserve(std::size_t n) {
    before_.reserve(n);
    after_.reserve(n);
  }
  void push(std::uint32_t i) {
    grow(i);
    before_[i] = tail_;
    after_[i] = end;
    (tail_ == end ? head_ : after_[tail_]) = i;
    tail_ = i;
    ++size_;
  }
  void remove(std::uint32_t i) {
    (before_[i] == end ? head_ : after_[before_[i]]) = after_[i];
    (after_[i] == end ? tail_ : before_[after_[i]]) = before_[i];
    --size_;
  }
  std::uint32_t front() const { return head_; }
  /// Walks from first() by after() until `end`.
  std::uint32_t first() const { return empty() ? end : head_; }
  std::uint32_t after(std::uint32_t i) const { return after_[i]; }
  std::uint32_t pop() {
    const auto i = head_;
    remove(i);
    return i;
  }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  template <class Archive>
  void archive(Archive& a) {
    a(before_, after_, head_, tail_, size_);
  }

  static constexpr std::uint32_t end = ~std::uint32_t{0};

 private:
  void grow(std::uint32_t i) {
    if (i < before_.size()) return;
    before_.resize(i + 1, end);
    after_.resize(i + 1, end);
  }
  std::vector<std::uint32_t> before_, after_;
  std::uint32_t head_ = end, tail_ = end;
  std::size_t size_ = 0;
};

/// Things in slots that are used again.
template <class Thing>
class Slots {
 public:
  /// Makes room for n things.
  void reserve(std::size_t n) {
    things_.reserve(n);
    free_.reserve(n);
  }
  std::uint32_t add(const Thing& thing) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(things_.size()));
      things_.emplace_back();
      free_.reserve(things_.capacity());  // so that removing them all allocates nothing
    }
    const auto slot = free_.back();
    free_.pop_back();
    things_[slot] = thing;
    return slot;
  }
  void remove(std::uint32_t slot) { free_.push_back(slot); }
  Thing& operator[](std::uint32_t slot) { return things_[slot]; }
  const Thing& operator[](std::uint32_t slot) const { return things_[slot]; }
  /// Slots ever used; those in between may be free.
  std::uint32_t size() const { return static_cast<std::uint32_t>(things_.size()); }

  template <class Archive>
  void archive(Archive& a) {
    a(things_, free_);
  }

 private:
  std::vector<Thing> things_;
  std::vector<std::uint32_t> free_;
};

}  // namespace models
