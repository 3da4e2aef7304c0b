#include "scenarios/compiler/study_section.hpp"

#include "models/measures/cursor.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"

namespace scenarios {

namespace {

const Node& non_empty(const Node& list, const std::string& what) {
  require_sequence(list, what);
  if (list.children.empty()) throw InputError(list.at, what + " has no items");
  return list;
}

std::string in_quotes(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// A value as it was written, to stand behind `path=`.
std::string value_text(const Node& value) {
  if (value.is_empty()) throw InputError(value.at, "a value of `vary` is empty");
  if (value.quoted) return in_quotes(value.text);
  const std::string text = value.at.source->text.substr(value.at.offset, value.end - value.at.offset);
  if (text.find('\n') != text.npos) throw InputError(value.at, "a value of `vary` has to fit on one line");
  return text;
}

std::vector<StudySection::Varied> read_vary(const Node& vary) {
  require_mapping(vary, "`vary`");
  std::vector<StudySection::Varied> found;
  for (const Node& entry : vary.children) {
    found.push_back({entry.key, {}});
    for (const Node& value : non_empty(entry, "`" + entry.key + "`").children)
      found.back().values.push_back(value_text(value));
  }
  if (found.empty()) throw InputError(vary.at, "`vary` names no key", "for example {lots.L.codes: [20, 40]}");
  return found;
}

std::vector<std::string> read_measures(const Node& list, const measures::Names& names) {
  std::vector<std::string> found;
  for (const Node& item : non_empty(list, "`measure`").children) {
    const std::string& text = text_of(item, "a query");
    try {
      found.push_back(measures::parse(text, names).text);
    } catch (const measures::QueryError& error) {
      throw InputError(item.inside(error.offset), error.what());
    }
  }
  return found;
}

}  // namespace

StudySection read_study(const Node& root, const measures::Names& names) {
  StudySection study;
  const Node* section = root.find("study");
  if (section == nullptr || section->is_empty()) return study;
  require_keys(*section, "`study`", {"vary", "side_by_side", "measure"});
  study.vary = read_vary(need(*section, "vary", "`study`"));
  if (const Node* node = section->find("side_by_side")) study.side_by_side = yes_or_no(*node, "side_by_side");
  if (const Node* node = section->find("measure")) study.measure = read_measures(*node, names);
  return study;
}

}  // namespace scenarios
