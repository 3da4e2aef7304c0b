#include "scenarios/compiler/document.hpp"

#include <libfyaml.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace scenarios {

namespace {

constexpr int deepest = 64;
constexpr std::size_t most_nodes = 250'000;

using Diagnostics = std::unique_ptr<fy_diag, decltype(&fy_diag_destroy)>;
using Parser = std::unique_ptr<fy_parser, decltype(&fy_parser_destroy)>;

Diagnostics new_diagnostics() {
  fy_diag_cfg config;
  fy_diag_cfg_default(&config);
  Diagnostics diagnostics(fy_diag_create(&config), &fy_diag_destroy);
  fy_diag_set_collect_errors(diagnostics.get(), true);
  return diagnostics;
}

Parser new_parser(fy_diag* diagnostics) {
  fy_parse_cfg config{};
  config.flags =
      static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE |
                                      FYPCF_ALLOW_DUPLICATE_KEYS | FYPCF_DISABLE_DEPTH_LIMIT);
  config.diag = diagnostics;
  return {fy_parser_create(&config), &fy_parser_destroy};
}

std::string token_text(fy_token* token) {
  std::size_t length = 0;
  const char* text = fy_token_get_text(token, &length);
  return text == nullptr ? std::string() : std::string(text, length);
}

std::size_t count(const Node& node) {
  std::size_t nodes = 1;
  for (const Node& child : node.children) nodes += count(child);
  return nodes;
}

// Builds the tree from the events of libfyaml, one event ahead.
class Builder {
 public:
  Builder(SourcePtr source, std::size_t base) : source_(std::move(source)), base_(base) {
    fy_parser_set_string(parser_.get(), source_->text.data() + base_, source_->text.size() - base_);
  }
  ~Builder() { release(); }
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  Node document() {
    next();
    if (next() == FYET_STREAM_END) throw InputError({source_, Mark::whole}, "the file is empty");
    next();
    Node root = value(0);
    while (next() != FYET_STREAM_END) {
      if (event_->type == FYET_DOCUMENT_START) fail(mark(), "more than one document in one file");
    }
    return root;
  }

 private:
  void release() {
    if (event_ != nullptr) fy_parser_event_free(parser_.get(), event_);
    event_ = nullptr;
  }

  fy_event_type next() {
    if (event_ != nullptr) end_ = end_of_event();
    release();
    event_ = fy_parser_parse(parser_.get());
    if (event_ == nullptr) fail_as_reported();
    return event_->type;
  }

  [[noreturn]] static void fail(Mark at, std::string message, std::string hint = {}) {
    throw InputError(std::move(at), std::move(message), std::move(hint));
  }

  [[noreturn]] void fail_as_reported() {
    void* position = nullptr;
    const fy_diag_error* error = fy_diag_errors_iterate(diagnostics_.get(), &position);
    if (error == nullptr) fail({source_, end_}, "this is not YAML");
    const std::size_t at = offset_of(error->line, error->column);
    if (in_a_word(at)) {
      fail({source_, at}, "this is not YAML: a brace inside a list in brackets",
           "put the query in quotes, or on a line of its own after a dash");
    }
    fail({source_, at}, std::string("this is not YAML: ") + error->msg, opened());
  }

  // `park.refused.share{policy=X}` inside [ ].
  bool in_a_word(std::size_t at) const {
    const std::string& text = source_->text;
    if (at == 0 || at >= text.size() || text[at] != '{') return false;
    return std::string_view(" \t\r\n,[{:").find(text[at - 1]) == std::string_view::npos;
  }

  std::string opened() const {
    if (open_.empty()) return {};
    const Mark at{source_, open_.back()};
    return "inside what begins at line " + std::to_string(at.line()) + ", column " + std::to_string(at.column());
  }

  std::size_t offset_of(int line, int column) const {
    const std::string& text = source_->text;
    std::size_t offset = base_;
    for (int i = 1; i < line && offset < text.size(); ++i) {
      const std::size_t newline = text.find('\n', offset);
      offset = newline == std::string::npos ? text.size() : newline + 1;
    }
    for (int i = 1; i < column && offset < text.size() && text[offset] != '\n'; ++i) {
      do ++offset;
      while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80);
    }
    return offset;
  }

  Mark mark() const {
    const fy_mark* start = fy_event_start_mark(event_);
    return {source_, start == nullptr ? end_ : base_ + start->input_pos};
  }

  std::size_t end_of_event() const {
    const fy_mark* end = fy_event_end_mark(event_);
    return end == nullptr ? end_ : base_ + end->input_pos;
  }

  void count_nodes(std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > most_nodes)
      fail(mark(), "the file grows to more than 250,000 values", "aliases multiply what they name");
  }

  void refuse_tag(const fy_token* tag) {
    if (tag != nullptr) fail(mark(), "tags are not used in scenarios");
  }

  Node value(int depth) {
    if (depth > deepest) fail(mark(), "nested deeper than 64 levels");
    switch (event_->type) {
      case FYET_SCALAR: return scalar();
      case FYET_SEQUENCE_START: return sequence(depth);
      case FYET_MAPPING_START: return mapping(depth);
      case FYET_ALIAS: return alias();
      default: fail(mark(), "this is not YAML");
    }
  }

  Node start(Node::Kind kind) {
    count_nodes(1);
    Node node;
    node.kind = kind;
    node.at = mark();
    node.end = end_of_event();
    return node;
  }

  void remember(const std::string& anchor, const Node& node) {
    if (!anchor.empty()) anchors_[anchor] = node;
  }

  Node scalar() {
    Node node = start(Node::Kind::scalar);
    const fy_event_scalar_data& data = event_->scalar;
    refuse_tag(data.tag);
    node.text = token_text(data.value);
    node.quoted = fy_token_scalar_style(data.value) != FYSS_PLAIN;
    if (!node.quoted) refuse_split(node);
    remember(token_text(data.anchor), node);
    return node;
  }

  // In a flow collection YAML ends a plain scalar at a comma, so the rest of a law would turn up as a strange key.
  void refuse_split(const Node& node) const {
    if (std::ranges::count(node.text, '(') <= std::ranges::count(node.text, ')')) return;
    const std::size_t next = source_->text.find_first_not_of(" \t\r\n", node.end);
    if (next == std::string::npos || source_->text[next] != ',') return;
    fail({source_, next}, "a comma inside the parentheses of `" + node.text + "`",
         "arguments are separated by spaces: lognormal(mean 40s cv 0.7)");
  }

  Node sequence(int depth) {
    Node node = start(Node::Kind::sequence);
    refuse_tag(event_->sequence_start.tag);
    const std::string anchor = token_text(event_->sequence_start.anchor);
    open_.push_back(node.at.offset);
    while (next() != FYET_SEQUENCE_END) node.children.push_back(value(depth + 1));
    close(node, anchor);
    return node;
  }

  void close(Node& node, const std::string& anchor) {
    open_.pop_back();
    node.end = end_of_event();
    remember(anchor, node);
  }

  Node mapping(int depth) {
    Node node = start(Node::Kind::mapping);
    refuse_tag(event_->mapping_start.tag);
    const std::string anchor = token_text(event_->mapping_start.anchor);
    open_.push_back(node.at.offset);
    std::set<std::string> keys;
    while (next() != FYET_MAPPING_END) {
      Node entry = this->entry(depth);
      if (!keys.insert(entry.key).second) fail(entry.key_at, "the key `" + entry.key + "` is here twice");
      node.children.push_back(std::move(entry));
    }
    close(node, anchor);
    return node;
  }

  Node entry(int depth) {
    if (event_->type != FYET_SCALAR) fail(mark(), "a key must be a plain word");
    const Node key = value(depth + 1);
    next();
    Node node = value(depth + 1);
    node.key = key.text;
    node.key_at = key.at;
    return node;
  }

  Node alias() {
    const std::string name = token_text(event_->alias.anchor);
    const auto found = anchors_.find(name);
    if (found == anchors_.end())
      fail({source_, mark().offset - 1}, "no anchor `&" + name + "` stands before this alias");
    count_nodes(count(found->second));
    return found->second;
  }

  SourcePtr source_;
  std::size_t base_;
  Diagnostics diagnostics_ = new_diagnostics();
  Parser parser_ = new_parser(diagnostics_.get());
  fy_event* event_ = nullptr;
  std::size_t end_ = 0;
  std::size_t nodes_ = 0;
  std::vector<std::size_t> open_;
  std::map<std::string, Node> anchors_;
};

// The length of the UTF-8 sequence at the start of `text`, or 0 when it is none (RFC 3629).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : (lead & 0xF0) == 0xE0       ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if (length < 3) return lead == 0 ? 0 : length;
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool outside = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return overlong || outside ? 0 : length;
}

std::string too_large(std::uintmax_t most) { return "the file is larger than " + std::to_string(most >> 20) + " MB"; }

std::string read_all(const std::filesystem::path& file, const SourcePtr& name, std::uintmax_t most) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "rb"), &std::fclose);
  if (!stream) throw InputError({name, Mark::whole}, "the file cannot be read");
  std::string text;
  char block[1 << 16];
  while (const std::size_t read = std::fread(block, 1, sizeof block, stream.get())) {
    text.append(block, read);
    if (text.size() > most) throw InputError({name, Mark::whole}, too_large(most));
  }
  if (std::ferror(stream.get()) != 0) throw InputError({name, Mark::whole}, "the file cannot be read");
  return text;
}

}  // namespace

const Node* Node::find(std::string_view name) const {
  const auto found = std::ranges::find(children, name, &Node::key);
  return is_mapping() && found != children.end() ? &*found : nullptr;
}

Node* Node::find(std::string_view name) { return const_cast<Node*>(std::as_const(*this).find(name)); }

Mark Node::inside(std::size_t index) const {
  if (!at.source || at.offset == Mark::whole) return at;
  const std::size_t first =
      at.offset + (quoted && at.source->text.find_first_of("'\"", at.offset) == at.offset ? 1 : 0);
  if (at.source->text.compare(first, text.size(), text) != 0) return at;
  return {at.source, first + std::min(index, text.size())};
}

void require_utf8(const SourcePtr& source) {
  for (std::size_t offset = 0; offset < source->text.size();) {
    const std::size_t length = sequence_length(std::string_view(source->text).substr(offset));
    if (length == 0) throw InputError({source, offset}, "the file is not UTF-8 text", "save it as UTF-8");
    offset += length;
  }
}

SourcePtr read_text(const std::filesystem::path& file, std::uintmax_t most) {
  const auto name = std::make_shared<const Source>(Source{file.string(), {}});
  const Mark whole{name, Mark::whole};
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) throw InputError(whole, "there is no such file");
  if (std::filesystem::is_directory(status)) throw InputError(whole, "this is a directory, not a file");
  const std::uintmax_t size = std::filesystem::is_regular_file(status) ? std::filesystem::file_size(file, error) : 0;
  if (error) throw InputError(whole, "the file cannot be read: " + error.message());
  if (size > most) throw InputError(whole, too_large(most));
  std::string text = read_all(file, name, most);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  auto source = std::make_shared<const Source>(Source{file.string(), std::move(text)});
  require_utf8(source);
  return source;
}

Node parse_document(const SourcePtr& source, std::size_t offset) { return Builder(source, offset).document(); }

}  // namespace scenarios
