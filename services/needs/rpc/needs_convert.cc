#include "services/needs/rpc/needs_convert.h"

#include "absl/strings/str_cat.h"
#include "libs/base/catalogue.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/needs/rpc/needs_names.h"

namespace selaras::needs {

void ToProto(const Snapshot& snapshot, v1alpha::NeedSnapshot* out) {
  out->set_name(kSnapshotName.Format(snapshot.id));
  out->set_etag(absl::StrCat(snapshot.version));
  out->set_state(static_cast<v1alpha::NeedSnapshot::State>(snapshot.state));
  out->set_registry_revision(snapshot.registry_revision);
  SetDate(snapshot.effective_date, out->mutable_effective_date());
  out->set_needs_revision(snapshot.needs_revision);
  out->set_policy_hash(snapshot.policy_hash);
  out->set_content_hash(snapshot.content_hash);
  SetTime(snapshot.create_time, out->mutable_create_time());
  if (snapshot.end_time) SetTime(*snapshot.end_time, out->mutable_end_time());
  out->set_posts_done(snapshot.posts_done);
  out->set_posts_total(snapshot.posts_total);
  out->set_failure_reason(snapshot.failure_reason);
  if (snapshot.state != SnapshotState::kAnalysed) return;
  v1alpha::NeedTotals* totals = out->mutable_totals();
  totals->set_posts(snapshot.totals.posts);
  totals->set_target(snapshot.totals.target);
  totals->set_critical(snapshot.totals.critical);
  totals->set_incumbents(snapshot.totals.incumbents);
  totals->set_ceiling(snapshot.totals.ceiling);
  totals->set_shortage(snapshot.totals.shortage);
  totals->set_surplus(snapshot.totals.surplus);
  totals->set_measured_posts(snapshot.totals.measured_posts);
}

void ToProto(const StoredCurve& curve, v1alpha::NeedCurve* out) {
  out->set_post(curve.post.name);
  out->set_org_unit(curve.post.org_unit);
  out->set_position(curve.post.position);
  out->set_agency(curve.post.agency);
  out->set_critical(curve.critical);
  out->set_target(curve.target);
  out->set_ceiling(curve.post.ceiling);
  out->set_incumbents(curve.post.incumbents);
  out->mutable_urgency()->Add(curve.urgency.begin(), curve.urgency.end());
  out->set_raw_target(curve.raw);
  out->set_raw_low(curve.low);
  out->set_raw_high(curve.high);
  out->set_basis(static_cast<v1alpha::NeedCurve::Basis>(curve.basis));
  out->set_reason_id(curve.reason_id);
  out->set_reason_en(curve.reason_en);
}

void ToProto(const StoredLoad& stored, v1alpha::LoadBalance* out) {
  const UnitLoad& load = stored.load;
  out->set_org_unit(load.org_unit);
  out->set_display_name(load.display_name);
  out->set_incumbents(static_cast<int32_t>(load.incumbents));
  out->set_raw_target(load.raw);
  out->set_band(load.band);
  if (load.load_index) out->set_load_index(*load.load_index);
  if (load.perceived_load) out->set_perceived_load(*load.perceived_load);
  if (load.complaint_rate) out->set_complaint_rate(*load.complaint_rate);
}

void ToProto(const RecordImport& import, v1alpha::RecordImport* out) {
  out->set_name(kRecordImportName.Format(import.id));
  for (const ImportedFile& file : import.files) {
    v1alpha::RecordImport::File* row = out->add_files();
    row->set_file(file.file);
    row->set_rows(file.rows);
    row->set_landed(file.landed);
    row->set_unchanged(file.unchanged);
    row->set_refused(file.refused);
  }
  out->set_needs_revision(import.revision);
  SetTime(import.create_time, out->mutable_create_time());
}

void ToProto(const RecordFault& fault, v1alpha::RecordFault* out) {
  out->set_file(fault.file);
  out->set_line(fault.line);
  out->set_column(fault.column);
  out->set_value_shape(fault.value_shape);
  out->set_reason(fault.reason);
  Metadata metadata = {{"column", fault.column}, {"file", fault.file}};
  if (const RecordColumn* column = FindRecordColumn(fault.file, fault.column); column != nullptr) {
    metadata["allowed"] = std::string(column->words);
    metadata["min"] = absl::StrCat(column->min);
    metadata["max"] = absl::StrCat(column->max);
  }
  out->set_cure_id(Explain(fault.reason, Language::kIndonesian, metadata));
  out->set_cure_en(Explain(fault.reason, Language::kEnglish, metadata));
}

absl::StatusOr<AnalyzeCommand> FromProto(const v1alpha::AnalyzeNeedsRequest& request) {
  AnalyzeCommand command;
  command.request_id = request.request_id();
  command.registry_revision = request.registry_revision();
  if (!request.has_effective_date()) return command;
  const std::optional<absl::CivilDay> day = DayOf(request.effective_date());
  if (!day.has_value() || day->year() < 1900 || day->year() > 2100) {
    return InvalidField("effective_date", "must be a day that exists, from 1900 to 2100");
  }
  command.effective_date = *day;
  return command;
}

absl::StatusOr<IndicatorQuery> FromProto(const v1alpha::StreamIndicatorsRequest& request) {
  IndicatorQuery query;
  query.indicator = request.indicator();
  query.revision = request.needs_revision();
  const auto month_of = [](const google::type::Date& date, const char* field) -> absl::StatusOr<int> {
    const std::optional<absl::CivilDay> day = DayOf(date);
    if (!day.has_value()) return InvalidField(field, "must be a day that exists");
    return static_cast<int>(day->year() * 12 + day->month() - 1);
  };
  if (request.has_from_date()) {
    SELARAS_ASSIGN_OR_RETURN(query.first_month, month_of(request.from_date(), "from_date"));
  }
  if (request.has_to_date()) {
    SELARAS_ASSIGN_OR_RETURN(query.last_month, month_of(request.to_date(), "to_date"));
  }
  return query;
}

void ToProto(const IndicatorPoint& point, v1alpha::IndicatorPoint* out) {
  out->set_unit_code(point.unit_code);
  SetDate(absl::CivilDay(point.month / 12, point.month % 12 + 1, 1), out->mutable_month());
  out->set_value(point.value);
}

}  // namespace selaras::needs
