#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

/// The scenarios that come with the program, and the folder of its telephone systems.
namespace ready_made {

inline std::filesystem::path folder() { return std::filesystem::path(PARKSIM_ROOT) / "scenarios"; }
inline std::filesystem::path systems() { return folder() / "systems"; }

/// In the order of their names, those that stand alone first; none where there is no such folder.
inline std::vector<std::filesystem::path> scenarios() {
  std::vector<std::filesystem::path> all;
  for (const auto& below : {folder(), folder() / "cases"}) {
    std::error_code missing;
    const auto from = static_cast<std::ptrdiff_t>(all.size());
    for (const auto& entry : std::filesystem::directory_iterator(below, missing))
      if (entry.path().extension() == ".yaml") all.push_back(entry.path());
    std::sort(all.begin() + from, all.end());
  }
  return all;
}

}  // namespace ready_made
