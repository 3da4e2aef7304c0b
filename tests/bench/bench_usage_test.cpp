// The command tools/bench as its user meets it: what it refuses, it refuses before anything is built or run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace {

using testing::AllOf;
using testing::HasSubstr;

struct Answer {
  int code = -1;
  std::string said;
};

Answer bench(const std::string& arguments) {
  const std::string command = std::string(PARKSIM_ROOT) + "/tools/bench " + arguments + " 2>&1 </dev/null";
  FILE* const output = popen(command.c_str(), "r");
  if (output == nullptr) return {};
  Answer answer;
  std::array<char, 4096> part{};
  while (const std::size_t size = fread(part.data(), 1, part.size(), output)) answer.said.append(part.data(), size);
  answer.code = WEXITSTATUS(pclose(output));
  return answer;
}

void expect_refused(const std::string& arguments, const std::string& why) {
  const Answer answer = bench(arguments);
  EXPECT_EQ(answer.code, 2) << arguments;
  EXPECT_THAT(answer.said, AllOf(HasSubstr(why), HasSubstr("--help"))) << arguments;
}

TEST(BenchUsage, HelpSaysEveryOptionWithExamples) {
  const Answer help = bench("--help");
  EXPECT_EQ(help.code, 0);
  for (const char* option : {"--table", "--suite", "--quick", "--compare", "--history", "--instructions", "--update",
                             "--curves", "Examples:", "Exit codes:"}) {
    EXPECT_THAT(help.said, HasSubstr(option));
  }
}

TEST(BenchUsage, RefusesAnUnknownOption) { expect_refused("--fast", "unknown option --fast"); }
TEST(BenchUsage, RefusesAnOperand) { expect_refused("reference_lot", "unknown option reference_lot"); }
TEST(BenchUsage, RefusesAnOptionWithoutItsValue) {
  expect_refused("--suite", "--suite needs a value");
  expect_refused("--history ''", "--history needs a value");
}
TEST(BenchUsage, RefusesTwoThingsAtOnce) { expect_refused("--curves --table", "exclude each other"); }
TEST(BenchUsage, RefusesOptionsThatMeanNothingTogether) {
  expect_refused("--update", "--update goes with --instructions");
  expect_refused("--table --suite queue", "--suite does not go with --table");
  expect_refused("--curves --compare", "--compare does not go with --curves");
}
TEST(BenchUsage, RefusesWhatIsNoRegularExpression) { expect_refused("--suite '['", "is no regular expression"); }

}  // namespace
