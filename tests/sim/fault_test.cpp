#include "sim/fault.hpp"

#include <gtest/gtest.h>

namespace {

using namespace sim;

TEST(LocatedFault, SaysReplicationTimeEventAndCause) {
  const LocatedFault fault("no row takes it", 3, 12500000_us, "park timeout of call 0#17");
  EXPECT_STREQ(fault.what(), "replication 3, 12.500000 s, park timeout of call 0#17: no row takes it");
  EXPECT_EQ(fault.replication(), 3u);
  EXPECT_EQ(fault.time(), 12500000_us);
  EXPECT_EQ(fault.event(), "park timeout of call 0#17");
  EXPECT_EQ(fault.cause(), "no row takes it");
}

TEST(LocatedFault, IsCaughtAsAFault) { EXPECT_THROW(throw LocatedFault("cause", 0, 0_s, "event"), Fault); }

TEST(Fault, SaysItsCause) { EXPECT_STREQ(Fault("broken").what(), "broken"); }

}  // namespace
