// Kills services at named places, one place after the other, until the work is done.
import { sleep } from '../e2e/processes.mjs';
import { isRare, places } from './places.mjs';

// Numbers from a seed: mulberry32.
export function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

function shuffled(items, roll) {
  const left = [...items];
  return items.map(() => left.splice(roll(left.length), 1)[0]);
}

// Starts the program with the place armed. It may die before it is ready: that is a death like another.
async function startArmed(service, name, nth) {
  try {
    await service.start({ SELARAS_FAILPOINT: `${name}:${nth}` });
  } catch (error) {
    if (service.program.process.signalCode !== 'SIGKILL') throw error;
  }
}

// Each service has a lane of its own, so that two or three may be down at once. A place is armed for its 1st to
// `reach`-th reach; one that is not reached within `patience` seconds is armed nearer soon after. With `seed` 0 nobody dies.
// Returns the names of the places at which a service died, in order.
export async function killUntil(done, suite, { seed, reach, patience }) {
  const kills = [];
  const lane = async (service, roll) => {
    let queue = [];
    while (!done()) {
      if (queue.length === 0) queue = shuffled(places[service], roll).map((name) => ({ name, reach: isRare(name) ? 1 : reach }));
      const place = queue.shift();
      await suite[service].kill();
      await startArmed(suite[service], place.name, 1 + roll(place.reach));
      const { program } = suite[service];
      for (const end = Date.now() + patience * 1000; program.running && Date.now() < end && !done();) {
        await Promise.race([program.ended, sleep(100)]);
      }
      if (!program.running) {
        if (program.process.signalCode !== 'SIGKILL') throw new Error(`${service} ended by itself at ${place.name}`);
        kills.push(place.name);
      } else if (place.reach > 1) {
        queue.splice(3, 0, { name: place.name, reach: Math.ceil(place.reach / 4) });
      }
    }
  };
  if (seed !== 0) await Promise.all(Object.keys(places).map((service, i) => lane(service, dice(seed * 31 + i))));
  return kills;
}
