#pragma once

#include <string>

namespace results {

/// What is at `path`, seen without SQLite, which might repair a foreign file. Throws StoreError for a folder, a file
/// that cannot be read, one that is no SQLite file, one of another program and one of another schema.
enum class FileKind { none, empty, ours };
FileKind kind_of_file(const std::string& path);

/// The same, but throws StoreError as well unless the file is ours.
void require_results_file(const std::string& path);

}  // namespace results
