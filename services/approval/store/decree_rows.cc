#include "services/approval/store/decree_rows.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/approval/store/columns.h"
#include "services/approval/store/row_insert.h"

namespace selaras::approval {
namespace {

using sql::Connection;
using sql::Row;

constexpr absl::string_view kColumns =
    "decree_id, tenant, agency, authority, state, version, year, sequence, number, case_id, signatory, "
    "collective, "
    "decree_day, effective_day, content_hash, pdf_hash, registry_revision";

Decree DecreeFrom(const Row& row) {
  int column = 0;
  const auto text = [&] { return std::string(row.Text(column++)); };
  const auto number = [&] { return row.Int64(column++); };
  Decree decree;
  decree.id = text();
  decree.tenant = text();
  decree.agency = text();
  decree.authority = static_cast<Authority>(number());
  decree.state = static_cast<DecreeState>(number());
  decree.version = number();
  decree.year = static_cast<int32_t>(number());
  decree.sequence = number();
  decree.number = text();
  decree.case_id = text();
  decree.signatory = text();
  decree.collective = number() != 0;
  decree.decree_date = FromDays(number());
  decree.effective_date = FromDays(number());
  decree.content_hash = text();
  decree.pdf_hash = text();
  decree.registry_revision = number();
  return decree;
}

// The decrees that `chosen` ("from decrees where … order by decree_id …") gives, with their moves: two statements.
absl::StatusOr<std::vector<Decree>> Select(Connection& conn, absl::string_view chosen,
                                           absl::Span<const sql::Value> params) {
  std::vector<Decree> decrees;
  absl::flat_hash_map<std::string, size_t> places;
  SELARAS_RETURN_IF_ERROR(
      conn.Query(absl::StrCat("select ", kColumns, " ", chosen), params, [&](const Row& row) {
        decrees.push_back(DecreeFrom(row));
        places.emplace(decrees.back().id, decrees.size() - 1);
        return absl::OkStatus();
      }));
  if (decrees.empty()) return decrees;
  SELARAS_RETURN_IF_ERROR(conn.Query(
      absl::StrCat(
          "with chosen as (select decree_id as id ", chosen,
          ") select decree_id, move from decree_moves where tenant = $1 and decree_id in (select id from "
          "chosen) order by decree_id, move"),
      params, [&](const Row& row) {
        decrees[places.at(std::string(row.Text(0)))].moves.push_back(static_cast<int32_t>(row.Int64(1)));
        return absl::OkStatus();
      }));
  return decrees;
}

absl::StatusOr<DecreeOwner> UpdateOne(Connection& conn, absl::string_view id, absl::string_view sql,
                                      absl::Span<const sql::Value> params) {
  DecreeOwner owner;
  SELARAS_ASSIGN_OR_RETURN(const bool found, conn.QueryOne(sql, params, [&](const Row& row) {
    owner = {std::string(row.Text(0)), std::string(row.Text(1)), std::string(row.Text(2))};
    return absl::OkStatus();
  }));
  if (!found) return NotFound("DECREE_NOT_FOUND", "decree", id);
  return owner;
}

}  // namespace

absl::StatusOr<Decree> LoadDecree(Connection& conn, absl::string_view tenant, absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(std::vector<Decree> found,
                           Select(conn, "from decrees where tenant = $1 and decree_id = $2", {tenant, id}));
  if (found.empty()) return NotFound("DECREE_NOT_FOUND", "decree", id);
  return std::move(found.front());
}

absl::StatusOr<std::vector<Decree>> DecreesOf(Connection& conn, absl::string_view tenant,
                                              absl::string_view case_id) {
  return Select(conn, "from decrees where tenant = $1 and case_id = $2 order by decree_id",
                {tenant, case_id});
}

absl::StatusOr<DecreePage> ListDecrees(Connection& conn, absl::string_view tenant, absl::string_view case_id,
                                       absl::string_view after, int32_t limit) {
  DecreePage page;
  std::vector<sql::Value> params = {tenant};
  if (!case_id.empty()) params.push_back(case_id);
  const absl::string_view where =
      case_id.empty() ? "from decrees where tenant = $1" : "from decrees where tenant = $1 and case_id = $2";
  SELARAS_ASSIGN_OR_RETURN(const auto total,
                           conn.QueryInt64(absl::StrCat("select count(*) ", where), params));
  page.total = total.value_or(0);
  params.push_back(after);
  params.push_back(limit);
  SELARAS_ASSIGN_OR_RETURN(page.decrees, Select(conn,
                                                absl::StrCat(where, " and decree_id > $", params.size() - 1,
                                                             " order by decree_id limit $", params.size()),
                                                params));
  return page;
}

absl::StatusOr<std::string> LoadPdf(Connection& conn, absl::string_view tenant, absl::string_view decree) {
  std::string pdf;
  SELARAS_ASSIGN_OR_RETURN(const bool found,
                           conn.QueryOne("select pdf from decree_pdfs where tenant = $1 and decree_id = $2",
                                         {tenant, decree}, [&](const Row& row) {
                                           pdf = std::string(row.Bytes(0));
                                           return absl::OkStatus();
                                         }));
  if (!found) return NotFound("DECREE_NOT_FOUND", "decree", decree);
  return pdf;
}

absl::Status InsertDecreeRows(Connection& conn, const Decree& decree) {
  SELARAS_RETURN_IF_ERROR(conn.Execute(
      absl::StrCat("insert into decrees (", kColumns,
                   ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"),
      {decree.id, decree.tenant, decree.agency, Number(decree.authority), Number(decree.state),
       decree.version, decree.year, decree.sequence, decree.number, decree.case_id, decree.signatory,
       decree.collective, ToDays(decree.decree_date), ToDays(decree.effective_date), decree.content_hash,
       decree.pdf_hash, decree.registry_revision}));
  std::vector<sql::Value> cells;
  for (const int32_t move : decree.moves) {
    const sql::Value row[] = {decree.tenant, decree.agency, decree.id, decree.case_id, move, 1};
    cells.insert(cells.end(), std::begin(row), std::end(row));
  }
  return InsertRows(conn, "insert into decree_moves (tenant, agency, decree_id, case_id, move, live)", 6,
                    cells);
}

absl::StatusOr<DecreeOwner> SignDecreeRow(Connection& conn, absl::string_view tenant, absl::string_view id,
                                          absl::string_view pdf, absl::string_view pdf_hash) {
  SELARAS_ASSIGN_OR_RETURN(
      const auto agency,
      conn.QueryText("select agency from decrees where tenant = $1 and decree_id = $2", {tenant, id}));
  if (!agency.has_value()) return NotFound("DECREE_NOT_FOUND", "decree", id);
  SELARAS_RETURN_IF_ERROR(
      conn.Execute("insert into decree_pdfs (tenant, agency, decree_id, pdf) values ($1, $2, $3, $4)",
                   {tenant, *agency, id, sql::Bytes(pdf)}));
  return UpdateOne(conn, id,
                   "update decrees set state = 2, version = version + 1, pdf_hash = $3 "
                   "where tenant = $1 and decree_id = $2 returning agency, case_id, content_hash",
                   {tenant, id, pdf_hash});
}

absl::StatusOr<DecreeOwner> EndDecreeRow(Connection& conn, absl::string_view tenant, absl::string_view id,
                                         DecreeState state, int64_t registry_revision) {
  if (state != DecreeState::kApplied) {
    return UpdateOne(conn, id,
                     "update decrees set state = $3, version = version + 1 "
                     "where tenant = $1 and decree_id = $2 returning agency, case_id, content_hash",
                     {tenant, id, Number(state)});
  }
  return UpdateOne(conn, id,
                   "update decrees set state = $3, version = version + 1, registry_revision = $4 "
                   "where tenant = $1 and decree_id = $2 returning agency, case_id, content_hash",
                   {tenant, id, Number(state), registry_revision});
}

}  // namespace selaras::approval
