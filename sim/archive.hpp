#pragma once

#include <array>
#include <boost/crc.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// A model's state as bytes. A class takes part by listing its members once:
///   template <class Archive> void archive(Archive& a) { a(now_, calls_, lots_); }
/// Members are trivially copyable values, vectors, arrays and variants of such, or classes that take part. The bytes
/// are a snapshot for the same build on the same kind of machine, not an exchange format, and end with a CRC-32. Equal
/// states need not give equal bytes: padding is written as it is.
namespace sim {

template <class T, class Archive>
concept TakesPart = requires(T& value, Archive& a) {
  value.archive(a);
};

namespace detail {
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};
template <class T>
struct IsArray : std::false_type {};
template <class T, std::size_t n>
struct IsArray<std::array<T, n>> : std::true_type {};

template <class Variant, std::size_t i = 0>
Variant make_alternative(std::size_t wanted) {
  if constexpr (i < std::variant_size_v<Variant>) {
    if (wanted == i) return Variant(std::in_place_index<i>);
    return make_alternative<Variant, i + 1>(wanted);
  } else {
    throw std::runtime_error("snapshot names an alternative that does not exist");
  }
}

using Checksum = boost::crc_32_type::value_type;
inline Checksum checksum(std::span<const std::byte> bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}
}  // namespace detail

class ByteWriter {
 public:
  template <class... T>
  void operator()(T&... values) {
    (write(values), ...);
  }
  /// All that was written. To be called once.
  std::vector<std::byte> take() {
    const auto sum = detail::checksum(bytes_);
    append(&sum, sizeof sum);
    return std::move(bytes_);
  }

 private:
  template <class T>
  void write(T& value) {
    if constexpr (TakesPart<T, ByteWriter>) {
      value.archive(*this);
    } else if constexpr (detail::IsVector<T>::value) {
      const std::uint64_t size = value.size();
      append(&size, sizeof size);
      if constexpr (std::is_trivially_copyable_v<typename T::value_type> &&
                    !TakesPart<typename T::value_type, ByteWriter>) {
        append(value.data(), value.size() * sizeof(typename T::value_type));
      } else {
        for (auto& element : value) write(element);
      }
    } else if constexpr (detail::IsVariant<T>::value) {
      const std::uint64_t chosen = value.index();
      append(&chosen, sizeof chosen);
      std::visit([this](auto& alternative) { this->write(alternative); }, value);
    } else if constexpr (detail::IsArray<T>::value && !std::is_trivially_copyable_v<T>) {
      for (auto& element : value) write(element);
    } else {
      static_assert(std::is_trivially_copyable_v<T>, "list the members of this class in archive()");
      append(&value, sizeof value);
    }
  }

  void append(const void* data, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    bytes_.insert(bytes_.end(), first, first + size);
  }

  std::vector<std::byte> bytes_;
};

/// Throws std::runtime_error from the constructor, before anything is read, when the bytes are not just those that a
/// writer gave; while reading, when they describe less than is asked for; and from finish(), when they describe more.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : rest_(bytes) {
    detail::Checksum sum{};
    if (bytes.size() < sizeof sum) throw std::runtime_error("snapshot is cut short");
    rest_ = bytes.first(bytes.size() - sizeof sum);
    std::memcpy(&sum, bytes.data() + rest_.size(), sizeof sum);
    if (sum != detail::checksum(rest_)) throw std::runtime_error("snapshot is damaged");
  }

  template <class... T>
  void operator()(T&... values) {
    (read(values), ...);
  }

  void finish() const {
    if (!rest_.empty()) throw std::runtime_error("snapshot is longer than the state it describes");
  }

 private:
  template <class T>
  void read(T& value) {
    if constexpr (TakesPart<T, ByteReader>) {
      value.archive(*this);
    } else if constexpr (detail::IsVector<T>::value) {
      std::uint64_t size = 0;
      take(&size, sizeof size);
      if constexpr (std::is_trivially_copyable_v<typename T::value_type> &&
                    !TakesPart<typename T::value_type, ByteReader>) {
        if (size > rest_.size() / sizeof(typename T::value_type)) throw std::runtime_error("snapshot is cut short");
        value.resize(size);
        take(value.data(), size * sizeof(typename T::value_type));
      } else {
        if (size > rest_.size()) throw std::runtime_error("snapshot is cut short");
        value.resize(size);
        for (auto& element : value) read(element);
      }
    } else if constexpr (detail::IsVariant<T>::value) {
      std::uint64_t chosen = 0;
      take(&chosen, sizeof chosen);
      value = detail::make_alternative<T>(chosen);
      std::visit([this](auto& alternative) { this->read(alternative); }, value);
    } else if constexpr (detail::IsArray<T>::value && !std::is_trivially_copyable_v<T>) {
      for (auto& element : value) read(element);
    } else {
      static_assert(std::is_trivially_copyable_v<T>, "list the members of this class in archive()");
      take(&value, sizeof value);
    }
  }

  void take(void* data, std::size_t size) {
    if (size > rest_.size()) throw std::runtime_error("snapshot is cut short");
    if (size) std::memcpy(data, rest_.data(), size);
    rest_ = rest_.subspan(size);
  }

  std::span<const std::byte> rest_;
};

}  // namespace sim
