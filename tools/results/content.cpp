#include "tools/results/content.hpp"

#include <ostream>
#include <vector>

#include "tools/results/database.hpp"
#include "tools/results/results_file.hpp"
#include "tools/results/store.hpp"

namespace results {
namespace {

std::vector<std::string> tables(Database& database) {
  std::vector<std::string> names;
  Rows rows = database.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'environment' "
      "ORDER BY name");
  while (rows.next()) names.emplace_back(rows.text(0));
  return names;
}

/// SQL that yields each row as one text, losing nothing: quote() writes numbers that read back the same.
std::string row_texts(Database& database, const std::string& table) {
  Rows rows = database.query(
      "SELECT (SELECT group_concat('quote(' || name || ')', ' || '','' || ') FROM pragma_table_info(?1)),"
      " (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk))",
      std::string_view(table));
  rows.next();
  return "SELECT " + std::string(rows.text(0)) + " FROM " + table + " ORDER BY " + std::string(rows.text(1));
}

void write_table(Database& database, const std::string& table, std::ostream& out) {
  out << table << '\n';
  const std::string sql = row_texts(database, table);
  Rows rows = database.query(sql);
  while (rows.next()) out << rows.text(0) << '\n';
}

}  // namespace

void write_content(const std::string& path, std::ostream& out) {
  require_results_file(path);
  Database database(path, Database::Access::read, Store::usual_wait);
  const Transaction snapshot(database, Transaction::For::reading);
  for (const std::string& table : tables(database)) write_table(database, table, out);
}

}  // namespace results
