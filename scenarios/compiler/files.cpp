#include "scenarios/compiler/files.hpp"

#include "scenarios/compiler/document.hpp"

namespace scenarios {

SourcePtr Files::read(const std::string& name, const Mark& at) {
  const auto known = read_.find(name);
  if (known != read_.end()) return known->second;
  try {
    constexpr std::uintmax_t most = 64u << 20;
    const SourcePtr source = read_text(base_ / name, most);
    read_.emplace(name, source);
    return source;
  } catch (const InputError& error) {
    if (error.line() > 0) throw;
    throw InputError(at, "`" + name + "`: " + error.message(), "files are looked up beside the scenario");
  }
}

}  // namespace scenarios
