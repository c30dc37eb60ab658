// docs/fixtures.md names the groups and, for each quirk of the protocol, the fixtures that show it: all of them exist, and none of quirk/ is left out.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = join(top, 'tests/fixtures');
const text = readFileSync(join(top, 'docs/fixtures.md'), 'utf8');
const section = (title) => text.split(`\n## ${title}\n`)[1].split('\n## ')[0];
const cells = (title) => section(title).split('\n').filter((line) => /^\| /.test(line)).slice(1).map((line) => line.split(' | '));

test('every folder of fixtures is a group, and every group a folder', () => {
  const groups = cells('Groups').map(([name]) => name.match(/`(.+)`/)[1]);
  const folders = readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  assert.deepEqual(groups, folders.sort());
});

test('every quirk has fixtures, and they exist', () => {
  for (const [quirk, shown = ''] of cells('Quirks')) {
    const names = [...shown.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    assert.ok(names.length > 0, quirk);
    for (const name of names) assert.ok(existsSync(join(fixtures, `${name}.jsonl`)), `${name} (${quirk})`);
  }
});

test('every fixture of quirk/ is named', () => {
  for (const file of readdirSync(join(fixtures, 'quirk'))) assert.ok(section('Quirks').includes(`\`quirk/${file.replace('.jsonl', '')}\``), file);
});

test('every language has a story', () => {
  const languages = JSON.parse(readFileSync(join(top, 'i18n/languages.json'), 'utf8')).map(({ id }) => id).sort();
  const stories = readdirSync(join(fixtures, 'story')).map((file) => ({ file, lang: JSON.parse(readFileSync(join(fixtures, 'story', file), 'utf8').split('\n')[0]).lang }));
  assert.deepEqual([...new Set(stories.map(({ lang }) => lang))].sort(), languages);
  for (const { file, lang } of stories) assert.ok(file.startsWith(`${lang}-`), file);
});
