#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "scenarios/compiler/error.hpp"

namespace scenarios {

/// The files that a scenario names, read relative to it. What was read is part of what the scenario is.
class Files {
 public:
  explicit Files(std::filesystem::path base) : base_(std::move(base)) {}

  /// Reads once. Throws InputError at `at`, where the file is named, when it cannot be read.
  SourcePtr read(const std::string& name, const Mark& at);

  const std::map<std::string, SourcePtr>& all() const { return read_; }

 private:
  std::filesystem::path base_;
  std::map<std::string, SourcePtr> read_;
};

}  // namespace scenarios
