-- Child plans, who asked, why it failed, and who makes it now.
alter table plans add column parent {text} not null default '';
alter table plans add column asked_by {text} not null default '';
alter table plans add column traceparent {text} not null default '';
alter table plans add column failure {text} not null default '{}';   -- JSON object: metadata of failure_reason
alter table plans add column leased_by {text} not null default '';
alter table plans add column leased_until {bigint} not null default 0;

create table cycles (
  tenant {text} not null,
  cycle_id {text} not null,
  version {bigint} not null,            -- optimistic lock, the etag
  phase {bigint} not null,              -- Phase; do not renumber
  display_name {text} not null,
  policy_id {text} not null,            -- '' = any
  start_dates {text} not null,          -- JSON: {"phase number": "YYYY-MM-DD"}
  goals {text} not null,                -- JSON: [{"indicator","scope","target","text_id"}]
  goals_hash {text} not null,           -- '' until sealed
  released_plan {text} not null,        -- '' = none
  created_at {bigint} not null,         -- microseconds since 1970, UTC
  primary key (tenant, cycle_id)
) {keyed};

-- Sealed goals and past phases cannot be altered: the database refuses.
-- @sqlite
create trigger cycles_sealed before update on cycles
when (old.goals_hash <> '' and (new.goals <> old.goals or new.goals_hash <> old.goals_hash)) or new.phase < old.phase
begin select raise(abort, 'sealed goals never change and phases never go back'); end;
create trigger cycles_kept before delete on cycles
begin select raise(abort, 'a cycle is never deleted'); end;
-- @end
-- @postgres
create trigger cycles_sealed before update on cycles
for each row when ((old.goals_hash <> '' and (new.goals <> old.goals or new.goals_hash <> old.goals_hash))
                   or new.phase < old.phase)
execute function refuse_change('cycle');
create trigger cycles_kept before delete on cycles
for each row execute function refuse_change('cycle');
-- @end
