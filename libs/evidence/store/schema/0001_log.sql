create table evidence_leaves (
  leaf_index {bigint} primary key,     -- from 0 without gaps, in the order of arrival
  event_id {text} not null unique,     -- of the event that brought it
  source {text} not null,              -- whose feed brought it
  data {bytes} not null,               -- docs/formats.md, "Evidence leaf"
  leaf_hash {bytes} not null           -- SHA-256(0x00 || data)
) {strict};
create index evidence_leaves_by_hash on evidence_leaves (leaf_hash, leaf_index);

-- Complete subtrees of 2^level leaves, level >= 1: leaves [node_index << level, (node_index + 1) << level).
create table evidence_nodes (
  level {bigint} not null,
  node_index {bigint} not null,
  hash {bytes} not null,
  primary key (level, node_index)
) {keyed};

create table evidence_checkpoints (
  tree_size {bigint} primary key,
  origin {text} not null,
  root {bytes} not null,
  time_us {bigint} not null,           -- microseconds since 1970 UTC
  key_id {text} not null,
  signature {bytes} not null
) {strict};

-- Nothing here is ever changed or taken away. Checkpoints that others hold would show it; these triggers keep it from
-- happening by mistake.
-- @sqlite
create trigger evidence_leaves_stay before update on evidence_leaves
  begin select raise(abort, 'evidence is never changed'); end;
create trigger evidence_leaves_remain before delete on evidence_leaves
  begin select raise(abort, 'evidence is never deleted'); end;
create trigger evidence_nodes_stay before update on evidence_nodes
  begin select raise(abort, 'evidence is never changed'); end;
create trigger evidence_nodes_remain before delete on evidence_nodes
  begin select raise(abort, 'evidence is never deleted'); end;
create trigger evidence_checkpoints_stay before update on evidence_checkpoints
  begin select raise(abort, 'evidence is never changed'); end;
create trigger evidence_checkpoints_remain before delete on evidence_checkpoints
  begin select raise(abort, 'evidence is never deleted'); end;
-- `insert or replace` deletes without asking the triggers above, so what it would replace is asked for here.
create trigger evidence_leaves_in_turn before insert on evidence_leaves
  when new.leaf_index <> (select coalesce(max(leaf_index) + 1, 0) from evidence_leaves)
    or exists (select 1 from evidence_leaves where event_id = new.event_id)
  begin select raise(abort, 'a leaf takes the next number'); end;
create trigger evidence_nodes_once before insert on evidence_nodes
  when exists (select 1 from evidence_nodes where level = new.level and node_index = new.node_index)
  begin select raise(abort, 'evidence is never changed'); end;
create trigger evidence_checkpoints_once before insert on evidence_checkpoints
  when exists (select 1 from evidence_checkpoints where tree_size = new.tree_size)
  begin select raise(abort, 'evidence is never changed'); end;
-- @end
-- @postgres
create function evidence_keep() returns trigger language plpgsql as $$
begin
  raise exception 'evidence is never changed or deleted';
end $$;
create function evidence_in_turn() returns trigger language plpgsql as $$
begin
  if new.leaf_index <> (select coalesce(max(leaf_index) + 1, 0) from evidence_leaves) then
    raise exception 'a leaf takes the next number';
  end if;
  return new;
end $$;
create trigger evidence_leaves_stay before update or delete on evidence_leaves
  for each row execute function evidence_keep();
create trigger evidence_leaves_remain before truncate on evidence_leaves
  for each statement execute function evidence_keep();
create trigger evidence_leaves_in_turn before insert on evidence_leaves
  for each row execute function evidence_in_turn();
create trigger evidence_nodes_stay before update or delete on evidence_nodes
  for each row execute function evidence_keep();
create trigger evidence_nodes_remain before truncate on evidence_nodes
  for each statement execute function evidence_keep();
create trigger evidence_checkpoints_stay before update or delete on evidence_checkpoints
  for each row execute function evidence_keep();
create trigger evidence_checkpoints_remain before truncate on evidence_checkpoints
  for each statement execute function evidence_keep();
-- @end
