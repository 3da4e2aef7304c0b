#include "sim/archive.hpp"

#include <gmock/gmock.h>

namespace {

struct Inner {
  int number = 0;
  std::vector<double> list;
  template <class Archive>
  void archive(Archive& a) {
    a(number, list);
  }
  friend bool operator==(const Inner&, const Inner&) = default;
};

struct First {
  std::vector<int> values;
  template <class Archive>
  void archive(Archive& a) {
    a(values);
  }
  friend bool operator==(const First&, const First&) = default;
};

struct State {
  std::uint64_t word = 0;
  Inner inner;
  std::vector<Inner> inners;
  std::vector<std::vector<int>> nested;
  std::array<Inner, 2> pair;
  std::variant<int, First, Inner> choice;
  bool flag = false;
  template <class Archive>
  void archive(Archive& a) {
    a(word, inner, inners, nested, pair, choice, flag);
  }
  friend bool operator==(const State&, const State&) = default;
};

State sample() {
  return {.word = 7,
          .inner = {1, {0.5, 0.25}},
          .inners = {{2, {}}, {3, {1, 2, 3}}},
          .nested = {{1, 2}, {}, {3}},
          .pair = {Inner{4, {4}}, Inner{5, {}}},
          .choice = Inner{6, {6}},
          .flag = true};
}

std::vector<std::byte> written(State state) {
  sim::ByteWriter writer;
  state.archive(writer);
  return writer.take();
}

State read(const std::vector<std::byte>& bytes) {
  State state;
  sim::ByteReader reader(bytes);
  state.archive(reader);
  reader.finish();
  return state;
}

TEST(Archive, BringsBackEveryKindOfMember) { EXPECT_EQ(read(written(sample())), sample()); }

TEST(Archive, BringsBackEachAlternativeOfAVariant) {
  State state = sample();
  state.choice = 3;
  EXPECT_EQ(read(written(state)), state);
  state.choice = First{{1, 2}};
  EXPECT_EQ(read(written(state)), state);
}

TEST(Archive, ReplacesWhatWasThere) {
  State state = sample();
  const auto bytes = written({});
  sim::ByteReader reader(bytes);
  state.archive(reader);
  EXPECT_EQ(state, State{});
}

TEST(Archive, EmptyStateIsEmptyAgain) { EXPECT_EQ(read(written({})), State{}); }

TEST(Archive, RejectsBytesCutShortAnywhere) {
  const auto bytes = written(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(read({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}), std::runtime_error) << size;
}

TEST(Archive, RejectsBytesAddedAtTheEnd) {
  auto bytes = written(sample());
  bytes.push_back(std::byte{0});
  EXPECT_THROW(read(bytes), std::runtime_error);
}

TEST(Archive, RejectsAnyByteChanged) {
  const auto bytes = written(sample());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto damaged = bytes;
    damaged[i] ^= std::byte{0x10};
    EXPECT_THROW(read(damaged), std::runtime_error) << i;
  }
}

TEST(Archive, RejectsSoundBytesOfALargerState) {
  sim::ByteWriter writer;
  std::uint64_t one = 1, two = 2;
  writer(one, two);
  const auto bytes = writer.take();
  sim::ByteReader reader(bytes);
  reader(one);
  EXPECT_THROW(reader.finish(), std::runtime_error);
}

TEST(Archive, RejectsSoundBytesOfASmallerState) {
  sim::ByteWriter writer;
  std::uint32_t half = 1;
  writer(half);
  const auto bytes = writer.take();
  sim::ByteReader reader(bytes);
  std::uint64_t whole = 0;
  EXPECT_THROW(reader(whole), std::runtime_error);
}

template <class T>
void expect_refused_as(std::uint64_t first_word) {
  sim::ByteWriter writer;
  writer(first_word);
  const auto bytes = writer.take();
  sim::ByteReader reader(bytes);
  T value;
  EXPECT_THROW(reader(value), std::runtime_error);
}

TEST(Archive, RejectsASizeLargerThanTheBytesThatFollow) {
  expect_refused_as<std::vector<int>>(std::uint64_t{1} << 62);
  expect_refused_as<std::vector<Inner>>(std::uint64_t{1} << 62);
  expect_refused_as<std::vector<int>>(1);
}

TEST(Archive, RejectsAnAlternativeThatDoesNotExist) { expect_refused_as<std::variant<int, First>>(2); }

}  // namespace
