#include "sim/random/draw_block.hpp"

#include <bit>

#include "sim/random/portable_log.hpp"
#include "sim/random/portable_math.hpp"
#include "sim/wide_loops.hpp"

namespace sim {

namespace {

PARKSIM_WIDE void mix_keys(std::uint64_t first, std::uint64_t second, std::uint64_t ordinal, std::uint64_t* firsts,
                           std::uint64_t* seconds) {
  for (std::uint64_t i = 0; i < DrawBlock::size; ++i) {
    const std::uint64_t step = (ordinal + i) * draw_detail::weyl;
    firsts[i] = draw_detail::mix(first + step);
    seconds[i] = draw_detail::mix(second ^ step);
  }
}

PARKSIM_WIDE void mix_uniforms(const std::uint64_t* firsts, const std::uint64_t* seconds, std::uint64_t place,
                               std::uint64_t purpose, double* out) {
  for (std::size_t i = 0; i < DrawBlock::size; ++i) {
    const std::uint64_t inner = draw_detail::mix(firsts[i] + place);
    const std::uint64_t bits = draw_detail::mix(inner ^ (seconds[i] + purpose)) >> 12;
    // A double of this exponent holds the 52 bits as they are: 2^52 + bits, a whole number.
    out[i] = ((std::bit_cast<double>(bits | std::uint64_t{0x433} << 52) - 0x1p52) + 0.5) * 0x1p-52;
  }
}

PARKSIM_WIDE void negative_logs(const double* u, double* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = -portable::log_normal_number(1 - u[i]);
}

/// Added to a number below 2^51 it leaves the nearest whole number in the low bits.
constexpr double whole_numbers = 0x1p52;

/// As from_seconds, for 0 <= seconds * 1e6 < 2^51.
[[gnu::always_inline]] inline std::int64_t nearest_tick(double seconds) {
  const double ticks = seconds * 1e6 + 0.5;
  const double near = ticks + whole_numbers;
  const double above = ticks - (near - whole_numbers);  // negative where the nearest whole number is the next one
  return static_cast<std::int64_t>((std::bit_cast<std::uint64_t>(near) & ((std::uint64_t{1} << 52) - 1)) -
                                   (std::bit_cast<std::uint64_t>(above) >> 63));
}

PARKSIM_WIDE void exponential_ticks(double mean_s, const double* u, std::int64_t* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = nearest_tick(mean_s * -portable::log_normal_number(1 - u[i]));
}

PARKSIM_WIDE void near_ticks(double from_s, const double* parts, double rate, std::int64_t* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = nearest_tick(from_s + parts[i] / rate);
}

}  // namespace

void DrawBlock::fill(const DrawSource& source, std::uint64_t first_ordinal) {
  mix_keys(source.first_key_, source.second_key_, first_ordinal, first_keys_.data(), second_keys_.data());
}

void DrawBlock::uniforms(Purpose purpose, std::uint32_t episode, std::uint32_t index,
                         std::array<double, size>& out) const {
  const std::uint64_t place = (std::uint64_t{episode} << 32) | index;
  mix_uniforms(first_keys_.data(), second_keys_.data(), place * draw_detail::weyl, purpose * draw_detail::weyl,
               out.data());
}

void exponential_durations(double mean_s, const double* u, Ticks* out, std::size_t n) {
  // No draw is above 1 - 2^-53, so no exponential above 37 means.
  constexpr double longest_s = 0x1p51 * 1e-6 / 37;
  if (mean_s < longest_s) return exponential_ticks(mean_s, u, &out->us, n);
  for (std::size_t i = 0; i < n; ++i) out[i] = from_seconds(mean_s * -portable::log1p(-u[i]));
}

void instants(double from_s, const double* ascending, double rate, Ticks* out, std::size_t n) {
  constexpr double latest_s = 0x1p50 * 1e-6;
  if (n > 0 && from_s >= 0 && from_s + ascending[n - 1] / rate < latest_s)
    return near_ticks(from_s, ascending, rate, &out->us, n);
  for (std::size_t i = 0; i < n; ++i) out[i] = from_seconds(from_s + ascending[i] / rate);
}

void unit_exponentials(const double* u, double* out, std::size_t n) { negative_logs(u, out, n); }

}  // namespace sim
