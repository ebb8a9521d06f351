// A plan from nothing but the SIASN profile export, the post map and the unit list: it is made and proven, and says what it
// measured and what it assumed. Beside it the same people with all their records.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { requireSettings, workFolder } from './processes.mjs';
import { generate, startSuite } from './suite.mjs';

requireSettings();

test('SIASN export only', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'siasn');
  const province = generate(folder, { seed: 31, args: ['--siasn'] });
  const export_ = path.join(folder, 'export');
  mkdirSync(export_);
  for (const file of ['agencies', 'districts', 'org_units', 'positions', 'posts', 'siasn_profile']) {
    copyFileSync(path.join(province, `${file}.csv`), path.join(export_, `${file}.csv`));
  }
  const full = await cycle(t, folder, 'full', ['import', province]);
  const siasn = await cycle(t, folder, 'siasn', ['import', export_, '--layout', 'siasn']);

  await t.test('most people arrive with post, grade and education', async () => {
    const file = siasn.imported.import.files.find((f) => f.file === 'siasn_profile.csv');
    assert.ok(Number(file.landed) > 0.9 * Number(file.rows), `${file.landed} of ${file.rows}`);
    assert.ok(Number(siasn.imported.import.employees) >= 0.95 * Number(full.imported.import.employees));
    const withPost = siasn.people.filter((p) => p.post).length;
    assert.ok(withPost >= 0.95 * full.people.filter((p) => p.post).length, `${withPost} in post`);
    assert.ok(siasn.people.filter((p) => p.educations.length > 0).length > 0.9 * siasn.people.length);
  });

  await t.test('nothing that the export does not hold is known', () => {
    for (const person of siasn.people) {
      assert.equal(person.assessed, false);
      assert.deepEqual([person.appraisals, person.preferences, person.peer_reviews], [[], [], []]);
      assert.equal(person.home_district, '');
    }
  });

  await t.test('the plan is proven', () => {
    assert.equal(siasn.plan.result.verdict, 'VERDICT_OPTIMAL');
    assert.equal(siasn.verdict.verdict, 'OPTIMAL');
    assert.ok(siasn.moves.length > 0);
  });

  await t.test('needs without records are the ceilings, and say so', () => {
    assert.equal(siasn.snapshot.totals.measured_posts, '0');
    assert.ok(siasn.curves.every((curve) => curve.basis === 'BASIS_ASSUMED' && curve.target === curve.ceiling));
    assert.ok(Number(full.snapshot.totals.measured_posts) > 0);
  });

  await t.test('every term tells its coverage, and none is more measured than with all records', () => {
    const [part, whole] = [siasn.plan.result.coverage_permille, full.plan.result.coverage_permille];
    assert.deepEqual(Object.keys(part).sort(), Object.keys(whole).sort());
    // The export holds the present appointment, so experience is known; nothing else is.
    for (const term of Object.keys(part).filter((word) => word !== 'experience')) {
      assert.equal(part[term], 0, term);
      assert.ok(whole[term] > 0, term);
    }
    assert.ok(part.experience > 0);
    const shown = siasn.suite.ctl(['plan', 'show', siasn.plan.name]).stdout;
    for (const term of Object.keys(part)) assert.match(shown, new RegExp(`${term} ${Math.floor(part[term] / 10)}%`));
  });

  await t.test('each move is marked measured or assumed', () => {
    const assumed = ({ moves }) => moves.filter((move) => !move.measured).length / moves.length;
    assert.ok(assumed(siasn) > assumed(full), `${assumed(siasn)} ${assumed(full)}`);
    // A move rests on an assumed value where an assumed term speaks for or against it, or where nobody measured the
    // need of its posts: the export knows no workload, the full folder measures every post.
    for (const [need, moves] of [[['need'], siasn.moves], [[], full.moves]]) {
      for (const move of moves) {
        const speaking = move.terms.filter((term) => term.assumed && term.points_from !== term.points_to);
        assert.deepEqual([...move.assumed].sort(), [...speaking.map((term) => term.term), ...need].sort());
        assert.equal(move.measured, move.assumed.length === 0);
      }
    }
    const fits = siasn.moves.flatMap((move) => move.terms.filter((term) => term.term === 'fit'));
    assert.ok(fits.length > 0 && fits.every((term) => term.assumed), 'nobody’s competency is known');
    const listed = siasn.suite.ctl(['plan', 'moves', siasn.plan.name]).stdout;
    assert.match(listed, /\bassumed\b/);
  });

  await t.test('the export is read whatever its separator, line ends, dates and mark', async () => {
    const file = path.join(export_, 'siasn_profile.csv');
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
    const iso = text.replace(/\b(\d{2})-(\d{2})-(\d{4})\b/g, '$3-$2-$1').replace(/\r?\n/g, '\r\n');
    const separator = text.split('\n')[0].includes(';') ? [';', ','] : [',', ';'];
    if (!iso.includes(separator[1]) && !iso.includes('"')) writeFileSync(file, iso.split(separator[0]).join(separator[1]));
    else writeFileSync(file, iso);
    const again = siasn.suite.json(['import', export_, '--layout', 'siasn']);
    assert.deepEqual(again.import.files.map((f) => f.landed), again.import.files.map(() => '0'));
    assert.equal(again.import.revision === '0' || again.import.revision === siasn.imported.import.revision, true);
  });
  await siasn.suite.keepMetrics();
});

// Import, needs, plan and verdict in a suite of its own.
async function cycle(t, folder, name, importing) {
  const own = path.join(folder, name);
  mkdirSync(own);
  const suite = await startSuite(t, own);
  const imported = suite.json(importing);
  const snapshot = await suite.analyzeNeeds();
  const curves = await suite.client('needs').all('ListNeedCurves', 'need_curves', { parent: snapshot.name });
  const plan = await suite.plan({ policy: suite.sealPolicy(), need_snapshot: snapshot.name });
  const moves = await suite.client('matching').all('ListMoves', 'moves', { parent: plan.name });
  const verdict = suite.verify(await suite.exports(plan.name));
  return { suite, imported, snapshot, curves, plan, moves, verdict, people: await suite.profiles() };
}
