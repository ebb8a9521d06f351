-- Bundles of facts for matching alone: immutable.
create table instance_bundles (
  tenant {text} not null,
  bundle_id {text} not null,
  display_name {text} not null,
  content_hash {text} not null,
  effective_date {text} not null,       -- YYYY-MM-DD
  created_at {bigint} not null,         -- microseconds since 1970, UTC
  content {text} not null,              -- JSON: counts, faults, what was not read
  primary key (tenant, bundle_id)
) {keyed};

-- Its files as they are kept, compressed, in parts of at most 1 MiB before compression.
create table instance_bundle_files (
  tenant {text} not null,
  bundle_id {text} not null,
  file {text} not null,
  part {bigint} not null,
  size {bigint} not null,               -- bytes before compression
  content {bytes} not null,
  primary key (tenant, bundle_id, file, part),
  foreign key (tenant, bundle_id) references instance_bundles (tenant, bundle_id)
) {strict};

-- @sqlite
create trigger instance_bundles_immutable before update on instance_bundles
begin select raise(abort, 'a bundle never changes'); end;
create trigger instance_bundles_kept before delete on instance_bundles
begin select raise(abort, 'a bundle is never deleted'); end;
create trigger instance_bundle_files_immutable before update on instance_bundle_files
begin select raise(abort, 'a file of a bundle never changes'); end;
create trigger instance_bundle_files_kept before delete on instance_bundle_files
begin select raise(abort, 'a file of a bundle is never deleted'); end;
-- @end
-- @postgres
create trigger instance_bundles_immutable before update or delete on instance_bundles
for each row execute function refuse_change('bundle');
create trigger instance_bundle_files_immutable before update or delete on instance_bundle_files
for each row execute function refuse_change('file of a bundle');
-- @end
