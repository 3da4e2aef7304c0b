#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace sim {

/// Simulated time: a signed 64-bit count of microseconds, used for instants (since the start of the run) and for
/// durations alike. Range about +-292,000 years; arithmetic is exact and must not overflow it.
struct Ticks {
  std::int64_t us = 0;

  friend constexpr auto operator<=>(Ticks, Ticks) = default;
  constexpr Ticks& operator+=(Ticks other) {
    us += other.us;
    return *this;
  }
  constexpr Ticks& operator-=(Ticks other) {
    us -= other.us;
    return *this;
  }
  friend constexpr Ticks operator+(Ticks a, Ticks b) { return {a.us + b.us}; }
  friend constexpr Ticks operator-(Ticks a, Ticks b) { return {a.us - b.us}; }
  friend constexpr Ticks operator*(Ticks a, std::int64_t n) { return {a.us * n}; }

  constexpr double seconds() const { return static_cast<double>(us) * 1e-6; }
};

inline constexpr std::int64_t ticks_per_second = 1'000'000;

/// Later than every instant of any run: "never".
inline constexpr Ticks never{std::numeric_limits<std::int64_t>::max()};

/// Nearest tick, halves away from zero. Requires |seconds| < 9e12; beyond it the result saturates at `never`.
constexpr Ticks from_seconds(double seconds) {
  const double ticks = seconds * 1e6;
  if (ticks >= 9e18) return never;
  if (ticks <= -9e18) return {-never.us};
  return {static_cast<std::int64_t>(ticks + (ticks < 0 ? -0.5 : 0.5))};
}

constexpr Ticks operator""_s(unsigned long long n) { return {static_cast<std::int64_t>(n) * ticks_per_second}; }
constexpr Ticks operator""_min(unsigned long long n) { return {static_cast<std::int64_t>(n) * 60 * ticks_per_second}; }
constexpr Ticks operator""_us(unsigned long long n) { return {static_cast<std::int64_t>(n)}; }

}  // namespace sim
