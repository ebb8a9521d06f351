-- Sealed policies: immutable.
create table policies (
  tenant {text} not null,
  policy_id {text} not null,
  display_name {text} not null,
  content_hash {text} not null,
  sealed_at {bigint} not null,          -- microseconds since 1970, UTC
  sealed_by {text} not null,
  files {text} not null,                -- JSON: [{"name","text"}]
  primary key (tenant, policy_id)
) {keyed};

-- Plans. A finished one never changes but to be released.
create table plans (
  tenant {text} not null,
  plan_id {text} not null,
  request_id {text} not null,
  request_hash {text} not null,
  version {bigint} not null,            -- optimistic lock, the etag
  state {bigint} not null,              -- PlanState; do not renumber
  spec {text} not null,                 -- JSON
  result {text},                        -- JSON; null until PLANNED
  stage_ms {text} not null,             -- JSON object
  failure_reason {text} not null,
  created_at {bigint} not null,
  ended_at {bigint},
  primary key (tenant, plan_id),
  unique (tenant, request_id)
) {keyed};

-- Instance, certificate and canonical text of a plan, compressed, in parts of at most 1 MiB before compression.
create table plan_files (
  tenant {text} not null,
  plan_id {text} not null,
  kind {bigint} not null,               -- PlanFile
  part {bigint} not null,
  size {bigint} not null,               -- bytes before compression
  content {bytes} not null,
  primary key (tenant, plan_id, kind, part),
  foreign key (tenant, plan_id) references plans (tenant, plan_id)
) {strict};

create table plan_moves (
  tenant {text} not null,
  plan_id {text} not null,
  move_id {text} not null,
  rank {bigint} not null,               -- 0 = greatest gain
  employee_id {text} not null,
  chain_id {text} not null,
  content {text} not null,              -- JSON
  primary key (tenant, plan_id, move_id),
  foreign key (tenant, plan_id) references plans (tenant, plan_id)
) {strict};
create unique index plan_moves_rank on plan_moves (tenant, plan_id, rank);

create table plan_chains (
  tenant {text} not null,
  plan_id {text} not null,
  chain_id {text} not null,
  content {text} not null,              -- JSON
  primary key (tenant, plan_id, chain_id),
  foreign key (tenant, plan_id) references plans (tenant, plan_id)
) {strict};

create table plan_cutoffs (
  tenant {text} not null,
  plan_id {text} not null,
  post_id {text} not null,
  points {bigint} not null,
  seats {bigint} not null,
  placed {bigint} not null,
  primary key (tenant, plan_id, post_id),
  foreign key (tenant, plan_id) references plans (tenant, plan_id)
) {keyed};

-- Secrets of the service, made once: the key under which employee ids become pseudonyms.
create table secrets (
  tenant {text} not null,
  name {text} not null,
  secret {bytes} not null,
  primary key (tenant, name)
) {strict};

-- What is finished cannot be altered: the database refuses.
-- @sqlite
create trigger policies_immutable before update on policies
begin select raise(abort, 'a sealed policy never changes'); end;
create trigger policies_kept before delete on policies
begin select raise(abort, 'a sealed policy is never deleted'); end;
create trigger plans_immutable before update on plans
when old.state in (5, 8) and (new.spec <> old.spec or new.result <> old.result or new.state not in (5, 8))
begin select raise(abort, 'a finished plan never changes'); end;
create trigger plan_files_immutable before update on plan_files
begin select raise(abort, 'a file of a plan never changes'); end;
-- @end
-- @postgres
create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'a % never changes', tg_argv[0]; end $$;
create trigger policies_immutable before update or delete on policies
for each row execute function refuse_change('sealed policy');
create trigger plan_files_immutable before update on plan_files
for each row execute function refuse_change('file of a plan');
create trigger plans_immutable before update on plans
for each row when (old.state in (5, 8) and (new.spec <> old.spec or new.result <> old.result or new.state not in (5, 8)))
execute function refuse_change('finished plan');
-- @end
