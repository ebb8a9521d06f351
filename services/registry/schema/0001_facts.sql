-- Everything that the registry knows, in one bitemporal table. A fact = (kind, subject, fact_key); its versions differ in
-- known_from (revision) and valid_from (day since 1970). Rows are never deleted and never changed but for known_to.
--   kind          services/registry/domain/record_schema.h
--   subject_id    agency, district, unit, position, post, employee, region
--   fact_key      tells facts of one kind apart: a year, a date … ; '' for profiles and all that is there once
--   known_to      revision that replaced this version; 0 = still believed
--   agency_id     owning agency; '' = common to the province
--   ref_id        what is mostly asked for beside the subject: the post of an appointment, the unit of a post
--   confidence    0-100
--   content       services/registry/domain/record.h
create table facts (
  tenant {text} not null,
  kind {bigint} not null,
  subject_id {text} not null,
  fact_key {text} not null,
  known_from {bigint} not null,
  valid_from {bigint} not null,
  valid_to {bigint} not null,
  known_to {bigint} not null,
  agency_id {text} not null,
  ref_id {text},
  confidence {bigint} not null,
  content {text} not null,
  primary key (tenant, kind, subject_id, fact_key, known_from, valid_from)
) {keyed};

create index facts_by_ref on facts (tenant, kind, ref_id) where ref_id is not null;

-- Ids that other systems gave: NIP, codes, PNS ID, UNOR ID, NPSN. `kind` tells the system, `subject_kind` the thing.
create table external_ids (
  tenant {text} not null,
  kind {text} not null,
  value {text} not null,
  subject_kind {bigint} not null,
  subject_id {text} not null,
  agency_id {text} not null,
  primary key (tenant, kind, value)
) {keyed};

create index external_ids_by_subject on external_ids (tenant, subject_id);

-- One row per tenant: the newest revision. Taken inside every writing transaction, so revisions have no gaps.
create table registry_heads (
  tenant {text} not null primary key,
  revision {bigint} not null
) {keyed};

-- source: `import:ID`, `employee`, `analyst`, `integrator`. Times are microseconds since 1970 UTC.
create table revisions (
  tenant {text} not null,
  revision {bigint} not null,
  source {text} not null,
  commit_time {bigint} not null,
  primary key (tenant, revision)
) {keyed};

-- The change feed. An import writes one row per revision, naming itself.
create table changes (
  tenant {text} not null,
  revision {bigint} not null,
  sequence {bigint} not null,
  resource {text} not null,
  kind {text} not null,
  primary key (tenant, revision, sequence)
) {keyed};

-- Answers of acts by request id: a repeated act changes nothing.
create table requests (
  tenant {text} not null,
  principal {text} not null,
  request_id {text} not null,
  fingerprint {text} not null,
  answer {text} not null,
  request_time {bigint} not null,
  primary key (tenant, principal, request_id)
) {keyed};

-- Reads of personal data (Law 27/2022 articles 31-32). fields: separated by commas.
create table accesses (
  access_no {autoid},
  tenant {text} not null,
  employee_id {text} not null,
  principal {text} not null,
  fields {text} not null,
  purpose {text} not null,
  access_time {bigint} not null
) {strict};

create index accesses_by_employee on accesses (tenant, employee_id, access_no);
