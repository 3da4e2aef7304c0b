#include "scenarios/compiler/document.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/scenarios/texts.hpp"

namespace {

using scenarios::InputError;
using scenarios::Node;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

Node tree(std::string text) { return scenarios::parse_document(texts::source(std::move(text))); }

std::string message_of(const std::filesystem::path& file) {
  try {
    scenarios::load(file, texts::options());
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string tree_error(std::string text) {
  try {
    tree(std::move(text));
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Document, KnowsThePlaceOfKeysAndValues) {
  const Node root = tree("a: 1\nb:\n  - x: {q: [1, two]}\n");
  const Node& two = root.find("b")->children[0].find("x")->find("q")->children[1];
  EXPECT_EQ(two.text, "two");
  EXPECT_EQ(two.at.line(), 3u);
  EXPECT_EQ(two.at.column(), 16u);
  EXPECT_EQ(root.find("b")->key_at.line(), 2u);
}

TEST(Document, CountsColumnsInCharacters) {
  const Node root = tree("{é: 1, b: 2}\n");
  EXPECT_EQ(root.find("b")->key_at.column(), 8u);
}

TEST(Document, ReadsJson) {
  const Node root = tree("{\"a\": [1, {\"b\": \"10-99\"}]}");
  EXPECT_EQ(root.find("a")->children[1].find("b")->text, "10-99");
}

TEST(Document, ExpandsAliases) {
  const Node root = tree("a: &stay {mean: 60s}\nb: *stay\n");
  EXPECT_EQ(root.find("b")->find("mean")->text, "60s");
}

TEST(Document, AliasBombIsRefused) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) text += (j ? ", " : "") + before;
    text += "]\n";
  }
  EXPECT_THAT(tree_error(text), HasSubstr("more than 250,000 values"));
}

TEST(Document, RecursiveAliasIsRefused) { EXPECT_THAT(tree_error("a: &a [*a]\n"), HasSubstr("no anchor `&a`")); }

TEST(Document, NestsSixtyFourDeepAndNoDeeper) {
  EXPECT_EQ(tree_error(std::string(64, '[') + std::string(64, ']')), "no error");
  EXPECT_THAT(tree_error(std::string(70, '[') + std::string(70, ']')), HasSubstr("nested deeper than 64"));
  EXPECT_THAT(tree_error(std::string(50'000, '[')), HasSubstr("nested deeper than 64"));
}

TEST(Document, EmptyFileIsRefused) {
  EXPECT_THAT(tree_error(""), HasSubstr("the file is empty"));
  EXPECT_THAT(tree_error("# a comment\n"), HasSubstr("the file is empty"));
}

TEST(Document, ByteOrderMarkIsLeftOut) {
  const texts::Directory directory;
  const auto file = directory.write("bom.yaml", "\xEF\xBB\xBF" + std::string(texts::lot));
  EXPECT_EQ(scenarios::load(file, texts::options()).company.lots.size(), 1u);
}

TEST(Document, MissingFileIsTold) {
  EXPECT_EQ(message_of("/no/such/file.yaml"), "/no/such/file.yaml: there is no such file");
}

TEST(Document, DirectoryIsRefused) {
  const texts::Directory directory;
  EXPECT_THAT(message_of(directory.path()), HasSubstr("this is a directory"));
}

TEST(Document, TextThatIsNotUtf8IsRefusedAtItsPlace) {
  const texts::Directory directory;
  EXPECT_THAT(message_of(directory.write("latin.yaml", "title: caf\xE9\n")),
              HasSubstr("latin.yaml:1:11: the file is not UTF-8"));
  EXPECT_THAT(message_of(directory.write("utf16.yaml", std::string("\xFF\xFEt\0", 4))), HasSubstr("not UTF-8"));
  EXPECT_THAT(message_of(directory.write("overlong.yaml", "title: \xC0\xAF\n")), HasSubstr("not UTF-8"));
  EXPECT_THAT(message_of(directory.write("surrogate.yaml", "title: \xED\xA0\x80\n")), HasSubstr("not UTF-8"));
  EXPECT_THAT(message_of(directory.write("nul.yaml", std::string("title: a\0b\n", 11))), HasSubstr("not UTF-8"));
}

TEST(Document, HugeFileIsRefusedUnread) {
  const texts::Directory directory;
  const auto file = directory.write("huge.yaml", "");
  std::filesystem::resize_file(file, 100u << 20);  // a hole: takes no space
  EXPECT_THAT(message_of(file), HasSubstr("larger than 16 MB"));
}

TEST(Document, ErrorShowsTheLineAndACaret) {
  const InputError error = texts::error_of(texts::with(texts::lot, "timeout: 300s", "tiemout: 300s"));
  EXPECT_EQ(std::string(error.what()),
            "test.yaml:4:18: unknown key `tiemout` in the lot `L`\n"
            "    L: {codes: 90, tiemout: 300s}\n"
            "                   ^\n"
            "  did you mean `timeout`?");
}

TEST(Document, VeryLongLinesAreCutRoundTheCaret) {
  const std::string longest(100'000, 'x');
  const InputError error =
      texts::error_of("{system: custom, run: {duration: 1h}, title: " + longest + ", zzz: 1, " + longest + ": 2}");
  const std::string text = error.what();
  EXPECT_THAT(error.message(), HasSubstr("unknown key"));
  EXPECT_LT(scenarios::Problem({error.problems()[0].at, "", ""}).render().size(), 400u);
}

TEST(Document, ControlCharactersAreNotPrinted) {
  const InputError error = texts::error_of(std::string(texts::lot) + "\"a\\u001bb\": 1\n");
  EXPECT_EQ(std::string(error.what()).find('\x1b'), std::string::npos);
}

TEST(Document, AllIndependentProblemsAreTold) {
  std::string text = texts::with(texts::lot, "timeout: 300s", "timeout: 300");
  text = texts::with(text, "exponential(60s)", "exponental(60s)");
  text = texts::with(text, "duration: 1h", "duration: 1hour");
  EXPECT_THAT(texts::error_of(text).problems(), SizeIs(3));
}

}  // namespace
