// The complaints of users, scenarios/cases: a pair of files each, the pain and its absence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using testing::HasSubstr;

const std::filesystem::path folder = PARKSIM_ROOT "/scenarios/cases";

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The files of the folder without their ending, in order.
std::vector<std::string> cases() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") names.insert(entry.path().stem());
  return {names.begin(), names.end()};
}

std::string partner(const std::string& name) {
  const std::string mended = "-fixed";
  return name.ends_with(mended) ? name.substr(0, name.size() - mended.size()) : name + mended;
}

std::filesystem::path file_of(const std::string& name) { return folder / (name + ".yaml"); }

/// A scenario with the expectations of another one.
class Swapped {
 public:
  Swapped(const std::string& scenario, const std::string& expectations)
      : file_(testing::TempDir() + "cases_" + scenario + ".yaml") {
    const std::string own = text_of(file_of(scenario)), others = text_of(file_of(expectations));
    std::ofstream(file_) << own.substr(0, own.rfind(heading)) << others.substr(others.rfind(heading));
  }
  ~Swapped() { std::filesystem::remove(file_); }
  const std::string& file() const { return file_; }

 private:
  static constexpr const char* heading = "\nexpect:\n";
  std::string file_;
};

TEST(Cases, ComeInPairs) {
  const auto names = cases();
  EXPECT_GE(names.size(), 2U * 16);
  for (const auto& name : names) EXPECT_TRUE(std::filesystem::exists(file_of(partner(name)))) << name;
}

TEST(Cases, SayWhatThePainIsAndWhoReportedIt) {
  for (const auto& name : cases()) {
    const std::string text = text_of(file_of(name));
    const bool is_mended = name.ends_with("-fixed");
    EXPECT_TRUE(text.starts_with(is_mended ? "# The other half of " + partner(name) + ".yaml" : "# The pain: "))
        << name;
    if (is_mended) continue;
    for (const char* part : {"\n# Reported by: ", "\n# Look at: ", "\n# Numbers: "})
      EXPECT_THAT(text, HasSubstr(part)) << name;
  }
}

TEST(Cases, AreAllInTheTable) {
  const std::string page = text_of(folder / "README.md");
  for (const auto& name : cases())
    EXPECT_TRUE(name.ends_with("-fixed") || page.find("\n| `" + name + "` |") != page.npos) << name;
}

class SamplingCase : public testing::TestWithParam<std::string> {};

TEST_P(SamplingCase, PassesAsWritten) {
  const Ran result = ran({"run", file_of(GetParam()), "--db", "none"});
  EXPECT_EQ(result.code, 0) << result.out.substr(std::min(result.out.size(), result.out.rfind("\nExpectations\n")))
                            << result.err;
}

TEST_P(SamplingCase, FailsEveryExpectationOfItsPartner) {
  const Swapped scenario(GetParam(), partner(GetParam()));
  const Ran result = ran({"run", scenario.file(), "--db", "none", "--json"});
  EXPECT_EQ(result.code, 3) << result.err;
  const auto expectations = read_json(result.out).get_child("expectations");
  EXPECT_FALSE(expectations.empty());
  for (const auto& each : expectations)
    EXPECT_EQ(each.second.get<std::string>("verdict"), "fail") << each.second.get<std::string>("text");
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& letter : name)
    if (letter == '-') letter = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, SamplingCase, testing::ValuesIn(cases()), test_name);

// By the parameters of the system a call is on its way for 2.5 s and 4 digits of 0.75 s, 5.5 s in all.
TEST(SamplingCases, TwoCallersMeetWhenTheSecondComesBeforeTheFirstIsParked) {
  const auto joined = [](const std::string& spacing) {
    return ran({"run", file_of("two-callers-joined"), "--db", "none"},
               {"--set", "lot_traffic.Shop.arrivals=bursts(every 60s size 2 spacing " + spacing + ")"})
        .code;
  };
  for (const char* spacing : {"0.1s", "1s", "2s", "5s", "5.4s"}) EXPECT_EQ(joined(spacing), 0) << spacing;
  EXPECT_EQ(joined("5.6s"), 3);
}

}  // namespace
