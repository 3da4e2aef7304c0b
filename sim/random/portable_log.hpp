#pragma once

#include <bit>
#include <cstdint>

/// The heart of the portable logarithm, for loops that compilers can turn into vectors: no branch, no table.
namespace sim::portable {

// ln 2 in two parts; the first has 32 significant bits, so a product with an exponent is exact.
inline constexpr double ln2_high = 0x1.62e42feep-1;
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;

/// 2 atanh(s) - 2s, for |s| <= 0.1716, from the Taylor series; pairs are summed apart to shorten the dependency chain.
inline double atanh_tail(double s) {
  const double z = s * s;
  const double z2 = z * z;
  const double z4 = z2 * z2;
  const double low = (1.0 / 3 + z * (1.0 / 5)) + (1.0 / 7 + z * (1.0 / 9)) * z2;
  const double high = (1.0 / 11 + z * (1.0 / 13)) + (1.0 / 15 + z * (1.0 / 17)) * z2;
  return 2 * s * z * (low + (high + (1.0 / 19) * z4) * z4);
}

/// log(x) for normal, finite x > 0, with `exponent` added to its binary exponent.
inline double log_normal_number(double x, double exponent = 0) {
  // Scale by a power of two into [sqrt(1/2), sqrt(2)), so that nothing cancels near x = 1.
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t offset = bits - std::bit_cast<std::uint64_t>(0x1.6a09e667f3bcdp-1);
  // The exponent as a double, by putting it into the low bits of 2^52.
  const std::uint64_t biased = (offset + (std::uint64_t{1023} << 52)) >> 52;
  exponent += std::bit_cast<double>(biased | std::uint64_t{0x433} << 52) - (0x1p52 + 1023);
  const double f = std::bit_cast<double>(bits - (offset & 0xFFF0000000000000U)) - 1;
  const double s = f / (2 + f);
  return exponent * ln2_high + (2 * s + (atanh_tail(s) + exponent * ln2_low));
}

}  // namespace sim::portable
