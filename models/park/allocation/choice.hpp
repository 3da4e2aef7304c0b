#pragma once

#include <algorithm>

namespace park {

/// A chosen code, as its position in the range, and how many codes the modelled system inspects for it, the chosen one
/// included.
///
/// An allocation policy is a copyable, pointer-free class with a `name`, made for a number of codes (all free), with
///   int free() const                how many codes are free
///   bool is_free(int code) const
///   double chance(int code) const   that choose(u), u uniform in (0,1), would give this code now; 0 for a taken code
///   Choice choose(double u)         takes a free code away; u is uniform in (0,1); requires free() > 0
///   void take(int code)             hands out this very code, which the policy remembers as it does a chosen one;
///                                   requires is_free(code)
///   void withdraw(int code)         as take, but the policy remembers nothing: the code is out of service, or taken by
///                                   somebody who never asked here
///   void release(int code)          gives back a code, however it went; requires !is_free(code)
///   void archive(Archive&)          lists its members (sim/archive.hpp)
/// and one entry in registry.hpp; with a member `is_certain` when choose() makes nothing of u. The chances of all codes
/// add up to 1 while any code is free. Nothing but the archive may grow with the number of codes, and nothing allocates
/// after construction.
struct Choice {
  int code = 0;
  int probes = 1;
};

/// A position in [0, n) from a uniform number.
inline int pick(double u, int n) { return std::min(static_cast<int>(u * n), n - 1); }

/// Codes inspected from `start` upward and round to `code`, both included.
inline int probes_between(int start, int code, int size) {
  return (code >= start ? code - start : code - start + size) + 1;
}

}  // namespace park
