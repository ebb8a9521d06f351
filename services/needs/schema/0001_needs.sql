-- What is known about work. One row per record as it is believed now; versions that were replaced stand in
-- record_history. kind, record_key, content: services/needs/domain/record.h. Revisions are numbered per tenant
-- without gaps (counter `records/TENANT`); revision 0 = nothing known.
create table records (
  tenant {text} not null,
  kind {bigint} not null,
  unit_code {text} not null,
  record_key {text} not null,
  content {text} not null,
  revision {bigint} not null,           -- that brought this content
  primary key (tenant, kind, unit_code, record_key)
) {keyed};

create table record_history (
  tenant {text} not null,
  kind {bigint} not null,
  unit_code {text} not null,
  record_key {text} not null,
  known_from {bigint} not null,         -- revisions: believed in [known_from, known_to)
  known_to {bigint} not null,
  content {text} not null,
  primary key (tenant, kind, unit_code, record_key, known_from)
) {keyed};

-- Rows of the import that is landing; empty outside its transaction.
create table incoming_records (
  tenant {text} not null,
  kind {bigint} not null,
  unit_code {text} not null,
  record_key {text} not null,
  content {text} not null,
  primary key (tenant, kind, unit_code, record_key)
) {keyed};

create table record_imports (
  tenant {text} not null,
  import_id {text} not null,
  revision {bigint} not null,           -- newest revision after it
  create_time {bigint} not null,        -- microseconds since 1970 UTC, as all times here
  primary key (tenant, import_id)
) {keyed};

create table record_import_files (
  tenant {text} not null,
  import_id {text} not null,
  sequence {bigint} not null,           -- order in which the files came
  file {text} not null,
  rows_read {bigint} not null,
  landed {bigint} not null,
  unchanged {bigint} not null,
  refused {bigint} not null,
  primary key (tenant, import_id, sequence)
) {keyed};

create table record_faults (
  tenant {text} not null,
  import_id {text} not null,
  sequence {bigint} not null,
  file {text} not null,
  line {bigint} not null,
  column_name {text} not null,
  value_shape {text} not null,
  reason {text} not null,
  primary key (tenant, import_id, sequence)
) {keyed};

-- state as in the proto. An analysis that runs is held by `owner` until lease_until; a worker that died holds it no
-- longer than that.
create table need_snapshots (
  tenant {text} not null,
  snapshot_id {text} not null,
  version {bigint} not null,
  state {bigint} not null,
  registry_revision {bigint} not null,  -- 0 = newest, until it is known
  effective_date {text} not null,       -- YYYY-MM-DD
  needs_revision {bigint} not null,
  policy_hash {text} not null,
  content_hash {text} not null,
  create_time {bigint} not null,
  end_time {bigint},
  posts_done {bigint} not null,
  posts_total {bigint} not null,
  failure_reason {text} not null,
  owner {text} not null,
  lease_until {bigint} not null,
  attempts {bigint} not null,
  posts {bigint} not null,
  target {bigint} not null,
  critical {bigint} not null,
  incumbents {bigint} not null,
  ceiling {bigint} not null,
  shortage {bigint} not null,
  surplus {bigint} not null,
  measured_posts {bigint} not null,
  primary key (tenant, snapshot_id)
) {keyed};
create index need_snapshots_by_time on need_snapshots (tenant, create_time, snapshot_id);
create index need_snapshots_running on need_snapshots (lease_until) where state = 1;

create table need_curves (
  tenant {text} not null,
  snapshot_id {text} not null,
  post {text} not null,                 -- resource names
  org_unit {text} not null,
  position {text} not null,
  agency {text} not null,
  critical {bigint} not null,
  target {bigint} not null,
  ceiling {bigint} not null,
  incumbents {bigint} not null,
  shortage {bigint} not null,
  surplus {bigint} not null,
  urgency {text} not null,              -- joined by commas
  raw_target {double} not null,
  raw_low {double} not null,
  raw_high {double} not null,
  basis {bigint} not null,
  reason_id {text} not null,
  reason_en {text} not null,
  primary key (tenant, snapshot_id, post)
) {keyed};
create index need_curves_by_shortage on need_curves (tenant, snapshot_id, shortage, post);
create index need_curves_by_surplus on need_curves (tenant, snapshot_id, surplus, post);

create table unit_loads (
  tenant {text} not null,
  snapshot_id {text} not null,
  org_unit {text} not null,
  display_name {text} not null,
  path {text} not null,                 -- ids of the units above and its own, each followed by `/`
  incumbents {bigint} not null,
  raw_target {double} not null,
  load_index {double},
  load_order {double} not null,         -- load_index, or -1 where there is none
  band {text} not null,
  perceived_load {double},
  complaint_rate {double},
  primary key (tenant, snapshot_id, org_unit)
) {keyed};
create index unit_loads_by_load on unit_loads (tenant, snapshot_id, load_order, org_unit);
