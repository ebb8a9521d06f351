// The vector cache changes the time of a plan and nothing else: whatever is in Redis, or not, the bytes are the same.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { requireSettings, workFolder } from './processes.mjs';
import { Redis } from './redis.mjs';
import { generate, startSuite } from './suite.mjs';

requireSettings();

test('cache', { timeout: 600000 }, async (t) => {
  const folder = workFolder(t, 'cache');
  // Enough people for several shards.
  const province = generate(folder, { seed: 5, args: ['--people', '7000'] });
  const redis = await Redis.start(t, folder);
  const withRedis = [`--matching-redis=${redis.address}`];
  const suite = await startSuite(t, folder, []);
  suite.ctl(['import', province]);
  const policy = suite.sealPolicy();
  let snapshot = await suite.analyzeNeeds();
  let people, reference;

  const plan = () => suite.plan({ policy, need_snapshot: snapshot.name });
  const counts = ({ result }) => ({ hits: Number(result.cache_hits), misses: Number(result.cache_misses) });
  const refresh = () => suite.client('matching').call('RefreshVectors', { effective_date: snapshot.effective_date });
  // Everything but the counters, and every byte of the three files.
  const essence = async ({ name, result }) => {
    const { cache_hits, cache_misses, ...rest } = result;
    return { result: rest, ...(await suite.exports(name)) };
  };
  const same = async (made) => {
    const found = await essence(made);
    assert.deepEqual(found.result, reference.result);
    for (const file of ['plan', 'instance', 'certificate']) assert.ok(found[file].equals(reference[file]), file);
    return counts(made);
  };

  await t.test('without Redis', async () => {
    const made = await plan();
    people = Number(made.result.employees);
    assert.deepEqual(counts(made), { hits: 0, misses: people });
    reference = await essence(made);
    assert.equal(made.result.verdict, 'VERDICT_OPTIMAL');
    assert.deepEqual(await same(await plan()), { hits: 0, misses: people });
  });

  await suite.restart(withRedis);

  await t.test('cold, then warm', async () => {
    assert.deepEqual(await same(await plan()), { hits: 0, misses: people });
    assert.ok((await redis.keys()).length >= 3);
    assert.deepEqual(await same(await plan()), { hits: people, misses: 0 });
  });

  await t.test('flushed between vectors and plan', async () => {
    await refresh();
    await redis.send('FLUSHALL');
    assert.deepEqual(await same(await plan()), { hits: 0, misses: people });
  });

  await t.test('flushed again and again while planning', async () => {
    await refresh();
    let flushing = true;
    const flushes = (async () => {
      let count = 0;
      for (; flushing; count += 1) await redis.send('FLUSHALL');
      return count;
    })();
    const { hits, misses } = await same(await plan());
    flushing = false;
    assert.ok((await flushes) > 10);
    assert.equal(hits + misses, people);
  });

  // Each leaves something else under the keys.
  const poisons = {
    'garbage of the same length': async (keys) => {
      for (const key of keys) await redis.send('SET', key, Buffer.alloc((await redis.send('GET', key)).length, 0xa5));
    },
    'one bit changed': async (keys) => {
      for (const key of keys) {
        const bytes = await redis.send('GET', key);
        bytes[bytes.length - 9] ^= 1;
        await redis.send('SET', key, bytes);
      }
    },
    'cut short': async (keys) => {
      for (const key of keys) await redis.send('SET', key, (await redis.send('GET', key)).subarray(0, -72));
    },
    'each shard under the next one’s key': async (keys) => {
      const values = await Promise.all(keys.map((key) => redis.send('GET', key)));
      for (const [k, key] of keys.entries()) await redis.send('SET', key, values[(k + 1) % keys.length]);
    },
    'empty values': async (keys) => {
      for (const key of keys) await redis.send('SET', key, '');
    },
    'values of another type': async (keys) => {
      for (const key of keys) {
        await redis.send('DEL', key);
        await redis.send('LPUSH', key, 'selarasV');
      }
    },
  };
  for (const [name, poison] of Object.entries(poisons)) {
    await t.test(`poisoned: ${name}`, async () => {
      await redis.send('FLUSHALL');
      await refresh();
      const keys = await redis.keys();
      assert.ok(keys.length >= 3, `${keys.length} shards`);
      await poison(keys);
      assert.deepEqual(await same(await plan()), { hits: 0, misses: people });
      assert.deepEqual(await same(await plan()), { hits: people, misses: 0 }, 'what was poisoned is replaced');
    });
  }

  await t.test('old shards put back after the facts changed', async () => {
    const before = await redis.keys();
    const old = await Promise.all(before.map((key) => redis.send('GET', key)));
    raiseAssessments(province);
    suite.ctl(['import', province]);
    const earlier = reference.result;
    snapshot = await suite.analyzeNeeds();
    await suite.restart([]);
    reference = await essence(await plan());
    assert.notEqual(reference.result.plan_hash, earlier.plan_hash, 'the facts matter');
    await suite.restart(withRedis);
    await refresh();
    for (const [k, key] of before.entries()) await redis.send('SET', key, old[k]);
    const { hits, misses } = await same(await plan());
    assert.ok(misses > 0 && hits > 0, `${hits} hits, ${misses} misses`);
  });

  await t.test('Redis killed while planning, and gone', async () => {
    await redis.send('FLUSHALL');
    const made = suite.createPlan({ policy, need_snapshot: snapshot.name });
    const { name } = await made;
    await redis.kill();
    const { hits, misses } = await same(await suite.planEnd(name));
    assert.equal(hits + misses, people);
    assert.deepEqual(await same(await plan()), { hits: 0, misses: people });
  });
  await suite.keepMetrics();
});

// Every assessed M1 below 5 becomes one level higher, except every second row's.
function raiseAssessments(province) {
  const file = path.join(province, 'assessments.csv');
  const [header, ...rows] = readFileSync(file, 'utf8').split('\n');
  const column = header.split(',').indexOf('M1');
  const raised = rows.map((row, k) => {
    const cells = row.split(',');
    if (k % 2 === 0 && /^[0-4]$/.test(cells[column])) cells[column] = `${Number(cells[column]) + 1}`;
    return cells.join(',');
  });
  writeFileSync(file, [header, ...raised].join('\n'));
}
