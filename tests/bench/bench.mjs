// What the benchmarks share: how a result is told.
import { cpus } from 'node:os';

/** Runs `work` several times and gives the median of the seconds that it took. */
export function median(times, work) {
  const seconds = [];
  for (let i = 0; i < times; i += 1) {
    const begin = process.hrtime.bigint();
    work();
    seconds.push(Number(process.hrtime.bigint() - begin) / 1e9);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(times / 2)];
}

/**
 * Prints the figures: one line each, or with --json one object `{"name", "cores", "figures": [{"what", "value", "unit", "goal"?}]}`.
 * A figure above its `goal` sets exit code 1.
 */
export function tell(name, figures) {
  if (process.argv.includes('--json')) console.log(JSON.stringify({ name, cores: cpus().length, figures }));
  else for (const { what, value, unit, goal } of figures) console.log(`${what}: ${value} ${unit}${goal === undefined ? '' : ` (goal: at most ${goal})`}`);
  if (figures.some(({ value, goal }) => goal !== undefined && value > goal)) process.exitCode = 1;
}
