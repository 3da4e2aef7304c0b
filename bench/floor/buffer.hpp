#pragma once

#include <cstddef>
#include <cstdlib>

/// Not std::vector: its functions, compiled here for the processor at hand, could take the place of those of the rest
/// of the program when it is linked. Whatever the floor instantiates is in the namespace of its own build.
namespace FLOOR_BUILD {

/// A fixed number of zeros.
template <class T>
class Buffer {
 public:
  explicit Buffer(std::size_t size) : data_(new T[size]()) {}
  ~Buffer() { delete[] data_; }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  T* data() { return data_; }
  T& operator[](std::size_t i) { return data_[i]; }

 private:
  T* data_;
};

/// For what is out of bounds by a bug of the floor alone.
inline void require(bool holds) {
  if (!holds) [[unlikely]]
    std::abort();
}

}  // namespace FLOOR_BUILD
