// node tests/fuzz/seeds.mjs FOLDER: what the fuzzers begin with, one folder a target, made from the fixtures and the specifications; nothing is kept by hand.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const top = dirname(dirname(import.meta.dirname));
const out = process.argv[2];

const put = (target, text) => {
  const folder = join(out, target);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, createHash('sha256').update(text).digest('hex').slice(0, 16)), text);
};

function examples(path) {
  const spec = readFileSync(join(top, path), 'utf8').replaceAll('→', '\t');
  return [...spec.matchAll(/^`{32} example[^\n]*\n([\s\S]*?)^\.\n/gm)].map((found) => found[1]);
}

/** Every text in a JSON value that looks like one of markdown or an address. */
function texts(value, found = []) {
  if (typeof value === 'string') found.push(value);
  else if (value && typeof value === 'object') for (const child of Object.values(value)) texts(child, found);
  return found;
}

rmSync(out, { recursive: true, force: true });
const fixtures = readdirSync(join(top, 'tests/fixtures'), { recursive: true }).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(top, 'tests/fixtures', name), 'utf8'));

const markdown = [...examples('tests/markdown/node_modules/commonmark-spec/spec.txt'), ...examples('.deps/cmark-gfm/test/extensions.txt')];
const words = new Set();
for (const fixture of fixtures) {
  put('session_events', fixture);
  for (const line of fixture.split('\n')) {
    let event;
    try {
      event = JSON.parse(line);
    } catch {
      continue;
    }
    if (event.message) {
      put('protocol', JSON.stringify(event.message));
      put('relay_frames', JSON.stringify({ send: { client_id: event.client_id ?? 'c1', message: event.message, online_only: false } }));
      let data = {};
      try {
        data = JSON.parse(event.message.payload?.data ?? '{}');
      } catch {
        // A fixture of broken data.
      }
      for (const text of [...texts(data), ...texts(event.message.payload)]) words.add(text);
    }
  }
}
for (const text of [...markdown, ...[...words].filter((text) => /[*`[|#>~-]/.test(text) && text.length < 4000)]) {
  put('markdown_stream', `seed${text}`);
  put('markdown', `s${text}`);
  put('mdx', `seed${text}`);
}
for (const text of [...words].filter((text) => /^\s*[a-z][a-z+.-]*:/i.test(text) && text.length < 2000)) put('url_policy', text);
for (const address of ['https://a.b', 'see www.a.b/c_(d).', 'mail a@b.cd', 'data:image/png;base64,AA==', 'blob:https://a.b/c', 'tel:+1', '访问https://a.cn查看', 'java\tscript:alert(1)', 'mailto:a@b.c']) put('url_policy', address);
for (const frame of [{ hello: { token: null, after: 41, lang: 'en' } }, { load_history: { before: 'm1', limit: 30 } }, { mark_read: { upto: 1765000000 } }, { typing: true }, { ping: true }, {}, [], { hello: 1 }])
  put('relay_frames', JSON.stringify(frame));

// What desks say, from the texts of JSON in the codecs' unit tests: to each desk as an answer, a webhook, a frame and a part of a webhook.
const desks = ['aily', 'chatwoot_account', 'chatwoot_client', 'feishu_helpdesk', 'tencent_robot'];
const folder = join(top, 'tests/unit/channel');
for (const name of readdirSync(folder, { recursive: true }).filter((one) => one.endsWith('.cpp'))) {
  for (const [, , text] of readFileSync(join(folder, name), 'utf8').matchAll(/R"(\w*)\(([\s\S]*?)\)\1"/g)) {
    const line = text.replaceAll('\n', ' ');
    if (line.startsWith('{') || line.startsWith('[')) for (const desk of desks) put(desk, `k{"code":0,"tenant_access_token":"t","expire":7200}\nthello\na${line}\nw${line}\no\nf${line}\nd${line}\n \nr`);
  }
}
for (const fixture of fixtures.slice(0, 60)) {
  const messages = fixture.split('\n').flatMap((line) => { try { return [JSON.parse(line).message ?? []].flat(); } catch { return []; } });
  for (const desk of desks) put(desk, `${messages.map((message) => `v${JSON.stringify(message)}`).join('\na{}\n')}`);
}

// The dictionary of the targets that read JSON: every name of a field and every short value in the fixtures.
const tokens = new Set();
const collect = (value) => {
  if (typeof value === 'string' && value.length > 0 && value.length < 40) tokens.add(JSON.stringify(value));
  if (value && typeof value === 'object') {
    for (const [name, child] of Object.entries(value)) {
      if (!Array.isArray(value)) tokens.add(`${JSON.stringify(name)}:`);
      collect(child);
    }
  }
};
for (const line of fixtures.flatMap((fixture) => fixture.split('\n'))) {
  try {
    collect(JSON.parse(line));
  } catch {
    // A fixture of broken lines.
  }
}
const quoted = (token) => `"${[...Buffer.from(token)].map((byte) => (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte))).join('')}"`;
writeFileSync(join(out, 'json.dict'), [...tokens].filter((token) => /^[\x20-\x7e]*$/.test(token)).slice(0, 1500).map(quoted).join('\n'));

for (const target of readdirSync(import.meta.dirname).filter((name) => name.endsWith('.cpp')).map((name) => name.slice(0, -4))) {
  if (!existsSync(join(out, target))) throw new Error(`no seeds for ${target}`);
  console.log(`${target}: ${readdirSync(join(out, target)).length} seeds`);
}
