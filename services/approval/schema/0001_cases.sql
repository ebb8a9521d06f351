-- Cases, their approvals and decrees. REQUIRES: the feed's schema (libs/sql/outbox.h) in the same database, whose evidence,
-- requests and decree counters this schema guards as well. Enums are numbered as in domain/case_record.h; days count from
-- 1970, instants are microseconds since 1970 UTC, lists without a rule of their own are JSON.
--
-- Nothing is ever deleted: a row that no longer belongs to its case has live = 0.
create table cases (
  tenant {text} not null,
  agency {text} not null,                 -- that owns the row, in every table
  case_id {text} not null,
  state {bigint} not null check (state between 1 and 18),
  version {bigint} not null,
  plan {text} not null,
  chain_key {text} not null,
  letter_number {text} not null,
  policy_hash {text} not null,
  proposer_account {text} not null check (proposer_account <> ''),
  proposer_person {text} not null check (proposer_person <> ''),
  effective_day {bigint} not null,
  content_salt {text} not null,           -- hex
  content_hash {text} not null check (content_hash <> ''),
  issue_step {bigint} not null check (issue_step between 0 and 5),
  issue_attempt {bigint} not null,
  issue_signatory {text} not null,
  issue_collective {bigint} not null,
  issue_reservation {text} not null,
  reconcile_reason {text} not null,
  decrees {text} not null,                -- JSON: ids
  defects {text} not null,                -- JSON: texts
  replaced_by {text} not null,
  due_day {bigint},                       -- of what the state waits for
  created_us {bigint} not null,
  updated_us {bigint} not null,
  primary key (tenant, case_id)
) {keyed};
create unique index cases_running on cases (tenant, chain_key)
  where chain_key <> '' and state not in (10, 12, 13, 14, 18);
create index cases_by_plan on cases (tenant, plan, case_id);
create index cases_by_agency on cases (tenant, agency, case_id);
create index cases_by_state on cases (tenant, state, case_id);
create index cases_waiting on cases (state, updated_us, tenant, case_id);

create table case_moves (
  tenant {text} not null,
  agency {text} not null,
  case_id {text} not null,
  number {bigint} not null check (number >= 1),
  live {bigint} not null check (live in (0, 1)),
  employee {text} not null check (employee <> ''),
  from_post {text} not null,
  to_post {text} not null,
  kind {bigint} not null check (kind between 1 and 6),
  self_request {bigint} not null,
  from_agency {text} not null,
  to_agency {text} not null,
  appointment_revision {bigint} not null,
  decree_id {text} not null,
  primary key (tenant, case_id, number),
  foreign key (tenant, case_id) references cases (tenant, case_id)
) {keyed};

create table move_steps (
  tenant {text} not null,
  agency {text} not null,
  case_id {text} not null,
  move {bigint} not null,
  position {bigint} not null,             -- in the route
  live {bigint} not null check (live in (0, 1)),
  step {bigint} not null check (step between 1 and 4),
  state {bigint} not null check (state between 1 and 3),
  reference {text} not null,
  account {text} not null,                -- who closed it
  person {text} not null,
  due_day {bigint},
  primary key (tenant, case_id, move, position),
  foreign key (tenant, case_id, move) references case_moves (tenant, case_id, number)
) {keyed};

create table checklist (
  tenant {text} not null,
  agency {text} not null,
  case_id {text} not null,
  position {bigint} not null,
  live {bigint} not null check (live in (0, 1)),
  code {text} not null,
  move {bigint} not null,
  text_id {text} not null,
  settled {bigint} not null check (settled in (0, 1)),
  settled_by {text} not null,
  document_reference {text} not null,
  primary key (tenant, case_id, position),
  foreign key (tenant, case_id) references cases (tenant, case_id)
) {keyed};

create table barred_persons (
  tenant {text} not null,
  agency {text} not null,
  case_id {text} not null,
  person {text} not null,
  bar {bigint} not null check (bar between 1 and 4),
  live {bigint} not null check (live in (0, 1)),
  position {bigint} not null,
  primary key (tenant, case_id, person, bar),
  foreign key (tenant, case_id) references cases (tenant, case_id)
) {keyed};

create table approvals (
  tenant {text} not null,
  agency {text} not null,
  case_id {text} not null,
  number {bigint} not null,               -- of the approvals ever given to the case
  slot {bigint} not null check (slot >= 1),
  account {text} not null check (account <> ''),
  person {text} not null check (person <> ''),
  content_hash {text} not null,
  given_us {bigint} not null,
  voided {bigint} not null check (voided in (0, 1)),
  primary key (tenant, case_id, number),
  foreign key (tenant, case_id) references cases (tenant, case_id)
) {keyed};
create unique index approvals_one_person on approvals (tenant, case_id, person) where voided = 0;
create unique index approvals_one_account on approvals (tenant, case_id, account) where voided = 0;
create unique index approvals_one_slot on approvals (tenant, case_id, slot) where voided = 0;

create table vetoes (
  tenant {text} not null,
  agency {text} not null,
  case_id {text} not null,
  number {bigint} not null,
  live {bigint} not null check (live in (0, 1)),
  state {bigint} not null check (state between 1 and 5),
  move {bigint} not null,
  reason {text} not null,
  account {text} not null,
  person {text} not null,
  came_from {bigint} not null,
  child_plan {text} not null,
  value_lost {bigint} not null,
  value_lost_alone {bigint} not null,
  changes {text} not null,                -- JSON: [[employee, was, becomes]]
  replaced_cases {text} not null,         -- JSON: ids
  new_chain_keys {text} not null,         -- JSON
  failure_reason {text} not null,
  primary key (tenant, case_id, number),
  foreign key (tenant, case_id) references cases (tenant, case_id)
) {keyed};
create unique index vetoes_live on vetoes (tenant, case_id) where live = 1;

create table decrees (
  tenant {text} not null,
  agency {text} not null,                 -- whose number it bears
  decree_id {text} not null,
  case_id {text} not null,
  authority {bigint} not null check (authority between 1 and 4),
  state {bigint} not null check (state between 1 and 5),
  version {bigint} not null,
  year {bigint} not null,
  sequence {bigint} not null,
  number {text} not null check (number <> ''),
  signatory {text} not null,
  collective {bigint} not null,
  decree_day {bigint} not null,
  effective_day {bigint} not null,
  content_hash {text} not null,
  pdf_hash {text} not null,
  registry_revision {bigint} not null,
  primary key (tenant, decree_id),
  unique (tenant, agency, year, sequence),
  unique (tenant, agency, year, number),
  unique (tenant, decree_id, case_id),
  foreign key (tenant, case_id) references cases (tenant, case_id),
  constraint decrees_pdf check ((state = 1 and pdf_hash = '') or (state in (2, 3, 4) and pdf_hash <> '') or state = 5),
  constraint decrees_applied check (state <> 3 or registry_revision > 0)
) {keyed};
create index decrees_by_case on decrees (tenant, case_id, decree_id);

create table decree_moves (
  tenant {text} not null,
  agency {text} not null,
  decree_id {text} not null,
  case_id {text} not null,
  move {bigint} not null,
  live {bigint} not null check (live in (0, 1)),     -- 0 = its decree was revoked or made void
  primary key (tenant, decree_id, move),
  foreign key (tenant, decree_id, case_id) references decrees (tenant, decree_id, case_id),
  foreign key (tenant, case_id, move) references case_moves (tenant, case_id, number)
) {keyed};
create unique index decree_moves_one_live on decree_moves (tenant, case_id, move) where live = 1;

create table decree_pdfs (
  tenant {text} not null,
  agency {text} not null,
  decree_id {text} not null,
  pdf {bytes} not null,
  primary key (tenant, decree_id),
  foreign key (tenant, decree_id) references decrees (tenant, decree_id)
) {strict};

create table meetings (
  tenant {text} not null,
  agency {text} not null,                 -- '' = of several
  meeting_id {text} not null,
  meeting_day {bigint} not null,
  place {text} not null,
  chair {text} not null,
  secretary {text} not null,
  agenda {text} not null,                 -- JSON: case ids
  attendees {text} not null,              -- JSON
  quorum {bigint} not null,
  decisions {bigint} not null,            -- how many: none is added afterwards
  primary key (tenant, meeting_id)
) {keyed};

create table meeting_decisions (
  tenant {text} not null,
  agency {text} not null,
  meeting_id {text} not null,
  position {bigint} not null check (position >= 1),
  case_id {text} not null,
  move {bigint} not null,
  vote {bigint} not null check (vote between 1 and 3),
  dissenters {text} not null,             -- JSON
  note {text} not null,
  primary key (tenant, meeting_id, position),
  foreign key (tenant, meeting_id) references meetings (tenant, meeting_id)
) {keyed};
create index meeting_decisions_by_case on meeting_decisions (tenant, case_id);

create table responses (
  tenant {text} not null,
  agency {text} not null,
  response_id {text} not null,
  case_id {text} not null,
  employee {text} not null,
  content {text} not null,
  given_us {bigint} not null,
  primary key (tenant, response_id),
  foreign key (tenant, case_id) references cases (tenant, case_id)
) {keyed};
create index responses_by_case on responses (tenant, case_id);

create table objections (
  tenant {text} not null,
  agency {text} not null,
  objection_id {text} not null,
  decree_id {text} not null,
  content {text} not null,
  state {bigint} not null check (state between 1 and 3),
  given_us {bigint} not null,
  primary key (tenant, objection_id),
  foreign key (tenant, decree_id) references decrees (tenant, decree_id)
) {keyed};
create index objections_by_decree on objections (tenant, decree_id);

create table declarations (
  tenant {text} not null,
  agency {text} not null,
  declaration_id {text} not null,
  case_id {text} not null,
  account {text} not null,
  person {text} not null,
  conflict {bigint} not null,
  primary key (tenant, declaration_id),
  foreign key (tenant, case_id) references cases (tenant, case_id)
) {keyed};
create index declarations_by_case on declarations (tenant, case_id);

create table delegations (
  tenant {text} not null,
  agency {text} not null,
  delegation_id {text} not null,
  from_account {text} not null,
  to_account {text} not null,
  first_day {bigint} not null,
  last_day {bigint} not null,
  primary key (tenant, delegation_id),
  constraint delegations_to_another check (from_account <> to_account),
  constraint delegations_in_order check (first_day <= last_day)
) {keyed};
create index delegations_by_account on delegations (tenant, to_account);
