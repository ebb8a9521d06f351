-- The name belongs to the answers of repeated requests that all services keep alike (libs/sql/outbox.h).
alter table requests rename to acts;

-- A decree makes one appointment: of the versions of the facts that it made at most one is believed.
alter table facts add column decree_id {text};
create unique index facts_one_per_decree on facts (tenant, decree_id) where decree_id is not null and known_to = 0;

-- Seats of a decided chain, held until its decrees are applied.
--   state            1 held, 2 applied, 3 released, 4 expired; what has ended stays as it ended
--   agency_id        agency of the first move's new post
--   version          counts changes and is the etag
--   effective_day    day since 1970 from which the moves are true
--   *_time           microseconds since 1970 UTC; end_time 0 = held
--   activate_time    when the effective day has begun in the zones of all agencies concerned
--   active           1 = applied, begun, and told so
create table seat_reservations (
  tenant {text} not null,
  reservation_id {text} not null,
  agency_id {text} not null,
  version {bigint} not null,
  state {bigint} not null check (state between 1 and 4),
  chain_key {text} not null check (chain_key <> ''),
  effective_day {bigint} not null,
  create_time {bigint} not null,
  expire_time {bigint} not null,
  end_time {bigint} not null,
  applied_revision {bigint} not null,
  activate_time {bigint} not null,
  active {bigint} not null,
  primary key (tenant, reservation_id),
  check ((state = 2) = (applied_revision > 0)),
  check ((state = 1) = (end_time = 0)),
  check (active = 0 or (active = 1 and state = 2))
) {keyed};

create unique index seat_reservations_one_per_chain on seat_reservations (tenant, chain_key) where state in (1, 2);
create index seat_reservations_by_expiry on seat_reservations (expire_time) where state = 1;
create index seat_reservations_by_activation on seat_reservations (activate_time) where state = 2 and active = 0;

-- held: 1 while the reservation is; the triggers below keep it so. from_post '' = held none.
create table seat_moves (
  tenant {text} not null,
  reservation_id {text} not null,
  move_no {bigint} not null,
  employee_id {text} not null,
  from_post {text} not null,
  to_post {text} not null check (to_post <> '' and to_post <> from_post),
  expected_revision {bigint} not null,
  held {bigint} not null check (held in (0, 1)),
  primary key (tenant, reservation_id, move_no),
  unique (tenant, reservation_id, employee_id),
  foreign key (tenant, reservation_id) references seat_reservations (tenant, reservation_id)
) {keyed};

create unique index seat_moves_one_hold_per_person on seat_moves (tenant, employee_id) where held = 1;
create index seat_moves_into on seat_moves (tenant, to_post) where held = 1;
create index seat_moves_out_of on seat_moves (tenant, from_post) where held = 1;

-- Decrees that were applied, each once, each for one move.
create table seat_decrees (
  tenant {text} not null,
  decree_id {text} not null check (decree_id <> ''),
  decree_number {text} not null check (decree_number <> ''),
  reservation_id {text} not null,
  employee_id {text} not null,
  fact_key {text} not null,
  revision {bigint} not null,
  primary key (tenant, decree_id),
  unique (tenant, decree_number),
  unique (tenant, reservation_id, employee_id),
  foreign key (tenant, reservation_id, employee_id) references seat_moves (tenant, reservation_id, employee_id)
) {keyed};

-- What the tables cannot say by themselves, the database refuses too.
-- @sqlite
create trigger seat_reservations_end after update of state on seat_reservations when old.state = 1 and new.state <> 1
begin update seat_moves set held = 0 where tenant = new.tenant and reservation_id = new.reservation_id; end;
create trigger seat_reservations_ended before update on seat_reservations
when (old.state <> 1 and (new.state <> old.state or new.applied_revision <> old.applied_revision
      or new.end_time <> old.end_time)) or (old.active = 1 and new.active <> 1)
  or new.tenant <> old.tenant or new.reservation_id <> old.reservation_id or new.chain_key <> old.chain_key
  or new.effective_day <> old.effective_day
begin select raise(abort, 'a seat reservation that ended stays as it ended'); end;
create trigger seat_reservations_kept before delete on seat_reservations
begin select raise(abort, 'a seat reservation is never deleted'); end;
create trigger seat_moves_held before insert on seat_moves
when new.held <> coalesce((select state = 1 from seat_reservations
                           where tenant = new.tenant and reservation_id = new.reservation_id), 0)
begin select raise(abort, 'a move is held as long as its reservation'); end;
create trigger seat_moves_fixed before update on seat_moves
when new.tenant <> old.tenant or new.reservation_id <> old.reservation_id or new.move_no <> old.move_no
  or new.employee_id <> old.employee_id or new.from_post <> old.from_post or new.to_post <> old.to_post
  or new.held <> coalesce((select state = 1 from seat_reservations
                           where tenant = new.tenant and reservation_id = new.reservation_id), 0)
begin select raise(abort, 'a move of a reservation never changes'); end;
create trigger seat_moves_kept before delete on seat_moves
begin select raise(abort, 'a move of a reservation is never deleted'); end;
create trigger seat_decrees_fixed before update on seat_decrees
begin select raise(abort, 'an applied decree never changes'); end;
create trigger seat_decrees_kept before delete on seat_decrees
begin select raise(abort, 'an applied decree is never deleted'); end;
-- @end
-- @postgres
create function release_seat_moves() returns trigger language plpgsql as
$$ begin
  update seat_moves set held = 0 where tenant = new.tenant and reservation_id = new.reservation_id;
  return null;
end $$;
create trigger seat_reservations_end after update of state on seat_reservations
for each row when (old.state = 1 and new.state <> 1) execute function release_seat_moves();
create function refuse_seats() returns trigger language plpgsql as
$$ begin raise exception '%', tg_argv[0]; end $$;
create trigger seat_reservations_ended before update on seat_reservations
for each row when ((old.state <> 1 and (new.state <> old.state or new.applied_revision <> old.applied_revision
      or new.end_time <> old.end_time)) or (old.active = 1 and new.active <> 1)
  or new.tenant <> old.tenant or new.reservation_id <> old.reservation_id or new.chain_key <> old.chain_key
  or new.effective_day <> old.effective_day)
execute function refuse_seats('a seat reservation that ended stays as it ended');
create trigger seat_reservations_kept before delete on seat_reservations
for each row execute function refuse_seats('a seat reservation is never deleted');
create function check_seat_move() returns trigger language plpgsql as
$$ begin
  if new.held <> coalesce((select case when state = 1 then 1 else 0 end from seat_reservations
                           where tenant = new.tenant and reservation_id = new.reservation_id), 0) then
    raise exception 'a move is held as long as its reservation';
  end if;
  return new;
end $$;
create trigger seat_moves_held before insert or update on seat_moves
for each row execute function check_seat_move();
create trigger seat_moves_fixed before update on seat_moves
for each row when (new.tenant <> old.tenant or new.reservation_id <> old.reservation_id or new.move_no <> old.move_no
  or new.employee_id <> old.employee_id or new.from_post <> old.from_post or new.to_post <> old.to_post)
execute function refuse_seats('a move of a reservation never changes');
create trigger seat_moves_kept before delete on seat_moves
for each row execute function refuse_seats('a move of a reservation is never deleted');
create trigger seat_decrees_fixed before update or delete on seat_decrees
for each row execute function refuse_seats('an applied decree never changes');
-- @end
