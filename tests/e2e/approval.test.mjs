// From a plan to the registry's history: a chain is proposed, decided by different persons, decreed and applied once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Deciding } from './deciding.mjs';
import { requireSettings, until, workFolder } from './processes.mjs';
import { detailsOf, grpc, refusal } from './rpc.mjs';
import { generate, sha256, startSuite } from './suite.mjs';

requireSettings();
const { status: codes } = grpc;

test('approval', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'approval');
  const province = generate(folder, { seed: 21 });
  const suite = await startSuite(t, folder, ['--approval-consideration=simulator']);
  const deciding = new Deciding(suite);
  const registry = suite.client('registry');
  const approval = suite.client('approval');
  suite.ctl(['import', province]);
  const snapshot = await suite.analyzeNeeds();
  const plan = await suite.plan({ policy: suite.sealPolicy(), need_snapshot: snapshot.name });
  const chains = await suite.client('matching').all('ListChains', 'chains', { parent: plan.name });
  let kase, decree;

  await t.test('a chain becomes a case, once', async () => {
    const request = { request_id: randomUUID(), plan: plan.name, chain_key: chains[0].key };
    kase = await approval.call('CreateCase', request);
    assert.equal(kase.state, 'STATE_DRAFT');
    assert.equal(kase.moves.length, chains[0].moves.length);
    assert.equal((await approval.call('CreateCase', request)).name, kase.name);
    const again = await refusal(deciding.createFromChain(plan.name, chains[0]));
    assert.equal(again.code, codes.ALREADY_EXISTS);
    assert.equal(detailsOf(again).ErrorInfo.reason, 'CASE_CHAIN_RUNNING');
  });

  await t.test('what the state does not allow is refused, naming both', async () => {
    const error = await refusal(deciding.act('approver', 'Approve', kase, { content_hash: kase.content_hash }));
    assert.equal(error.code, codes.FAILED_PRECONDITION);
    const { reason, metadata } = detailsOf(error).ErrorInfo;
    assert.equal(reason, 'CASE_STATE');
    assert.ok(metadata.state && metadata.verb);
  });

  await t.test('submitted, screened, recommended, met on, considered', async () => {
    kase = await deciding.prepare(kase);
    assert.equal(kase.state, 'STATE_RECOMMENDED');
    const meeting = await deciding.meet([kase]);
    assert.equal(meeting.agenda.length, 1);
    kase = await deciding.reached(kase, ['STATE_CONSIDERED']);
    assert.match(kase.moves.flatMap((m) => m.steps.map((s) => s.reference)).join(' '), /SIMULATOR-IMUT|^[^S]*$/);
    const minutes = await suite.client('approval', 'secretary').call('GetDocument', { name: meeting.name });
    assert.equal(minutes.pdf.subarray(0, 5).toString(), '%PDF-');
  });

  await t.test('four eyes: the proposer may not, one person not twice, nobody over another content', async () => {
    const stale = await refusal(deciding.act('approver', 'Approve', kase, { content_hash: '0'.repeat(64) }));
    assert.equal(stale.code, codes.ABORTED);
    const first = await deciding.act('approver', 'Approve', kase, { content_hash: kase.content_hash });
    assert.equal(first.state, 'STATE_CONSIDERED');
    const twice = await refusal(deciding.act('approver', 'Approve', first, { content_hash: first.content_hash }));
    assert.equal(twice.code, codes.PERMISSION_DENIED);
    kase = await deciding.act('approver-2', 'Approve', first, { content_hash: first.content_hash });
    assert.equal(kase.state, 'STATE_APPROVED');
  });

  await t.test('issued, applied, and in the history of each person exactly once', async () => {
    await deciding.issue(kase);
    kase = await deciding.reached(kase, ['STATE_APPLIED', 'STATE_RECONCILE']);
    assert.equal(kase.state, 'STATE_APPLIED', kase.reconcile_reason);
    assert.equal(kase.decrees.length, kase.moves.length);
    for (const move of kase.moves) {
      decree = await approval.call('GetDecree', { name: move.decree });
      assert.equal(decree.state, 'STATE_APPLIED');
      const { entries } = await registry.call('GetHistory', { name: move.employee });
      const told = JSON.stringify(entries);
      assert.equal(told.split(decree.number).length - 1 >= 1, true, `${decree.number} stands in the history`);
    }
  });

  await t.test('the decree is a PDF whose hash stands in the log, and its receipt proves the content', async () => {
    const document = await approval.call('GetDocument', { name: decree.name });
    assert.equal(document.pdf.subarray(0, 5).toString(), '%PDF-');
    assert.equal(sha256(document.pdf), decree.pdf_hash);
    const receipt = await until('a receipt', () => suite.client('approval', 'auditor').call('GetReceipt', { name: decree.name }));
    assert.equal(receipt.leaf_hash, decree.content_hash);
    assert.ok(Number(receipt.inclusion.tree_size) >= Number(receipt.inclusion.leaf_index) + 1);
    const letter = await approval.call('GetDocument', { name: kase.moves[0].name });
    assert.equal(letter.pdf.subarray(0, 5).toString(), '%PDF-');
  });

  const consequence = (vetoed) => until('a consequence', async () => {
    const now = await deciding.get(vetoed);
    return now.veto.state !== 'STATE_ASKED' && now;
  });
  const veto = async (prepared) => {
    const vetoed = await deciding.act('approver', 'Reject', prepared, {
      move: prepared.moves[0].name, reason: 'Masih diperlukan di unit asal.' });
    assert.equal(vetoed.state, 'STATE_VETOED');
    return consequence(vetoed);
  };
  const accept = (vetoed) => deciding.act('approver', 'ConfirmVeto', vetoed, {
    child_plan: vetoed.veto.child_plan, accept: true });

  await t.test('a veto shows its consequence, confirmed it replaces the case; a second one keeps the first', async () => {
    const others = [];
    for (const chain of chains.slice(1, 6)) others.push(await deciding.createFromChain(plan.name, chain));
    const first = await veto(await deciding.prepare(others[0]));
    assert.equal(first.veto.state, 'STATE_READY', first.veto.failure_reason);
    assert.ok(Number(first.veto.value_lost) >= 0);
    assert.ok(first.veto.changes.length >= 1);
    // Asked before the first was confirmed: overtaken by it.
    const running = others.slice(1).filter((one) => !first.veto.replaced_cases.includes(one.name));
    const early = await veto(await deciding.prepare(running[0]));
    assert.equal((await accept(first)).state, 'STATE_REPLACED');
    assert.equal((await deciding.get(running[1])).state, 'STATE_DRAFT', 'an unchanged chain keeps its case');
    const overtaken = await refusal(accept(early));
    assert.equal(detailsOf(overtaken).ErrorInfo.reason, 'CASE_VETO_OVERTAKEN');

    const dropped = await deciding.act('approver', 'ConfirmVeto', early, { child_plan: early.veto.child_plan, accept: false });
    const second = await veto(dropped);
    assert.equal((await suite.client('matching').call('GetPlan', { name: second.veto.child_plan })).parent, first.veto.child_plan);
    const moves = await suite.client('matching').all('ListMoves', 'moves', { parent: second.veto.child_plan });
    for (const banned of [first.moves[0], second.moves[0]]) {
      assert.ok(!moves.some((one) => one.employee === banned.employee && one.to_post === banned.to_post), banned.name);
    }
    assert.equal((await accept(second)).state, 'STATE_REPLACED');
  });

  await t.test('a collective decree of several moves is applied, an entry of its annex in each history', async () => {
    const taken = new Set((await approval.all('ListCases', 'cases', {})).flatMap((one) => one.moves.map((move) => move.employee)));
    const moves = await suite.client('matching').all('ListMoves', 'moves', { parent: plan.name });
    const movers = moves.filter((one) => one.from_post && !taken.has(one.employee)).slice(0, 2);
    let both = await approval.call('CreateCase', {
      request_id: randomUUID(), letter_number: '800/77/BKD/2026', effective_date: { year: 2026, month: 7, day: 1 },
      moves: movers.map((one) => ({ employee: one.employee, to_post: one.to_post })) });
    assert.deepEqual(both.moves.map((one) => one.from_post), movers.map((one) => one.from_post), 'the registry knows where they stand');
    both = await deciding.prepare(both);
    await deciding.meet([both]);
    both = await deciding.approve(await deciding.reached(both, ['STATE_CONSIDERED']));
    await deciding.issue(both, { collective: true });
    both = await deciding.reached(both, ['STATE_APPLIED', 'STATE_RECONCILE']);
    assert.equal(both.state, 'STATE_APPLIED', both.reconcile_reason);
    assert.equal(both.decrees.length, 1);
    const one = await approval.call('GetDecree', { name: both.decrees[0] });
    for (const move of both.moves) {
      const { entries } = await registry.call('GetHistory', { name: move.employee });
      assert.ok(JSON.stringify(entries).includes(`${one.number} lampiran ${move.name.split('/').pop()}`));
    }
    const revoked = await suite.client('approval', 'secretary').call('Revoke', {
      name: one.name, etag: one.etag, request_id: randomUUID(), reason: 'Keliru menyebut jabatan.' });
    assert.equal(revoked.state, 'STATE_REVOKED');
    const back = (await approval.all('ListCases', 'cases', { state: 'STATE_DRAFT' })).find((draft) => draft.letter_number === one.number);
    assert.equal((await deciding.act('analyst', 'Submit', back)).state, 'STATE_SUBMITTED');
  });

  await t.test('nothing personal in logs and metrics', () => suite.keepMetrics());
});
