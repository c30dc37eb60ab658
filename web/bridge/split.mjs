// Splits the page's module in two: the functions that a chat in words runs, and the rest.
//   node split.mjs --split <wasm-split> --binaryen <folder of wasm-dis and wasm-as> --languages <folder> --fixtures <folder> --everyday everyday.txt <module> <first module> <rest> -- <features, as wasm-as takes them>
//
// Which ones a chat in words runs is seen by playing its fixtures; the core does the same for the same events, so it is the same each time. Calls between the two go by slots of the first module's
// table. Those of the rest are empty until it is instantiated and puts its functions there; those of the first module stand at the end, a slot being a third of what an exported name takes.
// What the rest imports has a name that is made of the whole module's bytes, so that no other build's rest can be joined to it.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { fixturesBelow } from '../tools/fixtures.mjs';
import { config_of, languages_in, lines_of, play_fixture } from '../tools/play_fixture.mjs';

const option = { type: 'string' };
const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { split: option, binaryen: option, languages: option, fixtures: option, everyday: option } });
const [whole, first, rest] = positionals;
const run = (program, ...args) => execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

/** The fixtures whose path begins with a line of the list, without those of the lines that begin with a minus sign. */
function everyday_fixtures() {
  const paths = fixturesBelow(options.fixtures);
  const found = new Set();
  for (const line of readFileSync(options.everyday, 'utf8').split('\n').filter((each) => each && !each.startsWith('#'))) {
    const beginning = line.replace(/^-/, '');
    const ones = paths.filter((path) => relative(options.fixtures, path).startsWith(beginning));
    if (ones.length === 0) throw new Error(`${options.everyday}: no fixture begins with ${beginning}`);
    for (const path of ones) found[line === beginning ? 'add' : 'delete'](path);
  }
  return [...found].sort();
}

/** Plays fixtures in a module that wasm-split has instrumented. @returns {Promise<Uint8Array>} what ran, as wasm-split takes it */
async function profile_of(file, paths) {
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {
    env: { emscripten_notify_memory_growth: () => undefined },
    wasi_snapshot_preview1: { proc_exit: (code) => { throw new Error(`the core stopped with code ${code}`); } },
  });
  const core = instance.exports;
  core._initialize?.();
  const give = (text) => {
    const bytes = new TextEncoder().encode(text);
    new Uint8Array(core.memory.buffer).set(bytes, core.deskbell_input(bytes.length));
    return bytes.length;
  };
  const language = languages_in(options.languages);
  for (const path of paths) {
    const lines = lines_of(path);
    const handle = core.deskbell_create(give(JSON.stringify(config_of(lines))));
    await play_fixture(lines, language, (event, now) => {
      const at = core.deskbell_handle(handle, give(event), now);
      const memory = new Uint8Array(core.memory.buffer);
      return new TextDecoder().decode(memory.subarray(at, memory.indexOf(0, at)));
    });
    core.deskbell_destroy(handle);
  }
  // Behind everything that is in use.
  const room = 64 << 10;
  const at = core.memory.buffer.byteLength;
  core.memory.grow(1);
  const size = core.__write_profile(at, room);
  if (size > room) throw new Error('the profile is longer than a page of memory');
  return new Uint8Array(core.memory.buffer, at, size);
}

/** Leaves the slots of the table empty that wasm-split filled with imported stand-ins: a call of what is in the other module is a trap then, and the module imports no more than the whole one. */
function with_empty_slots(source) {
  const stand_ins = new Set();
  const without = source.replace(/^ \(import "placeholder" "\d+" \(func (\S+) .*\n/gm, (_, name) => {
    stand_ins.add(name);
    return '';
  });
  let segments = 0;
  const text = without.replace(/^ \(elem \$\S+ \(i32\.const (\d+)\) (.*)\)$/gm, (_, begin, list) => {
    segments += 1;
    const runs = [];
    let last = null;
    list.split(' ').forEach((name, index) => {
      if (stand_ins.has(name)) {
        last = null;
        return;
      }
      if (!last) runs.push((last = { at: Number(begin) + index, names: [] }));
      last.names.push(name);
    });
    return runs.map(({ at, names }) => ` (elem (i32.const ${at}) ${names.join(' ')})`).join('\n');
  });
  if (stand_ins.size === 0 || segments !== 1) throw new Error(`wasm-split wrote ${stand_ins.size} stand-ins and ${segments} segments of the table`);
  const left = [...text.matchAll(/\$[^\s()]+/g)].find(([name]) => stand_ins.has(name));
  if (left) throw new Error(`${left[0]} is called, and not by the table`);
  return text;
}

const table_size = /^ \(table (\$\S+) (\d+) \d+ funcref\)$/m;
const table_import = / \(table (\$\S+) \d+ \d+ funcref\)\)$/m;

/** Gives both modules a table with slots for all that the first one exports to the rest, and lets the rest call these slots. @returns {[string, string]} */
function joined_by_table(first_text, rest_text) {
  const slots = new Map();
  const [, , old_size] = table_size.exec(first_text);
  const exported = [];
  const silent = first_text.replace(/^ \(export "(%[^"]+)" \(func (\S+)\)\)\n/gm, (_, name, callee) => {
    slots.set(name, Number(old_size) + exported.length);
    exported.push(callee);
    return '';
  });
  const size = Number(old_size) + exported.length;
  const first_out = silent.replace(table_size, (_, table) => ` (table ${table} ${size} ${size} funcref)\n (elem (i32.const ${old_size}) ${exported.join(' ')})`);
  const callers = [];
  const alone = rest_text.replace(/^ \(import "\w+" "(%[^"]+)" \(func (\S+) \(type (\S+)\)(?: \(param ([^)]*)\))?(?: \(result (\w+)\))?\)\)\n/gm, (_, name, callee, type, params, result) => {
    const given = params ? params.split(' ') : [];
    const gets = given.map((_type, index) => `(local.get ${index})`).join(' ');
    callers.push(` (func ${callee} (type ${type})${params ? ` (param ${params})` : ''}${result ? ` (result ${result})` : ''}\n  (call_indirect (type ${type}) ${gets} (i32.const ${slots.get(name)}))\n )\n`);
    return '';
  });
  if (exported.length === 0 || callers.length !== exported.length) throw new Error(`${exported.length} functions are given, ${callers.length} are taken`);
  const rest_out = alone.replace(table_import, (_, table) => ` (table ${table} ${size} ${size} funcref))`).replace(/\)\s*$/, `${callers.join('')})\n`);
  return [first_out, rest_out];
}

const watched = `${whole}.watched`;
const profile = `${whole}.profile`;
run(options.split, '--instrument', '-all', whole, '-o', watched);
writeFileSync(profile, await profile_of(watched, everyday_fixtures()));
const name = createHash('sha256').update(readFileSync(whole)).digest('hex').slice(0, 8);
run(options.split, '--split', '-all', `--profile=${profile}`, `--import-namespace=${name}`, '--export-prefix=%', whole, '-o1', first, '-o2', rest);
const texts = [first, rest].map((file) => {
  run(join(options.binaryen, 'wasm-dis'), '-all', file, '-o', `${file}.wat`);
  return readFileSync(`${file}.wat`, 'utf8');
});
joined_by_table(with_empty_slots(texts[0]), texts[1]).forEach((text, index) => {
  const file = [first, rest][index];
  writeFileSync(`${file}.wat`, text);
  run(join(options.binaryen, 'wasm-as'), ...positionals.slice(3), `${file}.wat`, '-o', file);
});
