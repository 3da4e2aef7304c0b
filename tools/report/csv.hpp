#pragma once

#include <string>
#include <string_view>

namespace report {

/// `text` as a field of a CSV file (RFC 4180): in quotes where it needs them.
std::string csv_field(std::string_view text);

}  // namespace report
