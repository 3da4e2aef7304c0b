#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <vector>

// Archives for the queues under test: state to bytes, bytes to state, and the room that the state takes.

class ByteWriter {
 public:
  template <class... Members>
  void operator()(Members&... members) {
    (write(members), ...);
  }
  const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  template <class T>
  void write(const T& scalar) {
    static_assert(std::has_unique_object_representations_v<T>, "padding would make the bytes of a state arbitrary");
    append(&scalar, sizeof scalar);
  }
  template <class T>
  void write(const std::vector<T>& elements) {
    static_assert(std::has_unique_object_representations_v<T>, "padding would make the bytes of a state arbitrary");
    write(elements.size());
    append(elements.data(), elements.size() * sizeof(T));
  }
  void append(const void* from, std::size_t n) {
    const auto* first = static_cast<const std::byte*>(from);
    bytes_.insert(bytes_.end(), first, first + n);
  }

  std::vector<std::byte> bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(const std::vector<std::byte>& bytes) : bytes_(bytes) {}

  template <class... Members>
  void operator()(Members&... members) {
    (read(members), ...);
  }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  template <class T>
  void read(T& scalar) {
    extract(&scalar, sizeof scalar);
  }
  template <class T>
  void read(std::vector<T>& elements) {
    std::size_t n = 0;
    read(n);
    elements.resize(n);
    if (n > 0) extract(elements.data(), n * sizeof(T));
  }
  void extract(void* to, std::size_t n) {
    std::memcpy(to, bytes_.data() + at_, n);
    at_ += n;
  }

  const std::vector<std::byte>& bytes_;
  std::size_t at_ = 0;
};

class CapacityMeter {
 public:
  template <class... Members>
  void operator()(Members&... members) {
    (add(members), ...);
  }
  const std::vector<std::size_t>& capacities() const { return capacities_; }

 private:
  template <class T>
  void add(const T&) {}
  template <class T>
  void add(const std::vector<T>& elements) {
    capacities_.push_back(elements.capacity());
  }

  std::vector<std::size_t> capacities_;
};

template <class Queue>
std::vector<std::byte> bytes_of(Queue& queue) {
  ByteWriter writer;
  queue.archive(writer);
  return writer.bytes();
}

template <class Queue>
Queue restored(const std::vector<std::byte>& bytes) {
  Queue queue;
  ByteReader reader(bytes);
  queue.archive(reader);
  return queue;
}

template <class Queue>
std::vector<std::size_t> capacities_of(Queue& queue) {
  CapacityMeter meter;
  queue.archive(meter);
  return meter.capacities();
}
