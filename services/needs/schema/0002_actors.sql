-- Account that asked for the analysis.
alter table need_snapshots add column actor {text} not null default '';
