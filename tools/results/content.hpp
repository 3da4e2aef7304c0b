#pragma once

#include <iosfwd>
#include <string>

namespace results {

/// Writes the content of a results file: every table but `environment`, by name, its rows in the order of the key, a
/// row a line. Two runs have the same content exactly if this text is the same. Throws StoreError as
/// Store::open_to_read() does.
void write_content(const std::string& path, std::ostream& out);

}  // namespace results
