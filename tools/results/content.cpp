#include "tools/results/content.hpp"

#include <ostream>
#include <vector>

#include "tools/results/database.hpp"
#include "tools/results/results_file.hpp"
#include "tools/results/schema.hpp"
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
/// The column `without` is left out, and `where` chooses among the rows.
std::string row_texts(Database& database, std::string_view table, std::string_view without = "",
                      const std::string& where = "") {
  Rows rows = database.query(
      "SELECT (SELECT group_concat('quote(' || name || ')', ' || '','' || ') FROM pragma_table_info(?1)"
      " WHERE name <> ?2),"
      " (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk))",
      table, without);
  rows.next();
  return "SELECT " + std::string(rows.text(0)) + " FROM " + std::string(table) + where + " ORDER BY " +
         std::string(rows.text(1));
}

void write_rows(Rows rows, std::string_view table, std::ostream& out) {
  out << table << '\n';
  while (rows.next()) out << rows.text(0) << '\n';
}

void write_rows_of(Database& database, std::string_view table, std::string_view replication_column, std::int64_t run,
                   int replication, std::ostream& out) {
  const std::string where = " WHERE run = ?1 AND " + std::string(replication_column) + " = ?2";
  write_rows(database.query(row_texts(database, table, "run", where), run, replication), table, out);
}

}  // namespace

void write_content(const std::string& path, std::ostream& out) {
  require_results_file(path);
  Database database(path, Database::Access::read, Store::usual_wait);
  const Transaction snapshot(database, Transaction::For::reading);
  for (const std::string& table : tables(database)) {
    write_rows(database.query(row_texts(database, table)), table, out);
  }
}

void write_replication_content(Database& database, std::int64_t run, int replication, std::ostream& out) {
  write_rows_of(database, "replication", "number", run, replication, out);
  for (const std::string_view table : tables_of_a_replication()) {
    write_rows_of(database, table, "replication", run, replication, out);
  }
}

}  // namespace results
