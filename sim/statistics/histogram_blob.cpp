#include <boost/crc.hpp>
#include <stdexcept>
#include <string>

#include "sim/statistics/histogram.hpp"

namespace sim {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t checksum_bytes = 4;
__extension__ typedef unsigned __int128 Unsigned;

[[noreturn]] void refuse(const char* reason) { throw std::runtime_error(std::string("corrupt histogram: ") + reason); }

std::uint32_t checksum(std::span<const std::uint8_t> bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

void put(std::vector<std::uint8_t>& bytes, Unsigned number) {
  for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<std::uint8_t>(number | 0x80));
  bytes.push_back(static_cast<std::uint8_t>(number));
}

/// Reads the one shortest form of each number, so that every histogram has exactly one blob.
Unsigned take(std::span<const std::uint8_t>& bytes, Unsigned limit) {
  Unsigned number = 0;
  for (int shift = 0; shift < 126; shift += 7) {
    if (bytes.empty()) refuse("it ends inside a number");
    const std::uint8_t byte = bytes.front();
    bytes = bytes.subspan(1);
    number |= Unsigned{byte & 0x7Fu} << shift;
    if (byte & 0x80) continue;
    if (byte == 0 && shift > 0) refuse("a number is not in its shortest form");
    if (number > limit) refuse("a number is too large");
    return number;
  }
  refuse("a number is too long");
}

std::span<const std::uint8_t> checked_body(std::span<const std::uint8_t> blob) {
  if (blob.size() < 1 + checksum_bytes) refuse("it is too short");
  if (blob.front() != version) refuse("its version is unknown");
  const auto body = blob.first(blob.size() - checksum_bytes);
  std::uint32_t stored = 0;
  for (std::size_t i = 0; i < checksum_bytes; ++i) stored |= std::uint32_t{blob[body.size() + i]} << (8 * i);
  if (stored != checksum(body)) refuse("its checksum does not match");
  return body.subspan(1);
}

}  // namespace

std::vector<std::uint8_t> Histogram::encode() const {
  std::vector<std::uint8_t> bytes{version};
  if (count_ > 0) encode_values(bytes);
  const std::uint32_t sum = checksum(bytes);
  for (std::size_t i = 0; i < checksum_bytes; ++i) bytes.push_back(static_cast<std::uint8_t>(sum >> (8 * i)));
  return bytes;
}

void Histogram::encode_values(std::vector<std::uint8_t>& bytes) const {
  put(bytes, static_cast<std::uint64_t>(min_.us));
  put(bytes, static_cast<std::uint64_t>(max_.us - min_.us));
  put(bytes, static_cast<Unsigned>(sum_us_));
  std::size_t next = 0;
  for (std::size_t page = first_page(); page <= last_page(); ++page) {
    if (!has(page)) continue;
    const Page counts = counts_of(page);
    for (std::size_t i = 0; i < page_size; ++i) {
      if (counts[i] == 0) continue;
      const std::size_t bucket = page * page_size + i;
      put(bytes, bucket - next);
      put(bytes, counts[i]);
      next = bucket + 1;
    }
  }
}

Histogram Histogram::decode(std::span<const std::uint8_t> blob) {
  auto body = checked_body(blob);
  Histogram result;
  if (body.empty()) return result;
  const auto most = static_cast<std::uint64_t>(never.us);
  result.min_ = {static_cast<std::int64_t>(take(body, most))};
  result.max_ = {result.min_.us +
                 static_cast<std::int64_t>(take(body, most - static_cast<std::uint64_t>(result.min_.us)))};
  result.sum_us_ = static_cast<Wide>(take(body, ~Unsigned{0} >> 2));
  result.decode_buckets(body);
  return result;
}

void Histogram::decode_buckets(std::span<const std::uint8_t> bytes) {
  const std::size_t first = bucket_of(min_);
  const std::size_t last = bucket_of(max_);
  Wide least_sum = 0;
  Wide most_sum = 0;
  std::size_t next = 0;
  while (!bytes.empty()) {
    const std::size_t bucket = next + static_cast<std::size_t>(take(bytes, last));
    const auto here = static_cast<std::uint64_t>(take(bytes, ~std::uint64_t{0} - count_));
    if (here == 0) refuse("a bucket in use holds nothing");
    if (bucket > last || (next == 0 && bucket != first)) refuse("a bucket lies outside minimum and maximum");
    count_in(bucket) = here;
    count_ += here;
    least_sum += Wide{bucket_low(bucket).us} * here;
    most_sum += Wide{bucket_low(bucket).us + (bucket_width_us(bucket) - 1)} * here;
    next = bucket + 1;
  }
  if (next != last + 1) refuse("the bucket of the maximum is missing");
  if (sum_us_ < least_sum || sum_us_ > most_sum) refuse("its sum contradicts its counts");
}

}  // namespace sim
