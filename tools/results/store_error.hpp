#pragma once

#include <stdexcept>

namespace results {

/// Why a results file cannot be opened, read or written: one sentence that begins with the path and says what to do
/// where that is known. Whenever it is thrown, the file holds what it held before the call.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace results
