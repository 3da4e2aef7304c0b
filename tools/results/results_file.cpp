#include "tools/results/results_file.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "tools/results/schema.hpp"
#include "tools/results/store_error.hpp"

namespace results {
namespace {

constexpr std::string_view sqlite_magic{"SQLite format 3\0", 16};

using Header = std::array<char, 100>;  // of every SQLite file: sqlite.org/fileformat2.html, section 1.3

std::int64_t big_endian(const Header& header, std::size_t offset) {
  std::int64_t value = 0;
  for (std::size_t i = offset; i < offset + 4; ++i) value = value << 8 | static_cast<unsigned char>(header[i]);
  return value;
}

void require_our_schema(const std::string& path, const Header& header) {
  if (big_endian(header, 68) != application_id) {
    throw StoreError(path + " is an SQLite file of another program; it was left as it is");
  }
  const std::int64_t version = big_endian(header, 60);
  if (version == schema_version) return;
  throw StoreError(path + " has schema version " + std::to_string(version) + ", and this parksim reads version " +
                   std::to_string(schema_version) + (version > schema_version ? "; use a newer parksim" : ""));
}

void require_file(const std::string& path, const std::filesystem::file_status& status) {
  if (std::filesystem::is_directory(status)) throw StoreError(path + " is a folder, not a results file");
  if (!std::filesystem::is_regular_file(status)) throw StoreError(path + " is not an ordinary file");
}

}  // namespace

FileKind kind_of_file(const std::string& path) {
  if (path.empty()) throw StoreError("a results file needs a name");
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return FileKind::none;
  if (error) throw StoreError(path + " cannot be read: " + error.message());
  require_file(path, status);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw StoreError(path + " cannot be read: check its permissions");
  Header header{};
  file.read(header.data(), header.size());
  if (file.gcount() == 0) return FileKind::empty;
  const std::string_view read(header.data(), static_cast<std::size_t>(file.gcount()));
  if (!read.starts_with(sqlite_magic)) throw StoreError(path + " is not an SQLite file; it was left as it is");
  require_our_schema(path, header);
  return FileKind::ours;
}

void require_results_file(const std::string& path) {
  switch (kind_of_file(path)) {
    case FileKind::none: throw StoreError(path + " does not exist");
    case FileKind::empty: throw StoreError(path + " is empty: it holds no results");
    case FileKind::ours: break;
  }
}

}  // namespace results
