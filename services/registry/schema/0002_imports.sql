-- state, layout: as in import.proto. version counts changes and is the etag.
create table imports (
  tenant {text} not null,
  import_id {text} not null,
  version {bigint} not null,
  state {bigint} not null,
  layout {bigint} not null,
  effective_day {bigint} not null,
  revision {bigint} not null,
  create_time {bigint} not null,
  end_time {bigint} not null,
  failure_reason {text} not null,
  employees {bigint} not null,
  posts {bigint} not null,
  primary key (tenant, import_id)
) {keyed};

create index imports_by_state on imports (state);

-- position: byte behind the last row handled; done: rows handled; line: of the last row handled.
create table import_files (
  tenant {text} not null,
  import_id {text} not null,
  file {text} not null,
  received_bytes {bigint} not null,
  complete {bigint} not null,
  finished {bigint} not null,
  position {bigint} not null,
  done {bigint} not null,
  total {bigint} not null,
  landed {bigint} not null,
  unchanged {bigint} not null,
  refused {bigint} not null,
  warned {bigint} not null,
  primary key (tenant, import_id, file)
) {keyed};

-- Uploaded bytes until they are imported.
create table import_chunks (
  tenant {text} not null,
  import_id {text} not null,
  file {text} not null,
  start {bigint} not null,
  bytes {bytes} not null,
  primary key (tenant, import_id, file, start)
) {strict};

create table import_faults (
  tenant {text} not null,
  import_id {text} not null,
  fault_no {bigint} not null,
  file {text} not null,
  line {bigint} not null,
  column_name {text} not null,
  value_shape {text} not null,
  reason {text} not null,
  warning {bigint} not null,
  primary key (tenant, import_id, fault_no)
) {keyed};
