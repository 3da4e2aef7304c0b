#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/random/draw.hpp"
#include "sim/time.hpp"

namespace sim {

/// The draws of consecutive ordinals of one source, made together: the same bits as DrawSource::of(ordinal) gives one
/// by one, several times faster. Where the processor has wider vectors they are used; the bits do not depend on it.
class DrawBlock {
 public:
  static constexpr std::size_t size = 128;

  DrawBlock(const DrawSource& source, std::uint64_t first_ordinal) { fill(source, first_ordinal); }

  /// out[i] = the uniform number of ordinal first_ordinal + i.
  void uniforms(Purpose purpose, std::uint32_t episode, std::uint32_t index, std::array<double, size>& out) const;

 private:
  void fill(const DrawSource& source, std::uint64_t first_ordinal);

  std::array<std::uint64_t, size> first_keys_, second_keys_;
};

/// out[i] = -log(1 - u[i]), the same bits as -portable::log1p(-u[i]), for u as a draw gives them: in (0,1), whole
/// multiples of 2^-53.
void unit_exponentials(const double* u, double* out, std::size_t n);

/// out[i] = from_seconds(mean_s * -log(1 - u[i])): exponential durations, the same as one by one.
void exponential_durations(double mean_s, const double* u, Ticks* out, std::size_t n);

/// out[i] = from_seconds(from_s + ascending[i] / rate), rate > 0.
void instants(double from_s, const double* ascending, double rate, Ticks* out, std::size_t n);

}  // namespace sim
