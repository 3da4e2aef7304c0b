#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/time.hpp"

namespace sim {

/// Sorts words whose upper part, from `low_bits` on, has `width_bits` that are all but random: dealt by it into about
/// as many piles as there are words, then sorted by insertion. `dealt` is room to work in.
inline void sort_words(std::vector<std::uint64_t>& words, std::vector<std::uint64_t>& dealt, unsigned low_bits,
                       unsigned width_bits) {
  constexpr std::size_t few = 8;
  constexpr unsigned most_pile_bits = 8;
  const std::size_t n = words.size();
  if (n > few) {
    const auto bits = std::min<unsigned>(static_cast<unsigned>(std::bit_width(n)), most_pile_bits);
    const unsigned shift = low_bits + (width_bits > bits ? width_bits - bits : 0);
    std::array<std::uint32_t, (1u << most_pile_bits) + 1> begins;
    std::fill_n(begins.begin(), (std::size_t{1} << bits) + 1, 0u);
    for (const auto word : words) ++begins[(word >> shift) + 1];
    for (std::size_t i = 1; i < std::size_t{1} << bits; ++i) begins[i] += begins[i - 1];
    dealt.resize(n);
    for (const auto word : words) dealt[begins[word >> shift]++] = word;
    words.swap(dealt);
  }
  for (std::size_t i = 1; i < n; ++i) {
    const std::uint64_t word = words[i];
    std::size_t to = i;
    for (; to > 0 && words[to - 1] > word; --to) words[to] = words[to - 1];
    words[to] = word;
  }
}

/// Pending events of one word each, kept unsorted in windows of simulated time until their window opens (the ladder
/// queue of Tang, Goh and Thng 2005, on integer time and with windows of one width). A push is a store into its window;
/// opening a window sorts it. Nothing can be cancelled: whoever pushed an event tells from its word, when it comes,
/// whether it still counts.
///
/// A word's order within one instant is that of its low part. Events whose ticks and leading low bits are equal may
/// need an order that no word holds: `settle` of front() gives it.
///
/// Allocates only while more events are pending than ever before. Pointer-free; copying yields an independent ladder.
class Ladder {
 public:
  static constexpr unsigned low_bits = 38;
  static constexpr unsigned widest = 64 - low_bits;  ///< a window is at most 2^26 us
  static constexpr std::int64_t no_window = std::numeric_limits<std::int64_t>::max();
  static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();  ///< later than any event

  Ladder() = default;
  /// Windows of 2^width_bits microseconds, width_bits <= widest.
  explicit Ladder(unsigned width_bits) : width_bits_(width_bits) {}

  /// Makes room for n pending events.
  void reserve(std::size_t n) {
    const std::size_t in_use = std::min(n, static_cast<std::size_t>(windows));
    chunks_.reserve(in_use + n / Chunk::room + 1);
    sorted_.reserve(n);
    dealt_.reserve(n);
  }

  std::int64_t window_of(Ticks tick) const { return tick.us >> width_bits_; }
  Ticks begin_of(std::int64_t window) const { return {window << width_bits_}; }

  /// An event; not before the open window. O(1), but for one that falls into the open window: O(events left in it).
  void push(Ticks tick, std::uint64_t low) {
    const std::int64_t window = window_of(tick);
    const std::uint64_t word = make_word(tick, low);
    ++size_;
    if (window == open_) return insert(word);
    assert(window > open_);
    if (window - open_ >= windows) return far_.push_back({window, word});
    append(window, word);
  }

  /// The earliest window after the open one that holds an event, or no_window. O(1), but for the far ones, which are
  /// looked through about once in a round of all windows.
  std::int64_t next_window() {
    const std::int64_t near = next_near();
    if (far_.empty() || near < near_end_) return near;
    bring_near();
    std::int64_t found = next_near();
    for (const auto& far : far_) found = std::min(found, far.window);
    return found;
  }

  /// Makes `window` the open one, which must be empty. Later ones than the open one, none skipped that holds an event.
  void open(std::int64_t window) {
    assert(!has_event());
    open_ = window;
    begin_ = begin_of(window);
    sorted_.clear();
    at_ = 0;
    if (!far_.empty() && window >= near_end_) bring_near();
    gather();
    sort(sorted_, dealt_);
    sorted_.push_back(none);
    sorted_.push_back(0);
  }

  bool has_event() const { return sorted_[at_] != none; }
  /// The first event of the open window, or `none`. `settle` is the order of events that tie.
  template <class Settle>
  std::uint64_t front(Settle&& settle) {
    if (is_tie(sorted_[at_], sorted_[at_ + 1])) [[unlikely]]
      settle_ties(settle);
    return sorted_[at_];
  }
  /// The word of an event of the open window, for whoever merges others with it, and an order for many of these;
  /// `dealt` is room to work in.
  std::uint64_t word(Ticks tick, std::uint64_t low) const { return make_word(tick, low); }
  void sort(std::vector<std::uint64_t>& words, std::vector<std::uint64_t>& dealt) const {
    sort_words(words, dealt, low_bits, width_bits_);
  }
  Ticks tick(std::uint64_t word) const { return {begin_.us + static_cast<std::int64_t>(word >> low_bits)}; }
  /// Events of the open window before `tick` are those with lesser words.
  std::uint64_t first_word(Ticks tick) const {
    if (window_of(tick) > open_) return std::numeric_limits<std::uint64_t>::max();
    return window_of(tick) < open_ ? 0 : make_word(tick, 0);
  }
  static std::uint64_t low(std::uint64_t word) { return word & ((std::uint64_t{1} << low_bits) - 1); }
  void pop() {
    ++at_;
    --size_;
  }

  std::size_t size() const { return size_; }  ///< pending events
  bool empty() const { return size_ == 0; }

  template <class Archive>
  void archive(Archive& a) {
    a(chunks_, heads_, filled_, far_, sorted_, free_, open_, near_end_, at_, size_, width_bits_, offsets_, begin_);
  }

 private:
  static constexpr std::int64_t windows = 4096;
  static constexpr std::int64_t mask = windows - 1;
  static constexpr std::uint32_t no_chunk = std::numeric_limits<std::uint32_t>::max();
  static constexpr unsigned tie_shift = low_bits - 2;  ///< the class of an event is the top of its low part

  /// Two cache lines of words of one window, and the chunk that was filled before.
  struct Chunk {
    static constexpr std::uint32_t room = 15;
    std::array<std::uint64_t, room> words;
    std::uint32_t used;
    std::uint32_t before;
  };
  struct Far {
    std::int64_t window;
    std::uint64_t word;
  };

  std::uint64_t make_word(Ticks tick, std::uint64_t low) const {
    return (static_cast<std::uint64_t>(tick.us) & offsets_) << low_bits | low;
  }
  static bool is_tie(std::uint64_t a, std::uint64_t b) { return ((a ^ b) >> tie_shift) == 0; }

  void append(std::int64_t window, std::uint64_t word) {
    const auto at = static_cast<std::size_t>(window & mask);
    std::uint32_t head = heads_[at];
    if (head == no_chunk || chunks_[head].used == Chunk::room) [[unlikely]]
      head = add_chunk(at);
    Chunk& chunk = chunks_[head];
    chunk.words[chunk.used++] = word;
  }

  std::uint32_t add_chunk(std::size_t at) {
    if (free_ == no_chunk) {
      chunks_.push_back({.words = {}, .used = 0, .before = no_chunk});
      free_ = static_cast<std::uint32_t>(chunks_.size() - 1);
    }
    const std::uint32_t taken = free_;
    free_ = chunks_[taken].before;
    chunks_[taken].used = 0;
    chunks_[taken].before = heads_[at];
    heads_[at] = taken;
    filled_[at / 64] |= std::uint64_t{1} << (at % 64);
    return taken;
  }

  /// No event that is still far is before open_ + windows.
  void bring_near() {
    near_end_ = open_ + windows;
    std::erase_if(far_, [this](const Far& far) {
      if (far.window - open_ >= windows) return false;
      append(far.window, far.word);
      return true;
    });
  }

  std::int64_t next_near() const {
    const auto first = static_cast<std::size_t>((open_ + 1) & mask);
    std::size_t word = first / 64;
    std::uint64_t bits = filled_[word] & (~std::uint64_t{0} << (first % 64));
    for (std::size_t i = 0; i <= filled_.size(); ++i) {
      if (bits) {
        const auto at = static_cast<std::int64_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
        return open_ + 1 + ((at - static_cast<std::int64_t>(first)) & mask);
      }
      word = (word + 1) % filled_.size();
      bits = filled_[word];
    }
    return no_window;
  }

  void gather() {
    const auto at = static_cast<std::size_t>(open_ & mask);
    std::uint32_t chunk = heads_[at];
    while (chunk != no_chunk) {
      Chunk& full = chunks_[chunk];
      sorted_.insert(sorted_.end(), full.words.begin(), full.words.begin() + full.used);
      const std::uint32_t before = full.before;
      full.before = free_;
      free_ = chunk;
      chunk = before;
    }
    heads_[at] = no_chunk;
    filled_[at / 64] &= ~(std::uint64_t{1} << (at % 64));
  }

  void insert(std::uint64_t word) {
    sorted_.back() = none;
    sorted_.push_back(0);
    std::size_t i = sorted_.size() - 3;
    for (; i > at_ && sorted_[i - 1] > word; --i) sorted_[i] = sorted_[i - 1];
    sorted_[i] = word;
  }

  /// Puts the first events, which tie, in the order of `settle`.
  template <class Settle>
  void settle_ties(Settle& settle) {
    std::size_t end = at_ + 2;
    while (is_tie(sorted_[at_], sorted_[end])) ++end;
    std::sort(sorted_.begin() + static_cast<std::ptrdiff_t>(at_), sorted_.begin() + static_cast<std::ptrdiff_t>(end),
              settle);
  }

  static std::vector<std::uint32_t> no_heads() { return std::vector<std::uint32_t>(windows, no_chunk); }

  std::vector<Chunk> chunks_;
  std::vector<std::uint32_t> heads_ = no_heads();
  std::vector<std::uint64_t> filled_ = std::vector<std::uint64_t>(windows / 64);
  std::vector<Far> far_;
  std::vector<std::uint64_t> sorted_{none, 0};  // of the open window; no event ties with the two that end it
  std::vector<std::uint64_t> dealt_;            // room for sorting
  std::uint32_t free_ = no_chunk;
  std::int64_t open_ = -1;
  std::int64_t near_end_ = 0;  // no far event is before this window
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  unsigned width_bits_ = 22;
  std::uint64_t offsets_ = (std::uint64_t{1} << width_bits_) - 1;  // within a window
  Ticks begin_ = begin_of(-1);                                     // of the open window
};

}  // namespace sim
