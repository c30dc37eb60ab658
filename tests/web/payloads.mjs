// Payloads that people try sanitizers with: those of DOMPurify's and bluemonday's own tests (the old XSS cheat sheet), from the sources that cmake/dev/sources.sh pins, and ours (hostile.mjs).
// DESKBELL_CORPORA names a folder of more: files of {"cases":[{"payload":"…"}]}.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hostile } from './hostile.mjs';
import { top } from './support.mjs';

const dompurify = (await import(pathToFileURL(join(top, '.deps/node-dompurify/test/fixtures/expect.mjs')))).default.map(({ payload }) => payload);

/** The inputs of a table of Go tests: `in: "…"` and in: `…`. */
function go_inputs(source) {
  return [...source.matchAll(/^\s*in:\s*(?:`([^`]*)`|("(?:\\.|[^"\\\n])*"))/gm)].flatMap(([, raw, quoted]) => {
    if (raw !== undefined) return [raw];
    try {
      return [JSON.parse(quoted.replace(/\\x([0-9a-f]{2})/gi, '\\u00$1'))];
    } catch {
      return [];
    }
  });
}
const bluemonday = go_inputs(readFileSync(join(top, '.deps/golang-github-microcosm-cc-bluemonday/sanitize_test.go'), 'utf8'));

const folder = process.env.DESKBELL_CORPORA;
const more = folder ? readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).cases.map(({ payload }) => payload)) : [];

// A corpus that is not there, or that is read wrongly, would be a test of nothing.
assert.ok(dompurify.length > 200, `DOMPurify: ${dompurify.length}`);
assert.ok(bluemonday.length > 300, `bluemonday: ${bluemonday.length}`);

/** Each once. */
export const corpora = [...new Set([...dompurify, ...bluemonday, ...more])];
export const payloads = [...new Set([...corpora, ...hostile])];
