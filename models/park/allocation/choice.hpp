#pragma once

#include <algorithm>

namespace park {

/// A chosen code, as its position in the range, and how many codes the modelled system inspects for it, the chosen one
/// included.
///
/// An allocation policy is a copyable, pointer-free class with a `name`, made for a number of codes (all free), with
///   int free() const                how many codes are free
///   Choice choose(double u)         takes a free code away; u is uniform in (0,1); requires free() > 0
///   void release(int code)          gives it back
///   void archive(Archive&)          lists its members (sim/archive.hpp)
/// and one entry in registry.hpp. Nothing may grow with the number of codes in any of them.
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
