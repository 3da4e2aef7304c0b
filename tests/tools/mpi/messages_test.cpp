#include "tools/mpi/messages.hpp"

#include <gmock/gmock.h>

#include "tests/tools/results/sample_results.hpp"

namespace {

using mpi::Message;
using mpi::Say;

TEST(Messages, ArriveAsTheyWereSent) {
  const Message sent{Say::ready, 3, "build and scenario"};
  const Message got = mpi::message_in(mpi::bytes_of(sent));
  EXPECT_EQ(got.say, Say::ready);
  EXPECT_EQ(got.number, 3U);
  EXPECT_EQ(got.text, "build and scenario");
}

TEST(Messages, CarryMeasuresToTheLastBit) {
  const measures::Measures sent = sample::replication(7);
  const measures::Measures got = mpi::message_in(mpi::bytes_of({Say::result, 2, {}, sent})).measures;
  EXPECT_EQ(got.replications, sent.replications);
  ASSERT_EQ(got.cells.size(), sent.cells.size());
  for (std::size_t i = 0; i < sent.cells.size(); ++i) {
    EXPECT_EQ(got.cells[i].labels, sent.cells[i].labels);
    EXPECT_EQ(got.cells[i].counts, sent.cells[i].counts);
    EXPECT_EQ(got.cells[i].said, sent.cells[i].said);
    EXPECT_EQ(got.cells[i].expected, sent.cells[i].expected);
    EXPECT_EQ(got.cells[i].latencies, sent.cells[i].latencies);
  }
  ASSERT_EQ(got.levels.size(), sent.levels.size());
  for (std::size_t i = 0; i < sent.levels.size(); ++i) {
    EXPECT_EQ(got.levels[i].level.area_us(), sent.levels[i].level.area_us());
    EXPECT_EQ(got.levels[i].time_at.time_at_us(), sent.levels[i].time_at.time_at_us());
  }
  EXPECT_EQ(got.rows_taken, sent.rows_taken);
  EXPECT_EQ(got.digest, sent.digest);
}

TEST(Messages, OnlyResultsCarryMeasures) {
  EXPECT_LT(mpi::bytes_of({Say::unit, 2, {}, sample::replication(7)}).size(), 32U);
}

TEST(Messages, DamageIsSeen) {
  std::vector<std::byte> bytes = mpi::bytes_of({Say::result, 2, {}, sample::replication(7)});
  bytes[bytes.size() / 2] ^= std::byte{1};
  EXPECT_THROW(mpi::message_in(bytes), std::runtime_error);
  bytes.resize(3);
  EXPECT_THROW(mpi::message_in(bytes), std::runtime_error);
}

}  // namespace
