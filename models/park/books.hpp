#pragma once

#include <cstdint>

namespace park {

/// What the park service has done so far, counted by park requests, park episodes and retrieve attempts.
struct Books {
  std::uint64_t requested = 0, refused = 0, died = 0;  ///< requests; those that came to nothing
  std::uint64_t committed = 0, ended = 0;              ///< episodes
  std::uint64_t attempts = 0, outcomes = 0;

  Books& operator+=(const Books& other) {
    requested += other.requested;
    refused += other.refused;
    died += other.died;
    committed += other.committed;
    ended += other.ended;
    attempts += other.attempts;
    outcomes += other.outcomes;
    return *this;
  }
  friend Books operator*(Books books, std::uint64_t n) {
    return {books.requested * n, books.refused * n,  books.died * n,    books.committed * n,
            books.ended * n,     books.attempts * n, books.outcomes * n};
  }
  friend Books operator-(const Books& a, const Books& b) {
    return {a.requested - b.requested, a.refused - b.refused,   a.died - b.died,        a.committed - b.committed,
            a.ended - b.ended,         a.attempts - b.attempts, a.outcomes - b.outcomes};
  }
  friend bool operator==(const Books&, const Books&) = default;
};

/// Of one lot, without the calls that go in a few words (models/express).
struct LotBooks {
  std::uint64_t requested = 0;  ///< park requests
  std::uint64_t full = 0;       ///< those of them refused because it was full
};

}  // namespace park
