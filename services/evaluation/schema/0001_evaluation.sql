-- What came of transfers. Times are microseconds since 1970 UTC, civil dates text YYYY-MM-DD. Names of other services'
-- resources (decrees, moves, employees, posts, units, plans) are theirs.
create table transition_plans (
  tenant {text} not null,
  plan_id {text} not null,
  version {bigint} not null,
  state {bigint} not null,              -- TransitionState
  decree {text} not null,
  move {text} not null,
  employee {text} not null,
  from_post {text} not null,
  to_post {text} not null,
  matching_plan {text} not null,
  effective_date {text} not null,
  from_unit {text} not null,            -- this and the next three: '' until prepared
  to_unit {text} not null,
  agency {text} not null,
  receiving_head {text} not null,
  mentor {text} not null,
  primary key (tenant, plan_id),
  unique (tenant, decree, move)
) {keyed};
create index transition_plans_open on transition_plans (plan_id) where state = 1;

create table transition_steps (
  tenant {text} not null,
  plan_id {text} not null,
  sequence {bigint} not null,           -- from 0
  kind {bigint} not null,               -- StepKind
  code {text} not null,
  due_date {text} not null,
  done_date {text},
  responsible {bigint} not null,        -- Responsible
  present_level {bigint} not null,
  required_level {bigint} not null,
  primary key (tenant, plan_id, sequence)
) {keyed};

create table answers (
  tenant {text} not null,
  plan_id {text} not null,
  answer_id {text} not null,
  answer_date {text} not null,
  workload {bigint} not null,
  clarity {bigint} not null,
  support {bigint} not null,
  commute {bigint} not null,
  wellbeing {bigint} not null,
  follow_up_id {text} not null,         -- '' = opened none
  primary key (tenant, plan_id, answer_id)
) {keyed};

create table evaluations (
  tenant {text} not null,
  evaluation_id {text} not null,
  indicator {text} not null,
  side {bigint} not null,               -- MoveSide
  matching_plan {text} not null,
  cycle {text} not null,
  move_date {text},
  needs_revision {bigint} not null,
  create_time {bigint} not null,
  effect {text} not null,               -- JSON, store/effect_json.h
  content {text} not null,              -- canonical text
  content_hash {text} not null,
  primary key (tenant, evaluation_id)
) {keyed};

create table follow_ups (
  tenant {text} not null,
  follow_up_id {text} not null,
  version {bigint} not null,
  kind {bigint} not null,               -- FollowUpKind
  evaluation_id {text} not null,
  plan_id {text} not null,
  owner {text} not null,
  due_date {text} not null,
  text_id {text} not null,
  done_date {text},
  finding {text} not null,
  create_time {bigint} not null,
  primary key (tenant, follow_up_id)
) {keyed};
-- A mover gets one support case, however many answers tell of trouble.
create unique index follow_ups_support on follow_ups (tenant, plan_id) where kind = 2 and plan_id <> '';

create table cycle_reports (
  tenant {text} not null,
  report_id {text} not null,
  cycle {text} not null,
  goals_hash {text} not null,
  moves {bigint} not null,
  results {text} not null,              -- JSON, store/effect_json.h
  evaluations {text} not null,          -- ids, separated by blanks
  content_hash {text} not null,
  html {text} not null,
  csv {text} not null,
  create_time {bigint} not null,
  primary key (tenant, report_id)
) {keyed};

-- Results are never changed.
-- @sqlite
create trigger evaluations_kept before update on evaluations begin select raise(abort, 'evaluations are immutable'); end;
create trigger reports_kept before update on cycle_reports begin select raise(abort, 'cycle reports are immutable'); end;
-- @end
-- @postgres
create function evaluation_refuse_update() returns trigger language plpgsql as
  $$ begin raise exception '% are immutable', tg_table_name using errcode = 'check_violation'; end $$;
create trigger evaluations_kept before update on evaluations for each row execute function evaluation_refuse_update();
create trigger reports_kept before update on cycle_reports for each row execute function evaluation_refuse_update();
-- @end
