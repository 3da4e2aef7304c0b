#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using testing::ElementsAre;

class Story final : public models::Trace {
 public:
  void line(const models::TraceLine& line) override { lines.push_back(line); }
  std::vector<std::string> told() const {
    std::vector<std::string> all;
    for (const auto& l : lines) all.emplace_back(l.what);
    return all;
  }
  std::vector<models::TraceLine> lines;
};

TEST(Trace, TellsTheStoryOfACallInOrder) {
  Switchboard board(office(systems::teams()));
  Story story;
  board.trace = &story;
  board.dial(board.parked());
  EXPECT_THAT(story.told(), ElementsAre("the parker presses park", "parked on a free code", "chosen for a call",
                                        "the code leads to a live call", "claimed by a retriever",
                                        "media with the retriever who meant this call", "free again"));
}

TEST(Trace, NamesTheCodeTheParkerAndTheTime) {
  Switchboard board(office(systems::teams()));
  Story story;
  board.trace = &story;
  board.run_to(7_s);
  board.parked(3);
  const auto& chosen = story.lines.back();
  EXPECT_EQ(chosen.code, 10);
  EXPECT_EQ(chosen.person, 3);
  EXPECT_EQ(chosen.time, 7_s);
  EXPECT_EQ(chosen.result, "code_occupied");
}

TEST(Trace, ChangesNothing) {
  Switchboard silent(office(systems::asterisk()));
  Switchboard told(office(systems::asterisk()));
  Story story;
  told.trace = &story;
  for (auto* board : {&silent, &told}) {
    board->parked();
    board->run_to(100_s);
  }
  EXPECT_EQ(silent.recorder.so_far().rows_taken, told.recorder.so_far().rows_taken);
}

}  // namespace
