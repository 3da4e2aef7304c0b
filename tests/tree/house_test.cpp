// Reads the sources of the checkout and holds them to the rules of the house.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Complaints = std::vector<std::string>;
using Words = std::set<std::string, std::less<>>;

struct Source {
  std::string path;  // from the root of the checkout
  std::string text;
};

constexpr std::array<std::string_view, 4> floors{"sim", "models", "scenarios", "tools"};  // from the ground up
constexpr std::ptrdiff_t longest_file = 500;                                              // lines

const Words outside_headers{"chrono",    "cstdio",  "ctime",      "fcntl.h",    "filesystem", "fstream", "iostream",
                            "sqlite3.h", "stdio.h", "sys/stat.h", "sys/time.h", "time.h",     "unistd.h"};
const Words outside_names{"chrono",    "clock_gettime", "fopen",        "FILE",         "filesystem", "fprintf",
                          "fstream",   "getenv",        "gettimeofday", "ifstream",     "ofstream",   "printf",
                          "puts",      "sqlite3",       "steady_clock", "system_clock", "std::cerr",  "std::cin",
                          "std::clog", "std::clock",    "std::cout",    "std::time"};
const Words drawing_headers{"random"};
const Words drawing_names{"default_random_engine",
                          "generate_canonical",
                          "minstd_rand",
                          "minstd_rand0",
                          "mt19937",
                          "mt19937_64",
                          "random_device",
                          "ranlux24",
                          "ranlux48",
                          "knuth_b",
                          "rand",
                          "srand",
                          "drand48"};
const Words thread_headers{"atomic", "condition_variable", "future", "latch", "mutex", "pthread.h", "thread"};
const Words inexact_names{"float"};

std::optional<std::ptrdiff_t> floor_of(std::string_view path) {
  const auto found = std::ranges::find(floors, path.substr(0, path.find('/')));
  if (found == floors.end()) return std::nullopt;
  return found - floors.begin();
}

bool is_physics(std::string_view path) { return path.starts_with("sim/") || path.starts_with("models/"); }

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t end_of_quotes(std::string_view text, std::size_t from) {
  std::size_t i = from + 1;
  while (i < text.size() && text[i] != text[from]) i += text[i] == '\\' ? 2 : 1;
  return i + 1;
}

std::size_t after(std::string_view text, std::string_view what, std::size_t from) {
  const std::size_t found = text.find(what, from);
  return found == std::string_view::npos ? text.size() : found + what.size();
}

std::size_t end_of_raw_string(std::string_view text, std::size_t from) {
  const std::size_t opened = after(text, "(", from);
  std::string closing(1, ')');
  closing.append(text.substr(from + 2, opened - from - 3)).append(1, '"');
  return after(text, closing, opened);
}

bool names_a_header(std::string_view text, std::size_t quote) {
  const std::size_t line = text.rfind('\n', quote) + 1;  // npos + 1 is 0
  const std::string_view before = text.substr(line, quote - line);
  const std::size_t first = before.find_first_not_of(" \t");
  return first < before.size() && before[first] == '#' && before.find("include") < before.size();
}

// Where the comment or literal that begins at `from` ends; `from` itself when none begins there.
std::size_t end_of_prose(std::string_view text, std::size_t from) {
  const std::string_view rest = text.substr(from);
  const bool inside_word = from > 0 && is_word(text[from - 1]);
  if (rest.starts_with("//")) return std::min(text.find('\n', from), text.size());
  if (rest.starts_with("/*")) return after(text, "*/", from + 2);
  if (rest.starts_with("R\"") && !inside_word) return end_of_raw_string(text, from);
  if (rest.starts_with("\"") && !names_a_header(text, from)) return end_of_quotes(text, from);
  if (rest.starts_with("'") && !inside_word) return end_of_quotes(text, from);  // inside: a digit separator
  return from;
}

// The lines of the code with blanks for comments and literals, in which a word is no use of it. Names of headers stay.
std::vector<std::string> code_lines(std::string_view text) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(end_of_prose(text, i), text.size());
    const bool prose = end > i;
    for (const std::size_t stop = prose ? end : i + 1; i < stop; ++i) {
      if (text[i] == '\n') {
        lines.emplace_back();
      } else {
        lines.back() += prose ? ' ' : text[i];
      }
    }
  }
  return lines;
}

std::string included_header(const std::string& line) {
  static const std::regex include(R"re(\s*#\s*include\s*[<"]([^>"]+)[>"].*)re");
  std::smatch match;
  return line.find('#') != std::string::npos && std::regex_match(line, match, include) ? match[1].str() : "";
}

// Each name of a line, as written with its qualifiers: std::chrono::seconds.
std::vector<std::string> names_in(const std::string& line) {
  const auto belongs = [](char c) { return is_word(c) || c == ':'; };
  std::vector<std::string> names;
  for (auto at = line.begin(); at != line.end();) {
    const auto begin = std::find_if(at, line.end(), belongs);
    at = std::find_if_not(begin, line.end(), belongs);
    if (begin != at) names.emplace_back(begin, at);
  }
  return names;
}

bool uses(const std::string& name, const Words& forbidden) {
  if (forbidden.contains(name)) return true;
  for (std::size_t from = 0; from < name.size();) {
    const std::size_t to = std::min(name.find("::", from), name.size());
    if (forbidden.contains(name.substr(from, to - from))) return true;
    from = to + 2;
  }
  return false;
}

template <class Finding>  // Finding: line -> what is wrong with it, or an empty string
Complaints each_line(const Source& source, Finding finding) {
  Complaints complaints;
  const auto lines = code_lines(source.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string wrong = finding(lines[i]);
    if (!wrong.empty()) complaints.push_back(source.path + ":" + std::to_string(i + 1) + " " + wrong);
  }
  return complaints;
}

Complaints forbidden_uses(const Source& source, const Words& headers, const Words& names) {
  return each_line(source, [&](const std::string& line) {
    const std::string header = included_header(line);
    if (!header.empty()) return headers.contains(header) ? "includes " + header : "";
    for (const std::string& name : names_in(line)) {
      if (uses(name, names)) return "uses " + name;
    }
    return std::string();
  });
}

std::string standard_distribution(const std::string& line) {
  for (const std::string& name : names_in(line)) {
    if (name.starts_with("std::") && name.ends_with("_distribution")) return "uses " + name;
  }
  return "";
}

Complaints upward_includes(const Source& source) {
  const auto own = floor_of(source.path);
  return each_line(source, [&](const std::string& line) {
    const std::string header = included_header(line);
    const auto other = floor_of(header);
    if (header.starts_with(".")) return "includes " + header + ", not from the root";
    return own && other && *other > *own ? "includes " + header + ", which is above" : std::string();
  });
}

Complaints outside_uses(const Source& source) {
  if (!is_physics(source.path)) return {};
  return forbidden_uses(source, outside_headers, outside_names);
}

Complaints standard_draws(const Source& source) {
  if (!is_physics(source.path)) return {};
  Complaints complaints = forbidden_uses(source, drawing_headers, drawing_names);
  std::ranges::copy(each_line(source, standard_distribution), std::back_inserter(complaints));
  return complaints;
}

Complaints threads_in_models(const Source& source) {
  if (!source.path.starts_with("models/")) return {};
  return forbidden_uses(source, thread_headers, {});
}

Complaints floats(const Source& source) {
  if (!is_physics(source.path)) return {};
  return forbidden_uses(source, {}, inexact_names);
}

Complaints giant_files(const Source& source) {
  const auto lines = std::ranges::count(source.text, '\n');
  if (lines <= longest_file) return {};
  return {source.path + " has " + std::to_string(lines) + " lines"};
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Source> sources_below(const std::filesystem::path& root) {
  std::vector<Source> sources;
  for (const char* folder : {"sim", "models", "scenarios", "tools", "bench", "tests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto& path = entry.path();
      if (path.extension() != ".cpp" && path.extension() != ".hpp") continue;
      sources.push_back({path.lexically_relative(root).generic_string(), read(path)});
    }
  }
  return sources;
}

template <class Check>
Complaints over_the_house(Check check) {
  Complaints all;
  for (const Source& source : sources_below(PARKSIM_ROOT)) std::ranges::copy(check(source), std::back_inserter(all));
  return all;
}

TEST(House, SourcesOfEveryFloorAreRead) {
  std::set<std::ptrdiff_t> seen;
  for (const Source& source : sources_below(PARKSIM_ROOT)) {
    if (const auto floor = floor_of(source.path); floor && !source.text.empty()) seen.insert(*floor);
  }
  EXPECT_THAT(seen, SizeIs(floors.size()));
}

TEST(House, IncludesPointDownOnly) { EXPECT_THAT(over_the_house(upward_includes), IsEmpty()); }
TEST(House, PhysicsTouchNothingOutside) { EXPECT_THAT(over_the_house(outside_uses), IsEmpty()); }
TEST(House, PhysicsDrawWithoutTheStandardLibrary) { EXPECT_THAT(over_the_house(standard_draws), IsEmpty()); }
TEST(House, ModelsStartNoThreads) { EXPECT_THAT(over_the_house(threads_in_models), IsEmpty()); }
TEST(House, PhysicsKnowNoFloat) { EXPECT_THAT(over_the_house(floats), IsEmpty()); }
TEST(House, NoFileIsAGiant) { EXPECT_THAT(over_the_house(giant_files), IsEmpty()); }

TEST(HouseRules, AnIncludeThatPointsUpIsFound) {
  const std::string text = "#include <vector>\n#include \"models/park/lot.hpp\"\n#include \"sim/time.hpp\"\n";
  EXPECT_THAT(upward_includes({"sim/a.hpp", text}),
              ElementsAre("sim/a.hpp:2 includes models/park/lot.hpp, which is above"));
  EXPECT_THAT(upward_includes({"models/a.hpp", text}), IsEmpty());
  EXPECT_THAT(upward_includes({"models/a.hpp", "#include <tools/a.hpp>"}), SizeIs(1));
  EXPECT_THAT(upward_includes({"scenarios/compiler/a.cpp", "  # include \"tools/a.hpp\""}), SizeIs(1));
  EXPECT_THAT(upward_includes({"tools/program/a.cpp", text}), IsEmpty());
}

TEST(HouseRules, AnIncludeBesideTheRootIsFound) {
  EXPECT_THAT(upward_includes({"tools/program/a.cpp", "#include \"../results/store.hpp\""}), SizeIs(1));
}

TEST(HouseRules, FilesClocksSqlAndStreamsAreFoundInThePhysicsOnly) {
  for (const char* text : {"#include <fstream>", "#include <iostream>", "#include <chrono>", "#include <sqlite3.h>",
                           "auto t = std::chrono::steady_clock::now();", "::clock_gettime(0, &t);", "std::ofstream f;",
                           "FILE* f;", "std::cout << 1;", "sqlite3* db;", "std::printf(x);"}) {
    EXPECT_THAT(outside_uses({"sim/a.cpp", text}), SizeIs(1)) << text;
    EXPECT_THAT(outside_uses({"models/park/a.cpp", text}), SizeIs(1)) << text;
    EXPECT_THAT(outside_uses({"tools/results/a.cpp", text}), IsEmpty()) << text;
  }
}

TEST(HouseRules, StandardDistributionsAndEnginesAreFound) {
  for (const char* text :
       {"#include <random>", "std::mt19937 engine;", "std::mt19937_64 engine;", "std::random_device d;",
        "std::normal_distribution<double> normal;", "std::uniform_int_distribution die(1, 6);"}) {
    EXPECT_THAT(standard_draws({"sim/a.cpp", text}), SizeIs(1)) << text;
  }
  EXPECT_THAT(standard_draws({"sim/a.cpp", "boost::math::normal_distribution<> normal;"}), IsEmpty());
}

TEST(HouseRules, ThreadsAreFoundInModelsOnly) {
  EXPECT_THAT(threads_in_models({"models/people/a.cpp", "#include <thread>"}), SizeIs(1));
  EXPECT_THAT(threads_in_models({"sim/a.cpp", "#include <thread>"}), IsEmpty());
}

TEST(HouseRules, FloatsAreFound) {
  EXPECT_THAT(floats({"sim/a.hpp", "int a;\nfloat wait_s;"}), ElementsAre("sim/a.hpp:2 uses float"));
  EXPECT_THAT(floats({"sim/a.hpp", "double afloat, float_;"}), IsEmpty());
}

TEST(HouseRules, AGiantIsFound) {
  EXPECT_THAT(giant_files({"sim/a.cpp", std::string(501, '\n')}), ElementsAre("sim/a.cpp has 501 lines"));
  EXPECT_THAT(giant_files({"sim/a.cpp", std::string(500, '\n')}), IsEmpty());
}

TEST(HouseRules, WordsInCommentsAndLiteralsCountForNothing) {
  for (const char* text :
       {"// float", "/* a\n float */", "auto s = \"float \\\" float\";", "R\"x(\" float)\" float)x\";",
        "char c = '\"'; auto s = \"float\";", "int n = 1'000; // float"}) {
    EXPECT_THAT(floats({"sim/a.cpp", text}), IsEmpty()) << text;
    EXPECT_THAT(floats({"sim/a.cpp", std::string(text) + "\nfloat x;"}), SizeIs(1)) << text;
  }
}

TEST(HouseRules, CodeBetweenLiteralsCounts) {
  for (const char* text :
       {"f(\"a\", float(1), \"b\");", "f('\\'', float(1), '\"');", "int n = 1'000; float x = 1'000;"}) {
    EXPECT_THAT(floats({"sim/a.cpp", text}), SizeIs(1)) << text;
  }
}

}  // namespace
