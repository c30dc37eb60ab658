// ./dev bench relay [--json]: idle visitors on one relay, what each costs, and events delivered a second, beside a bare Beast echo in the same run.
// needs: relay-bench. DESKBELL_RELAY and DESKBELL_RELAY_BENCH name the programs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { tell } from './bench.mjs';

const idle_visitors = 10_000;
const tabs = 8;
const visitors = 120;
const seconds = 8;

/** A program and the lines that it prints. */
function start(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = [];
  let rest = '';
  let wake = () => {};
  child.stdout.on('data', (bytes) => {
    const parts = (rest + bytes).split('\n');
    rest = parts.pop();
    lines.push(...parts);
    wake();
  });
  const line = async (at) => {
    while (lines.length <= at) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${program} ended with ${child.exitCode ?? child.signalCode}`);
      await Promise.race([new Promise((done) => { wake = done; }), once(child, 'exit')]);
    }
    return lines[at];
  };
  return { child, line, stop: () => { child.kill('SIGKILL'); return child.exitCode ?? once(child, 'exit'); } };
}

const memory_of = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const processor_of = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

async function relay(work) {
  const data = mkdtempSync(join(tmpdir(), 'deskbell-bench-'));
  const program = start(process.env.DESKBELL_RELAY, ['--port', '0', '--data', data, '--speed', '20']);
  try {
    return await work({ port: Number(/:(\d+)\/$/.exec(await program.line(0))[1]), pid: program.child.pid });
  } finally {
    await program.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function load(port, args, between = () => {}) {
  const program = start(process.env.DESKBELL_RELAY_BENCH, ['load', '--port', String(port), ...args]);
  try {
    const { opened } = JSON.parse(await program.line(0));
    await between(opened);
    return { opened, ...JSON.parse(await program.line(1)) };
  } finally {
    await program.stop();
  }
}

const idle = await relay(async ({ port, pid }) => {
  const before = memory_of(pid);
  let each = 0;
  const result = await load(port, ['--connections', String(idle_visitors), '--idle', '--seconds', '1'], (opened) => { each = (memory_of(pid) - before) / opened; });
  return { ...result, each };
});

/** A load, and the processor time that the other end spent on each of its events, in microseconds. `args` are those of the load. */
async function measure(pid, port, args) {
  let before = 0;
  const result = await load(port, [...args, '--seconds', String(seconds)], () => { before = processor_of(pid); });
  // The load runs for two seconds before it counts.
  const spent = processor_of(pid) - before;
  return { ...result, processor: spent / (seconds + 2), each: spent / (result.events_per_second * (seconds + 2)) * 1e6 };
}

const busy = await relay(({ port, pid }) => measure(pid, port, ['--connections', String(tabs * visitors), '--tabs', String(tabs), '--pause', '900']));

const echo = start(process.env.DESKBELL_RELAY_BENCH, ['echo']);
const bare = await measure(echo.child.pid, Number(await echo.line(0)), ['--echo', '--connections', '200']);
await echo.stop();

tell('relay', [
  { what: 'idle visitors that are connected', value: idle.open, unit: 'visitors' },
  { what: 'memory of the relay for each of them', value: Math.round(idle.each), unit: 'KiB', goal: 60 },
  { what: `events delivered by the relay, ${tabs} sockets a visitor`, value: busy.events_per_second, unit: 'events/s' },
  { what: 'a question to the relay meanwhile, p50', value: busy.p50, unit: 'ms' },
  { what: 'a question to the relay meanwhile, p99', value: busy.p99, unit: 'ms', goal: 50 },
  { what: 'a core that the relay took', value: Math.round(busy.processor * 100), unit: '%' },
  { what: 'processor time of the relay for one event', value: Number(busy.each.toFixed(1)), unit: 'µs' },
  { what: 'bare Beast echo, 200 sockets', value: bare.events_per_second, unit: 'frames/s' },
  { what: 'bare Beast echo, p99', value: bare.p99, unit: 'ms' },
  { what: 'processor time of the echo for one frame', value: Number(bare.each.toFixed(1)), unit: 'µs' },
  { what: 'others that wanted a processor meanwhile', value: Number(loadavg()[0].toFixed(1)), unit: 'on average' },
]);
if (idle.open < idle_visitors || busy.events_per_second < 30_000) {
  console.error('relay: below 10 000 idle visitors or 30 000 events/s');
  process.exitCode = 1;
}
