#include "models/measures/nearest_word.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

constexpr std::array<std::string_view, 4> known{"park.refused", "park.failed", "share", "mean"};

TEST(NearestWord, FindsASlipOfEachKind) {
  for (const char* slip : {"shar", "sharee", "shane", "sahre", "SHARE", "share"}) {
    EXPECT_EQ(measures::nearest_word(slip, known), "share") << slip;
  }
}

TEST(NearestWord, OffersNothingForAStranger) {
  for (const char* stranger : {"", "xyz", "quantile", "retrieve.outcome"}) {
    EXPECT_FALSE(measures::nearest_word(stranger, known)) << stranger;
  }
  EXPECT_FALSE(measures::nearest_word("share", {}));
}

TEST(NearestWord, TakesTheNearestAndOfEqualOnesTheFirst) {
  constexpr std::array<std::string_view, 3> words{"abcx", "abcd", "abce"};
  EXPECT_EQ(measures::nearest_word("abcd", words), "abcd");
  EXPECT_EQ(measures::nearest_word("abcf", words), "abcx");
}

TEST(NearestWord, SuggestionListsWhatIsKnownWhenNothingIsNear) {
  EXPECT_EQ(measures::suggestion("maen", known), "; did you mean 'mean'?");
  EXPECT_EQ(measures::suggestion("zzz", known), "; known: park.refused, park.failed, share, mean");
  EXPECT_EQ(measures::suggestion("zzz", {}), "");
}

}  // namespace
