#include "tools/report/json.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include "tests/tools/report/read_json.hpp"

namespace {

using report::json_number;
using report::json_string;
using report::JsonWriter;

TEST(JsonString, EscapesQuotesBackslashesAndControls) {
  EXPECT_EQ(json_string("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(json_string("\n\r\t"), R"("\n\r\t")");
  EXPECT_EQ(json_string(std::string_view("\0\x1b\x7f", 3)), R"("\u0000\u001b\u007f")");
}

TEST(JsonString, KeepsWellFormedUtf8) { EXPECT_EQ(json_string("Zürich — 10 €  𝄞"), "\"Zürich — 10 €  𝄞\""); }

TEST(JsonString, ReplacesBytesThatAreNoUtf8) {
  const std::string broken = "\xEF\xBF\xBD";
  EXPECT_EQ(json_string("a\xFF"), "\"a" + broken + "\"");
  EXPECT_EQ(json_string("\xC3"), "\"" + broken + "\"") << "cut off";
  EXPECT_EQ(json_string("\xC0\xAF"), "\"" + broken + broken + "\"") << "overlong";
  EXPECT_EQ(json_string("\xED\xA0\x80"), "\"" + broken + broken + broken + "\"") << "a surrogate";
}

TEST(JsonNumber, ReadsBackAsTheSameNumber) {
  for (const double value : {0.0, 1.0, -2.5, 0.1, 1.0 / 3, 1e300, 5e-324, 123456789.125}) {
    EXPECT_EQ(std::strtod(json_number(value).c_str(), nullptr), value);
  }
}

TEST(JsonNumber, UndefinedIsNull) {
  EXPECT_EQ(json_number(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(json_number(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(json_number(-std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonWriter, WritesNestedDocumentsThatParse) {
  std::ostringstream text;
  JsonWriter json(text);
  json.begin_object().member("title", "a \"quoted\" title").member("seed", std::uint64_t{18446744073709551615U});
  json.key("nothing").begin_array().end_array();
  json.key("rows").begin_array();
  json.begin_object().member("value", 1.5).member("missing", std::optional<double>{}).end_object();
  json.begin_object().member("passed", true).end_object();
  json.end_array().strings("words", {"a", "b"}).end_object();

  const boost::property_tree::ptree tree = read_json(text.str());
  EXPECT_EQ(tree.get<std::string>("title"), "a \"quoted\" title");
  EXPECT_EQ(tree.get<std::string>("seed"), "18446744073709551615");
  EXPECT_EQ(tree.get_child("rows").size(), 2U);
  EXPECT_EQ(tree.get_child("rows").front().second.get<double>("value"), 1.5);
  EXPECT_EQ(tree.get_child("rows").front().second.get<std::string>("missing"), "null");
  EXPECT_EQ(tree.get_child("words").size(), 2U);
  EXPECT_TRUE(tree.get_child("nothing").empty());
}

TEST(JsonWriter, SeparatesMembersAndIndentsThem) {
  std::ostringstream text;
  JsonWriter(text).begin_object().member("a", 1).member("b", false).key("c").begin_array().end_array().end_object();
  EXPECT_EQ(text.str(), "{\n  \"a\": 1,\n  \"b\": false,\n  \"c\": []\n}\n");
}

}  // namespace
