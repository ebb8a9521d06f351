-- What the database itself refuses. Each rule stands twice, once per engine, with the same words; the words are tested
-- (store/testing/forbidden_statements.h).
--
-- SQLite: `insert or replace` meets the rules against deletion because connections set recursive_triggers.

-- Where a case may go from a state: the gates of domain/route_table.cc, and beyond gates that are open already. States
-- that lead nowhere are ends.
create table case_gates (
  from_state {bigint} not null,
  to_state {bigint} not null,
  primary key (from_state, to_state)
) {keyed};
insert into case_gates (from_state, to_state) values
  (1, 2), (1, 13), (1, 14), (1, 18),
  (2, 3), (2, 4), (2, 5), (2, 6), (2, 7), (2, 11), (2, 12), (2, 13), (2, 14), (2, 16), (2, 18),
  (3, 4), (3, 5), (3, 6), (3, 7), (3, 11), (3, 12), (3, 13), (3, 14), (3, 16), (3, 18),
  (4, 5), (4, 6), (4, 7), (4, 11), (4, 12), (4, 13), (4, 14), (4, 16), (4, 18),
  (5, 6), (5, 7), (5, 11), (5, 12), (5, 13), (5, 14), (5, 16), (5, 18),
  (6, 7), (6, 11), (6, 12), (6, 13), (6, 14), (6, 16), (6, 18),
  (7, 8), (7, 11), (7, 12), (7, 13), (7, 14), (7, 16), (7, 18),
  (8, 7), (8, 11), (8, 12), (8, 13), (8, 14), (8, 16), (8, 17), (8, 18),
  (9, 10), (9, 15),
  (11, 1), (11, 13), (11, 14), (11, 18),
  (15, 9), (15, 11), (15, 17),
  (16, 2), (16, 3), (16, 4), (16, 5), (16, 6), (16, 7), (16, 11), (16, 12), (16, 13), (16, 14), (16, 18),
  (17, 9), (17, 15);

-- Approvals that count: not void, of persons who may act.
create view valid_approvals as
  select a.tenant, a.case_id, a.person, a.content_hash from approvals a
  where a.voided = 0 and not exists (
    select 1 from barred_persons b
    where b.tenant = a.tenant and b.case_id = a.case_id and b.person = a.person and b.live = 1);

-- Moves under a decree that stands.
create view decreed_moves as
  select d.tenant, d.case_id, d.move, d.decree_id, x.state from decree_moves d
  join decrees x on x.tenant = d.tenant and x.decree_id = d.decree_id
  where d.live = 1;

-- @sqlite
create trigger cases_begin before insert on cases begin
  select raise(abort, 'a case begins as a draft')
    where new.state <> 1 or new.version <> 1;
end;
create trigger cases_change before update on cases begin
  select raise(abort, 'a case changes by one version at a time')
    where new.version <> old.version + 1;
  select raise(abort, 'a case keeps its identity')
    where (new.tenant, new.case_id, new.content_salt, new.created_us) <>
      (old.tenant, old.case_id, old.content_salt, old.created_us);
  select raise(abort, 'the proposer of a case stays')
    where (new.proposer_account, new.proposer_person) <> (old.proposer_account, old.proposer_person);
  select raise(abort, 'no gate leads there')
    where new.state <> old.state
    and not exists (
      select 1 from case_gates g where g.from_state = old.state and g.to_state = new.state);
  select raise(abort, 'an ended case stays ended')
    where old.state in (10, 12, 13, 14, 18) and
      (new.agency, new.plan, new.chain_key, new.letter_number, new.policy_hash, new.effective_day,
      new.content_hash) <>
      (old.agency, old.plan, old.chain_key, old.letter_number, old.policy_hash, old.effective_day,
      old.content_hash);
  select raise(abort, 'approved content never changes')
    where (new.agency, new.plan, new.chain_key, new.letter_number, new.policy_hash, new.effective_day,
      new.content_hash) <>
      (old.agency, old.plan, old.chain_key, old.letter_number, old.policy_hash, old.effective_day,
      old.content_hash)
    and exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0);
  select raise(abort, 'a case is approved by two who may')
    where new.state in (8, 17) and old.state <> new.state
    and (
      select count(distinct v.person) from valid_approvals v
      where v.tenant = new.tenant and v.case_id = new.case_id and v.content_hash = new.content_hash) < 2;
  select raise(abort, 'an issued case has a signed decree for every move')
    where new.state = 9 and old.state <> 9
    and exists (
      select 1 from case_moves m where m.tenant = new.tenant and m.case_id = new.case_id and m.live = 1 and not exists (
        select 1 from decreed_moves d where d.tenant = m.tenant and d.case_id = m.case_id and d.move = m.number
        and d.state in (2, 3)));
  select raise(abort, 'an applied case has an applied decree for every move')
    where new.state = 10 and old.state <> 10
    and exists (
      select 1 from case_moves m where m.tenant = new.tenant and m.case_id = new.case_id and m.live = 1 and not exists (
        select 1 from decreed_moves d where d.tenant = m.tenant and d.case_id = m.case_id and d.move = m.number
        and d.state in (3)));
end;
create trigger case_moves_begin before insert on case_moves begin
  select raise(abort, 'approved content never changes')
    where exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0);
  select raise(abort, 'an ended case stays ended')
    where exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.state in (10, 12, 13, 14, 18));
end;
create trigger case_moves_change before update on case_moves begin
  select raise(abort, 'a move keeps its place')
    where (new.tenant, new.case_id, new.number) <> (old.tenant, old.case_id, old.number);
  select raise(abort, 'approved content never changes')
    where (new.agency, new.live, new.employee, new.from_post, new.to_post, new.kind, new.self_request,
      new.from_agency, new.to_agency, new.appointment_revision) <>
      (old.agency, old.live, old.employee, old.from_post, old.to_post, old.kind, old.self_request,
      old.from_agency, old.to_agency, old.appointment_revision)
    and exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0);
  select raise(abort, 'an ended case stays ended')
    where (new.agency, new.live, new.employee, new.from_post, new.to_post, new.kind, new.self_request,
      new.from_agency, new.to_agency, new.appointment_revision) <>
      (old.agency, old.live, old.employee, old.from_post, old.to_post, old.kind, old.self_request,
      old.from_agency, old.to_agency, old.appointment_revision)
    and exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.state in (10, 12, 13, 14, 18));
  select raise(abort, 'a decreed move never changes')
    where (new.agency, new.live, new.employee, new.from_post, new.to_post, new.kind, new.self_request,
      new.from_agency, new.to_agency, new.appointment_revision) <>
      (old.agency, old.live, old.employee, old.from_post, old.to_post, old.kind, old.self_request,
      old.from_agency, old.to_agency, old.appointment_revision)
    and exists (
      select 1 from decreed_moves d where d.tenant = new.tenant and d.case_id = new.case_id and d.move = new.number);
  select raise(abort, 'a move names a decree of its own')
    where new.decree_id <> old.decree_id and new.decree_id <> ''
    and not exists (
      select 1 from decreed_moves d where d.tenant = new.tenant and d.case_id = new.case_id and d.move = new.number
      and d.decree_id = new.decree_id);
  select raise(abort, 'a move keeps its decree while it stands')
    where new.decree_id <> old.decree_id
    and exists (
      select 1 from decreed_moves d where d.tenant = old.tenant and d.case_id = old.case_id and d.move = old.number
      and d.decree_id = old.decree_id);
end;
create trigger move_steps_begin before insert on move_steps begin
  select raise(abort, 'the steps of an approved case stay')
    where exists (
      select 1 from cases c join approvals a on a.tenant = c.tenant and a.case_id = c.case_id and a.voided = 0
      where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (8, 9, 17));
  select raise(abort, 'an ended case stays ended')
    where exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.state in (10, 12, 13, 14, 18));
end;
create trigger move_steps_change before update on move_steps begin
  select raise(abort, 'a step keeps its place')
    where (new.tenant, new.case_id, new.move, new.position) <>
      (old.tenant, old.case_id, old.move, old.position);
  select raise(abort, 'the steps of an approved case stay')
    where (new.live, new.step, new.state, new.reference, new.account, new.person) <>
      (old.live, old.step, old.state, old.reference, old.account, old.person)
    and exists (
      select 1 from cases c join approvals a on a.tenant = c.tenant and a.case_id = c.case_id and a.voided = 0
      where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (8, 9, 17));
  select raise(abort, 'an ended case stays ended')
    where (new.live, new.step, new.state, new.reference, new.account, new.person) <>
      (old.live, old.step, old.state, old.reference, old.account, old.person)
    and exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.state in (10, 12, 13, 14, 18));
end;
create trigger checklist_begin before insert on checklist begin
  select raise(abort, 'approved content never changes')
    where exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0);
  select raise(abort, 'an ended case stays ended')
    where exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.state in (10, 12, 13, 14, 18));
end;
create trigger checklist_change before update on checklist begin
  select raise(abort, 'an item keeps its place')
    where (new.tenant, new.case_id, new.position) <> (old.tenant, old.case_id, old.position);
  select raise(abort, 'approved content never changes')
    where (new.live, new.code, new.move, new.text_id, new.settled, new.settled_by, new.document_reference) <>
      (old.live, old.code, old.move, old.text_id, old.settled, old.settled_by, old.document_reference)
    and exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0);
  select raise(abort, 'an ended case stays ended')
    where (new.live, new.code, new.move, new.text_id, new.settled, new.settled_by, new.document_reference) <>
      (old.live, old.code, old.move, old.text_id, old.settled, old.settled_by, old.document_reference)
    and exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.state in (10, 12, 13, 14, 18));
end;
create trigger barred_persons_begin before insert on barred_persons begin
  select raise(abort, 'a bar begins in force')
    where new.live <> 1;
end;
create trigger barred_persons_change before update on barred_persons begin
  select raise(abort, 'a bar keeps its person')
    where (new.tenant, new.case_id, new.person, new.bar) <>
      (old.tenant, old.case_id, old.person, old.bar);
  select raise(abort, 'who declared an interest or recused himself stays barred')
    where old.bar in (3, 4) and new.live = 0;
end;
create trigger approvals_begin before insert on approvals begin
  select raise(abort, 'an approval begins in force')
    where new.voided <> 0;
  select raise(abort, 'only a considered case is approved')
    where not exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (7));
  select raise(abort, 'an approval is bound to the content of its case')
    where not exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.content_hash = new.content_hash);
  select raise(abort, 'nobody approves what he proposed')
    where exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
      and (c.proposer_person = new.person or c.proposer_account = new.account));
  select raise(abort, 'nobody approves his own move')
    where exists (
      select 1 from case_moves m where m.tenant = new.tenant and m.case_id = new.case_id and m.live = 1
      and m.employee = new.person);
  select raise(abort, 'a barred person does not approve')
    where exists (
      select 1 from barred_persons b where b.tenant = new.tenant and b.case_id = new.case_id and b.live = 1
      and b.person = new.person);
end;
create trigger approvals_change before update on approvals begin
  select raise(abort, 'an approval is made void and nothing else')
    where new.voided <> 1 or old.voided <> 0 or
      (new.tenant, new.agency, new.case_id, new.number, new.slot, new.account, new.person, new.content_hash,
      new.given_us) <>
      (old.tenant, old.agency, old.case_id, old.number, old.slot, old.account, old.person, old.content_hash,
      old.given_us);
  select raise(abort, 'approvals under a decree stay')
    where exists (
      select 1 from decreed_moves d where d.tenant = old.tenant and d.case_id = old.case_id);
  select raise(abort, 'an ended case stays ended')
    where exists (
      select 1 from cases c where c.tenant = old.tenant and c.case_id = old.case_id
        and c.state in (10, 12, 13, 14, 18));
end;
create trigger vetoes_begin before insert on vetoes begin
  select raise(abort, 'an ended case stays ended')
    where exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.state in (10, 12, 13, 14, 18));
end;
create trigger vetoes_change before update on vetoes begin
  select raise(abort, 'a veto keeps its ground')
    where (new.tenant, new.case_id, new.number, new.move, new.reason, new.account, new.person, new.came_from) <>
      (old.tenant, old.case_id, old.number, old.move, old.reason, old.account, old.person, old.came_from);
  select raise(abort, 'a veto is decided once')
    where old.state in (3, 4) and
      (new.state, new.child_plan, new.value_lost, new.value_lost_alone, new.changes, new.replaced_cases,
      new.new_chain_keys, new.failure_reason) <>
      (old.state, old.child_plan, old.value_lost, old.value_lost_alone, old.changes, old.replaced_cases,
      old.new_chain_keys, old.failure_reason);
end;
create trigger decrees_begin before insert on decrees begin
  select raise(abort, 'a decree begins numbered')
    where (new.state, new.version, new.registry_revision) <> (1, 1, 0);
  select raise(abort, 'a decree needs a case that is being issued')
    where not exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (17));
  select raise(abort, 'a decree needs closed approvals')
    where (
      select count(distinct v.person) from valid_approvals v
      where v.tenant = new.tenant and v.case_id = new.case_id and v.content_hash = (
        select c.content_hash from cases c where c.tenant = new.tenant and c.case_id = new.case_id)) < 2;
  select raise(abort, 'a decree takes effect when its case does')
    where not exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.effective_day = new.effective_day);
  select raise(abort, 'who proposed does not sign')
    where exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
      and new.signatory in (c.proposer_account, c.proposer_person));
  select raise(abort, 'a barred person does not sign')
    where exists (
      select 1 from barred_persons b where b.tenant = new.tenant and b.case_id = new.case_id and b.live = 1
      and b.person = new.signatory);
  select raise(abort, 'decree numbers have no gaps')
    where new.sequence <> 1 + coalesce((
      select max(d.sequence) from decrees d
      where d.tenant = new.tenant and d.agency = new.agency and d.year = new.year), 0);
  select raise(abort, 'a decree needs its content leaf')
    where not exists (
      select 1 from evidence_contents e where e.tenant = new.tenant and e.subject = 'decrees/' || new.decree_id
      and lower(hex(e.leaf_hash)) = new.content_hash);
end;
create trigger decrees_change before update on decrees begin
  select raise(abort, 'a decree changes by one version at a time')
    where new.version <> old.version + 1;
  select raise(abort, 'a decree keeps its content')
    where (new.tenant, new.agency, new.decree_id, new.case_id, new.authority, new.year, new.sequence, new.number,
      new.signatory, new.collective, new.decree_day, new.effective_day, new.content_hash) <>
      (old.tenant, old.agency, old.decree_id, old.case_id, old.authority, old.year, old.sequence, old.number,
      old.signatory, old.collective, old.decree_day, old.effective_day, old.content_hash);
  select raise(abort, 'a decree only goes forward')
    where (old.state, new.state) not in (values (1, 2), (1, 5), (2, 3), (2, 4), (2, 5), (3, 4));
  select raise(abort, 'a decree is signed once')
    where new.pdf_hash <> old.pdf_hash and new.state <> 2;
  select raise(abort, 'a decree is signed with its PDF')
    where new.state = 2
    and not exists (
      select 1 from decree_pdfs p where p.tenant = new.tenant and p.decree_id = new.decree_id);
  select raise(abort, 'a signed decree has moves')
    where new.state = 2
    and not exists (
      select 1 from decree_moves m where m.tenant = new.tenant and m.decree_id = new.decree_id and m.live = 1);
  select raise(abort, 'a decree is applied at one revision')
    where new.registry_revision <> old.registry_revision and new.state <> 3;
end;
create trigger decree_moves_begin before insert on decree_moves begin
  select raise(abort, 'a decree takes up moves before it is signed')
    where new.live <> 1 or not exists (
      select 1 from decrees d where d.tenant = new.tenant and d.decree_id = new.decree_id and d.state = 1);
  select raise(abort, 'a decree takes up moves of its case')
    where not exists (
      select 1 from case_moves m where m.tenant = new.tenant and m.case_id = new.case_id and m.number = new.move
        and m.live = 1);
end;
create trigger decree_moves_change before update on decree_moves begin
  select raise(abort, 'a move leaves its decree when that ends')
    where new.live <> 0 or (new.tenant, new.agency, new.decree_id, new.case_id, new.move) <>
      (old.tenant, old.agency, old.decree_id, old.case_id, old.move)
    or not exists (
      select 1 from decrees d where d.tenant = new.tenant and d.decree_id = new.decree_id and d.state in (4, 5));
end;
create trigger decree_pdfs_begin before insert on decree_pdfs begin
  select raise(abort, 'a PDF comes with the signature')
    where not exists (
      select 1 from decrees d where d.tenant = new.tenant and d.decree_id = new.decree_id and d.state = 1);
end;
create trigger meeting_decisions_begin before insert on meeting_decisions begin
  select raise(abort, 'a meeting decides nothing afterwards')
    where not exists (
      select 1 from meetings m where m.tenant = new.tenant and m.meeting_id = new.meeting_id
        and new.position <= m.decisions);
end;
create trigger objections_begin before insert on objections begin
  select raise(abort, 'an objection begins filed')
    where new.state <> 1;
end;
create trigger objections_change before update on objections begin
  select raise(abort, 'an objection is answered once')
    where old.state <> 1 or new.state = 1 or
      (new.tenant, new.agency, new.objection_id, new.decree_id, new.content, new.given_us) <>
      (old.tenant, old.agency, old.objection_id, old.decree_id, old.content, old.given_us);
end;
create trigger counters_begin before insert on counters begin
  select raise(abort, 'decree numbers have no gaps')
    where new.name like 'decree/%' and new.value <> 1;
end;
create trigger counters_change before update on counters begin
  select raise(abort, 'decree numbers have no gaps')
    where old.name like 'decree/%' and (new.name <> old.name or new.value <> old.value + 1);
end;
create trigger decrees_end after update on decrees when new.state in (4, 5) begin
  update decree_moves set live = 0 where tenant = new.tenant and decree_id = new.decree_id and live = 1;
end;
create trigger decree_pdfs_fixed before update on decree_pdfs begin select raise(abort, 'a PDF never changes'); end;
create trigger meetings_fixed before update on meetings begin select raise(abort, 'a meeting never changes'); end;
create trigger meeting_decisions_fixed before update on meeting_decisions
  begin select raise(abort, 'a decision of a meeting never changes'); end;
create trigger responses_fixed before update on responses begin select raise(abort, 'a response never changes'); end;
create trigger declarations_fixed before update on declarations
  begin select raise(abort, 'a declaration never changes'); end;
create trigger delegations_fixed before update on delegations
  begin select raise(abort, 'a delegation never changes'); end;
create trigger events_fixed before update on events begin select raise(abort, 'an event never changes'); end;
create trigger evidence_contents_fixed before update on evidence_contents
  begin select raise(abort, 'an evidence content never changes'); end;
create trigger requests_fixed before update on requests begin select raise(abort, 'a request never changes'); end;
create trigger cases_kept before delete on cases begin select raise(abort, 'nothing is deleted here'); end;
create trigger case_moves_kept before delete on case_moves begin select raise(abort, 'nothing is deleted here'); end;
create trigger move_steps_kept before delete on move_steps begin select raise(abort, 'nothing is deleted here'); end;
create trigger checklist_kept before delete on checklist begin select raise(abort, 'nothing is deleted here'); end;
create trigger barred_persons_kept before delete on barred_persons
  begin select raise(abort, 'nothing is deleted here'); end;
create trigger approvals_kept before delete on approvals begin select raise(abort, 'nothing is deleted here'); end;
create trigger vetoes_kept before delete on vetoes begin select raise(abort, 'nothing is deleted here'); end;
create trigger decrees_kept before delete on decrees begin select raise(abort, 'nothing is deleted here'); end;
create trigger decree_moves_kept before delete on decree_moves
  begin select raise(abort, 'nothing is deleted here'); end;
create trigger decree_pdfs_kept before delete on decree_pdfs begin select raise(abort, 'nothing is deleted here'); end;
create trigger meetings_kept before delete on meetings begin select raise(abort, 'nothing is deleted here'); end;
create trigger meeting_decisions_kept before delete on meeting_decisions
  begin select raise(abort, 'nothing is deleted here'); end;
create trigger responses_kept before delete on responses begin select raise(abort, 'nothing is deleted here'); end;
create trigger objections_kept before delete on objections begin select raise(abort, 'nothing is deleted here'); end;
create trigger declarations_kept before delete on declarations
  begin select raise(abort, 'nothing is deleted here'); end;
create trigger delegations_kept before delete on delegations begin select raise(abort, 'nothing is deleted here'); end;
create trigger events_kept before delete on events begin select raise(abort, 'nothing is deleted here'); end;
create trigger evidence_contents_kept before delete on evidence_contents
  begin select raise(abort, 'nothing is deleted here'); end;
create trigger case_gates_insert before insert on case_gates begin select raise(abort, 'the gates are fixed'); end;
create trigger case_gates_update before update on case_gates begin select raise(abort, 'the gates are fixed'); end;
create trigger case_gates_delete before delete on case_gates begin select raise(abort, 'the gates are fixed'); end;
create trigger counters_kept before delete on counters when old.name like 'decree/%'
begin select raise(abort, 'nothing is deleted here'); end;
-- Old ones may be forgotten (sql::ForgetRequests).
create trigger requests_kept before delete on requests when old.time_us > (unixepoch() - 86400) * 1000000
begin select raise(abort, 'a request is kept for a day'); end;
-- @end

-- Conditions on the row alone come first: they cost no query.
-- @postgres
create function cases_begin() returns trigger language plpgsql as $$ begin
  if new.state <> 1 or new.version <> 1
  then raise exception 'a case begins as a draft'; end if;
  return new;
end $$;
create trigger cases_begin before insert on cases for each row execute function cases_begin();
create function cases_change() returns trigger language plpgsql as $$ begin
  if new.version <> old.version + 1
  then raise exception 'a case changes by one version at a time'; end if;
  if (new.tenant, new.case_id, new.content_salt, new.created_us) <>
      (old.tenant, old.case_id, old.content_salt, old.created_us)
  then raise exception 'a case keeps its identity'; end if;
  if (new.proposer_account, new.proposer_person) <> (old.proposer_account, old.proposer_person)
  then raise exception 'the proposer of a case stays'; end if;
  if new.state <> old.state then
    if not exists (
      select 1 from case_gates g where g.from_state = old.state and g.to_state = new.state)
    then raise exception 'no gate leads there'; end if;
  end if;
  if old.state in (10, 12, 13, 14, 18) and
      (new.agency, new.plan, new.chain_key, new.letter_number, new.policy_hash, new.effective_day,
      new.content_hash) <>
      (old.agency, old.plan, old.chain_key, old.letter_number, old.policy_hash, old.effective_day,
      old.content_hash)
  then raise exception 'an ended case stays ended'; end if;
  if (new.agency, new.plan, new.chain_key, new.letter_number, new.policy_hash, new.effective_day,
      new.content_hash) <>
      (old.agency, old.plan, old.chain_key, old.letter_number, old.policy_hash, old.effective_day,
      old.content_hash) then
    if exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0)
    then raise exception 'approved content never changes'; end if;
  end if;
  if new.state in (8, 17) and old.state <> new.state then
    if (
      select count(distinct v.person) from valid_approvals v
      where v.tenant = new.tenant and v.case_id = new.case_id and v.content_hash = new.content_hash) < 2
    then raise exception 'a case is approved by two who may'; end if;
  end if;
  if new.state = 9 and old.state <> 9 then
    if exists (
      select 1 from case_moves m where m.tenant = new.tenant and m.case_id = new.case_id and m.live = 1 and not exists (
        select 1 from decreed_moves d where d.tenant = m.tenant and d.case_id = m.case_id and d.move = m.number
        and d.state in (2, 3)))
    then raise exception 'an issued case has a signed decree for every move'; end if;
  end if;
  if new.state = 10 and old.state <> 10 then
    if exists (
      select 1 from case_moves m where m.tenant = new.tenant and m.case_id = new.case_id and m.live = 1 and not exists (
        select 1 from decreed_moves d where d.tenant = m.tenant and d.case_id = m.case_id and d.move = m.number
        and d.state in (3)))
    then raise exception 'an applied case has an applied decree for every move'; end if;
  end if;
  return new;
end $$;
create trigger cases_change before update on cases for each row execute function cases_change();
create function case_moves_begin() returns trigger language plpgsql as $$ begin
  if exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0)
  then raise exception 'approved content never changes'; end if;
  if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (10, 12, 13, 14, 18))
  then raise exception 'an ended case stays ended'; end if;
  return new;
end $$;
create trigger case_moves_begin before insert on case_moves for each row execute function case_moves_begin();
create function case_moves_change() returns trigger language plpgsql as $$ begin
  if (new.tenant, new.case_id, new.number) <> (old.tenant, old.case_id, old.number)
  then raise exception 'a move keeps its place'; end if;
  if (new.agency, new.live, new.employee, new.from_post, new.to_post, new.kind, new.self_request,
      new.from_agency, new.to_agency, new.appointment_revision) <>
      (old.agency, old.live, old.employee, old.from_post, old.to_post, old.kind, old.self_request,
      old.from_agency, old.to_agency, old.appointment_revision) then
    if exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0)
    then raise exception 'approved content never changes'; end if;
  end if;
  if (new.agency, new.live, new.employee, new.from_post, new.to_post, new.kind, new.self_request,
      new.from_agency, new.to_agency, new.appointment_revision) <>
      (old.agency, old.live, old.employee, old.from_post, old.to_post, old.kind, old.self_request,
      old.from_agency, old.to_agency, old.appointment_revision) then
    if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (10, 12, 13, 14, 18))
    then raise exception 'an ended case stays ended'; end if;
  end if;
  if (new.agency, new.live, new.employee, new.from_post, new.to_post, new.kind, new.self_request,
      new.from_agency, new.to_agency, new.appointment_revision) <>
      (old.agency, old.live, old.employee, old.from_post, old.to_post, old.kind, old.self_request,
      old.from_agency, old.to_agency, old.appointment_revision) then
    if exists (
      select 1 from decreed_moves d where d.tenant = new.tenant and d.case_id = new.case_id and d.move = new.number)
    then raise exception 'a decreed move never changes'; end if;
  end if;
  if new.decree_id <> old.decree_id and new.decree_id <> '' then
    if not exists (
      select 1 from decreed_moves d where d.tenant = new.tenant and d.case_id = new.case_id and d.move = new.number
      and d.decree_id = new.decree_id)
    then raise exception 'a move names a decree of its own'; end if;
  end if;
  if new.decree_id <> old.decree_id then
    if exists (
      select 1 from decreed_moves d where d.tenant = old.tenant and d.case_id = old.case_id and d.move = old.number
      and d.decree_id = old.decree_id)
    then raise exception 'a move keeps its decree while it stands'; end if;
  end if;
  return new;
end $$;
create trigger case_moves_change before update on case_moves for each row execute function case_moves_change();
create function move_steps_begin() returns trigger language plpgsql as $$ begin
  if exists (
      select 1 from cases c join approvals a on a.tenant = c.tenant and a.case_id = c.case_id and a.voided = 0
      where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (8, 9, 17))
  then raise exception 'the steps of an approved case stay'; end if;
  if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (10, 12, 13, 14, 18))
  then raise exception 'an ended case stays ended'; end if;
  return new;
end $$;
create trigger move_steps_begin before insert on move_steps for each row execute function move_steps_begin();
create function move_steps_change() returns trigger language plpgsql as $$ begin
  if (new.tenant, new.case_id, new.move, new.position) <>
      (old.tenant, old.case_id, old.move, old.position)
  then raise exception 'a step keeps its place'; end if;
  if (new.live, new.step, new.state, new.reference, new.account, new.person) <>
      (old.live, old.step, old.state, old.reference, old.account, old.person) then
    if exists (
      select 1 from cases c join approvals a on a.tenant = c.tenant and a.case_id = c.case_id and a.voided = 0
      where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (8, 9, 17))
    then raise exception 'the steps of an approved case stay'; end if;
  end if;
  if (new.live, new.step, new.state, new.reference, new.account, new.person) <>
      (old.live, old.step, old.state, old.reference, old.account, old.person) then
    if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (10, 12, 13, 14, 18))
    then raise exception 'an ended case stays ended'; end if;
  end if;
  return new;
end $$;
create trigger move_steps_change before update on move_steps for each row execute function move_steps_change();
create function checklist_begin() returns trigger language plpgsql as $$ begin
  if exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0)
  then raise exception 'approved content never changes'; end if;
  if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (10, 12, 13, 14, 18))
  then raise exception 'an ended case stays ended'; end if;
  return new;
end $$;
create trigger checklist_begin before insert on checklist for each row execute function checklist_begin();
create function checklist_change() returns trigger language plpgsql as $$ begin
  if (new.tenant, new.case_id, new.position) <> (old.tenant, old.case_id, old.position)
  then raise exception 'an item keeps its place'; end if;
  if (new.live, new.code, new.move, new.text_id, new.settled, new.settled_by, new.document_reference) <>
      (old.live, old.code, old.move, old.text_id, old.settled, old.settled_by, old.document_reference) then
    if exists (
      select 1 from approvals a where a.tenant = new.tenant and a.case_id = new.case_id and a.voided = 0)
    then raise exception 'approved content never changes'; end if;
  end if;
  if (new.live, new.code, new.move, new.text_id, new.settled, new.settled_by, new.document_reference) <>
      (old.live, old.code, old.move, old.text_id, old.settled, old.settled_by, old.document_reference) then
    if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (10, 12, 13, 14, 18))
    then raise exception 'an ended case stays ended'; end if;
  end if;
  return new;
end $$;
create trigger checklist_change before update on checklist for each row execute function checklist_change();
create function barred_persons_begin() returns trigger language plpgsql as $$ begin
  if new.live <> 1
  then raise exception 'a bar begins in force'; end if;
  return new;
end $$;
create trigger barred_persons_begin before insert on barred_persons
  for each row execute function barred_persons_begin();
create function barred_persons_change() returns trigger language plpgsql as $$ begin
  if (new.tenant, new.case_id, new.person, new.bar) <>
      (old.tenant, old.case_id, old.person, old.bar)
  then raise exception 'a bar keeps its person'; end if;
  if old.bar in (3, 4) and new.live = 0
  then raise exception 'who declared an interest or recused himself stays barred'; end if;
  return new;
end $$;
create trigger barred_persons_change before update on barred_persons
  for each row execute function barred_persons_change();
create function approvals_begin() returns trigger language plpgsql as $$ begin
  if new.voided <> 0
  then raise exception 'an approval begins in force'; end if;
  if not exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (7))
  then raise exception 'only a considered case is approved'; end if;
  if not exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.content_hash = new.content_hash)
  then raise exception 'an approval is bound to the content of its case'; end if;
  if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
      and (c.proposer_person = new.person or c.proposer_account = new.account))
  then raise exception 'nobody approves what he proposed'; end if;
  if exists (
      select 1 from case_moves m where m.tenant = new.tenant and m.case_id = new.case_id and m.live = 1
      and m.employee = new.person)
  then raise exception 'nobody approves his own move'; end if;
  if exists (
      select 1 from barred_persons b where b.tenant = new.tenant and b.case_id = new.case_id and b.live = 1
      and b.person = new.person)
  then raise exception 'a barred person does not approve'; end if;
  return new;
end $$;
create trigger approvals_begin before insert on approvals for each row execute function approvals_begin();
create function approvals_change() returns trigger language plpgsql as $$ begin
  if new.voided <> 1 or old.voided <> 0 or
      (new.tenant, new.agency, new.case_id, new.number, new.slot, new.account, new.person, new.content_hash,
      new.given_us) <>
      (old.tenant, old.agency, old.case_id, old.number, old.slot, old.account, old.person, old.content_hash,
      old.given_us)
  then raise exception 'an approval is made void and nothing else'; end if;
  if exists (
      select 1 from decreed_moves d where d.tenant = old.tenant and d.case_id = old.case_id)
  then raise exception 'approvals under a decree stay'; end if;
  if exists (
      select 1 from cases c where c.tenant = old.tenant and c.case_id = old.case_id and c.state in (10, 12, 13, 14, 18))
  then raise exception 'an ended case stays ended'; end if;
  return new;
end $$;
create trigger approvals_change before update on approvals for each row execute function approvals_change();
create function vetoes_begin() returns trigger language plpgsql as $$ begin
  if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (10, 12, 13, 14, 18))
  then raise exception 'an ended case stays ended'; end if;
  return new;
end $$;
create trigger vetoes_begin before insert on vetoes for each row execute function vetoes_begin();
create function vetoes_change() returns trigger language plpgsql as $$ begin
  if (new.tenant, new.case_id, new.number, new.move, new.reason, new.account, new.person, new.came_from) <>
      (old.tenant, old.case_id, old.number, old.move, old.reason, old.account, old.person, old.came_from)
  then raise exception 'a veto keeps its ground'; end if;
  if old.state in (3, 4) and
      (new.state, new.child_plan, new.value_lost, new.value_lost_alone, new.changes, new.replaced_cases,
      new.new_chain_keys, new.failure_reason) <>
      (old.state, old.child_plan, old.value_lost, old.value_lost_alone, old.changes, old.replaced_cases,
      old.new_chain_keys, old.failure_reason)
  then raise exception 'a veto is decided once'; end if;
  return new;
end $$;
create trigger vetoes_change before update on vetoes for each row execute function vetoes_change();
create function decrees_begin() returns trigger language plpgsql as $$ begin
  if (new.state, new.version, new.registry_revision) <> (1, 1, 0)
  then raise exception 'a decree begins numbered'; end if;
  if not exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id and c.state in (17))
  then raise exception 'a decree needs a case that is being issued'; end if;
  if (
      select count(distinct v.person) from valid_approvals v
      where v.tenant = new.tenant and v.case_id = new.case_id and v.content_hash = (
        select c.content_hash from cases c where c.tenant = new.tenant and c.case_id = new.case_id)) < 2
  then raise exception 'a decree needs closed approvals'; end if;
  if not exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
        and c.effective_day = new.effective_day)
  then raise exception 'a decree takes effect when its case does'; end if;
  if exists (
      select 1 from cases c where c.tenant = new.tenant and c.case_id = new.case_id
      and new.signatory in (c.proposer_account, c.proposer_person))
  then raise exception 'who proposed does not sign'; end if;
  if exists (
      select 1 from barred_persons b where b.tenant = new.tenant and b.case_id = new.case_id and b.live = 1
      and b.person = new.signatory)
  then raise exception 'a barred person does not sign'; end if;
  if new.sequence <> 1 + coalesce((
      select max(d.sequence) from decrees d
      where d.tenant = new.tenant and d.agency = new.agency and d.year = new.year), 0)
  then raise exception 'decree numbers have no gaps'; end if;
  if not exists (
      select 1 from evidence_contents e where e.tenant = new.tenant and e.subject = 'decrees/' || new.decree_id
      and encode(e.leaf_hash, 'hex') = new.content_hash)
  then raise exception 'a decree needs its content leaf'; end if;
  return new;
end $$;
create trigger decrees_begin before insert on decrees for each row execute function decrees_begin();
create function decrees_change() returns trigger language plpgsql as $$ begin
  if new.version <> old.version + 1
  then raise exception 'a decree changes by one version at a time'; end if;
  if (new.tenant, new.agency, new.decree_id, new.case_id, new.authority, new.year, new.sequence, new.number,
      new.signatory, new.collective, new.decree_day, new.effective_day, new.content_hash) <>
      (old.tenant, old.agency, old.decree_id, old.case_id, old.authority, old.year, old.sequence, old.number,
      old.signatory, old.collective, old.decree_day, old.effective_day, old.content_hash)
  then raise exception 'a decree keeps its content'; end if;
  if (old.state, new.state) not in (values (1, 2), (1, 5), (2, 3), (2, 4), (2, 5), (3, 4))
  then raise exception 'a decree only goes forward'; end if;
  if new.pdf_hash <> old.pdf_hash and new.state <> 2
  then raise exception 'a decree is signed once'; end if;
  if new.state = 2 then
    if not exists (
      select 1 from decree_pdfs p where p.tenant = new.tenant and p.decree_id = new.decree_id)
    then raise exception 'a decree is signed with its PDF'; end if;
  end if;
  if new.state = 2 then
    if not exists (
      select 1 from decree_moves m where m.tenant = new.tenant and m.decree_id = new.decree_id and m.live = 1)
    then raise exception 'a signed decree has moves'; end if;
  end if;
  if new.registry_revision <> old.registry_revision and new.state <> 3
  then raise exception 'a decree is applied at one revision'; end if;
  return new;
end $$;
create trigger decrees_change before update on decrees for each row execute function decrees_change();
create function decree_moves_begin() returns trigger language plpgsql as $$ begin
  if new.live <> 1 or not exists (
      select 1 from decrees d where d.tenant = new.tenant and d.decree_id = new.decree_id and d.state = 1)
  then raise exception 'a decree takes up moves before it is signed'; end if;
  if not exists (
      select 1 from case_moves m where m.tenant = new.tenant and m.case_id = new.case_id and m.number = new.move
        and m.live = 1)
  then raise exception 'a decree takes up moves of its case'; end if;
  return new;
end $$;
create trigger decree_moves_begin before insert on decree_moves for each row execute function decree_moves_begin();
create function decree_moves_change() returns trigger language plpgsql as $$ begin
  if new.live <> 0 or (new.tenant, new.agency, new.decree_id, new.case_id, new.move) <>
      (old.tenant, old.agency, old.decree_id, old.case_id, old.move)
    or not exists (
      select 1 from decrees d where d.tenant = new.tenant and d.decree_id = new.decree_id and d.state in (4, 5))
  then raise exception 'a move leaves its decree when that ends'; end if;
  return new;
end $$;
create trigger decree_moves_change before update on decree_moves for each row execute function decree_moves_change();
create function decree_pdfs_begin() returns trigger language plpgsql as $$ begin
  if not exists (
      select 1 from decrees d where d.tenant = new.tenant and d.decree_id = new.decree_id and d.state = 1)
  then raise exception 'a PDF comes with the signature'; end if;
  return new;
end $$;
create trigger decree_pdfs_begin before insert on decree_pdfs for each row execute function decree_pdfs_begin();
create function meeting_decisions_begin() returns trigger language plpgsql as $$ begin
  if not exists (
      select 1 from meetings m where m.tenant = new.tenant and m.meeting_id = new.meeting_id
        and new.position <= m.decisions)
  then raise exception 'a meeting decides nothing afterwards'; end if;
  return new;
end $$;
create trigger meeting_decisions_begin before insert on meeting_decisions
  for each row execute function meeting_decisions_begin();
create function objections_begin() returns trigger language plpgsql as $$ begin
  if new.state <> 1
  then raise exception 'an objection begins filed'; end if;
  return new;
end $$;
create trigger objections_begin before insert on objections for each row execute function objections_begin();
create function objections_change() returns trigger language plpgsql as $$ begin
  if old.state <> 1 or new.state = 1 or
      (new.tenant, new.agency, new.objection_id, new.decree_id, new.content, new.given_us) <>
      (old.tenant, old.agency, old.objection_id, old.decree_id, old.content, old.given_us)
  then raise exception 'an objection is answered once'; end if;
  return new;
end $$;
create trigger objections_change before update on objections for each row execute function objections_change();
create function counters_begin() returns trigger language plpgsql as $$ begin
  if new.name like 'decree/%' and new.value <> 1
  then raise exception 'decree numbers have no gaps'; end if;
  return new;
end $$;
create trigger counters_begin before insert on counters for each row execute function counters_begin();
create function counters_change() returns trigger language plpgsql as $$ begin
  if old.name like 'decree/%' and (new.name <> old.name or new.value <> old.value + 1)
  then raise exception 'decree numbers have no gaps'; end if;
  return new;
end $$;
create trigger counters_change before update on counters for each row execute function counters_change();
create function decrees_end() returns trigger language plpgsql as $$ begin
  update decree_moves set live = 0 where tenant = new.tenant and decree_id = new.decree_id and live = 1;
  return new;
end $$;
create trigger decrees_end after update on decrees
  for each row when (new.state in (4, 5)) execute function decrees_end();
create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception '% never changes', tg_argv[0]; end $$;
create trigger decree_pdfs_fixed before update on decree_pdfs for each row execute function refuse_change('a PDF');
create trigger meetings_fixed before update on meetings for each row execute function refuse_change('a meeting');
create trigger meeting_decisions_fixed before update on meeting_decisions
  for each row execute function refuse_change('a decision of a meeting');
create trigger responses_fixed before update on responses for each row execute function refuse_change('a response');
create trigger declarations_fixed before update on declarations
  for each row execute function refuse_change('a declaration');
create trigger delegations_fixed before update on delegations
  for each row execute function refuse_change('a delegation');
create trigger events_fixed before update on events for each row execute function refuse_change('an event');
create trigger evidence_contents_fixed before update on evidence_contents
  for each row execute function refuse_change('an evidence content');
create trigger requests_fixed before update on requests for each row execute function refuse_change('a request');
create function refuse_deletion() returns trigger language plpgsql as
$$ begin raise exception 'nothing is deleted here'; end $$;
create trigger cases_kept before delete on cases for each row execute function refuse_deletion();
create trigger cases_whole before truncate on cases execute function refuse_deletion();
create trigger case_moves_kept before delete on case_moves for each row execute function refuse_deletion();
create trigger case_moves_whole before truncate on case_moves execute function refuse_deletion();
create trigger move_steps_kept before delete on move_steps for each row execute function refuse_deletion();
create trigger move_steps_whole before truncate on move_steps execute function refuse_deletion();
create trigger checklist_kept before delete on checklist for each row execute function refuse_deletion();
create trigger checklist_whole before truncate on checklist execute function refuse_deletion();
create trigger barred_persons_kept before delete on barred_persons for each row execute function refuse_deletion();
create trigger barred_persons_whole before truncate on barred_persons execute function refuse_deletion();
create trigger approvals_kept before delete on approvals for each row execute function refuse_deletion();
create trigger approvals_whole before truncate on approvals execute function refuse_deletion();
create trigger vetoes_kept before delete on vetoes for each row execute function refuse_deletion();
create trigger vetoes_whole before truncate on vetoes execute function refuse_deletion();
create trigger decrees_kept before delete on decrees for each row execute function refuse_deletion();
create trigger decrees_whole before truncate on decrees execute function refuse_deletion();
create trigger decree_moves_kept before delete on decree_moves for each row execute function refuse_deletion();
create trigger decree_moves_whole before truncate on decree_moves execute function refuse_deletion();
create trigger decree_pdfs_kept before delete on decree_pdfs for each row execute function refuse_deletion();
create trigger decree_pdfs_whole before truncate on decree_pdfs execute function refuse_deletion();
create trigger meetings_kept before delete on meetings for each row execute function refuse_deletion();
create trigger meetings_whole before truncate on meetings execute function refuse_deletion();
create trigger meeting_decisions_kept before delete on meeting_decisions
  for each row execute function refuse_deletion();
create trigger meeting_decisions_whole before truncate on meeting_decisions execute function refuse_deletion();
create trigger responses_kept before delete on responses for each row execute function refuse_deletion();
create trigger responses_whole before truncate on responses execute function refuse_deletion();
create trigger objections_kept before delete on objections for each row execute function refuse_deletion();
create trigger objections_whole before truncate on objections execute function refuse_deletion();
create trigger declarations_kept before delete on declarations for each row execute function refuse_deletion();
create trigger declarations_whole before truncate on declarations execute function refuse_deletion();
create trigger delegations_kept before delete on delegations for each row execute function refuse_deletion();
create trigger delegations_whole before truncate on delegations execute function refuse_deletion();
create trigger events_kept before delete on events for each row execute function refuse_deletion();
create trigger events_whole before truncate on events execute function refuse_deletion();
create trigger evidence_contents_kept before delete on evidence_contents
  for each row execute function refuse_deletion();
create trigger evidence_contents_whole before truncate on evidence_contents execute function refuse_deletion();
create function refuse_gates() returns trigger language plpgsql as
$$ begin raise exception 'the gates are fixed'; end $$;
create trigger case_gates_fixed before insert or update or delete or truncate on case_gates
  execute function refuse_gates();
create trigger counters_kept before delete on counters for each row when (old.name like 'decree/%')
  execute function refuse_deletion();
create trigger counters_whole before truncate on counters execute function refuse_deletion();
create function refuse_forgetting() returns trigger language plpgsql as $$ begin
  if old.time_us > (extract(epoch from now())::bigint - 86400) * 1000000
  then raise exception 'a request is kept for a day'; end if;
  return old;
end $$;
-- Old ones may be forgotten (sql::ForgetRequests).
create trigger requests_kept before delete on requests for each row execute function refuse_forgetting();
create trigger requests_whole before truncate on requests execute function refuse_deletion();
-- @end
