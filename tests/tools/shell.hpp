#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <string>

#include "tests/tools/results/sample_results.hpp"

/// Programs run in a folder of their own, as a user would.
class Shell {
 public:
  /// Exit code of the line, which bash runs in the folder; what it printed is in out() and err() until the next.
  int run(const std::string& line) {
    sample::write_file(folder_ / "line", "cd '" + folder_ / "" + "'\n" + line);
    const int status =
        std::system(("bash '" + folder_ / "line" + "' >'" + folder_ / "out" + "' 2>'" + folder_ / "err" + "'").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  std::string out() const { return sample::bytes_of(folder_ / "out"); }
  std::string err() const { return sample::bytes_of(folder_ / "err"); }
  std::string file(const std::string& name) const { return folder_ / name; }
  std::string content(const std::string& db) const { return sample::content_of(folder_ / db); }

 private:
  sample::Folder folder_;
};

/// A summary as JSON without what depends on clock, host and names of files.
inline std::string lasting(const std::string& json) {
  return std::regex_replace(json, std::regex("\"(wall_s|threads|stored_in)\": [^\n]*\n"), "");
}
