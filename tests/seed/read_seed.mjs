// Reads the samples out of the seed's text.
import { createRequire } from 'node:module';
import { samples } from './samples.mjs';

const JSON5 = createRequire(new URL('../../web/package.json', import.meta.url))('json5');

const firstLine = '自定义消息格式';
const lastLine = '工作台接入 免开发方案';

/** The fenced text of each section by the src in its title; blocks that a page end has parted are one text. */
function sectionsOf(seed) {
  const lines = seed.split('\n').map((line) => line.replace(/\r$/, ''));
  const headless = lines.indexOf('无 UI 用户端集成');
  const begin = lines.indexOf(firstLine, headless);
  const end = lines.indexOf(lastLine, begin);
  if (headless < 0 || begin < 0 || end < 0) throw new Error('this text has no headless section');
  const sections = new Map();
  let section = '';
  let fenced = false;
  for (const line of lines.slice(begin, end)) {
    const title = /^[^`。]*[（(]src\s*=\s*(\d+)[）)]$/.exec(line.trim());
    if (/^```/.test(line.trim())) fenced = !fenced;
    else if (fenced) sections.set(section, [...(sections.get(section) ?? []), line]);
    else if (title) section = title[1];
  }
  return new Map([...sections].map(([src, text]) => [src, text.join('\n')]));
}

function between(text, { from, to }) {
  const begin = from ? text.indexOf(from) : 0;
  const end = to ? text.indexOf(to) : text.length;
  if (begin < 0 || end < 0) throw new Error(`no ${begin < 0 ? from : to} in the section`);
  return text.slice(begin, end).trim();
}

function repaired(printed, { name, repairs = [] }) {
  let text = printed;
  for (const { find, put } of repairs) {
    if (text.split(find).length !== 2) throw new Error(`${name}: the text to repair occurs ${text.split(find).length - 1} times: ${find}`);
    text = text.replace(find, () => put);
  }
  return text;
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsed(sample, printed) {
  try {
    return JSON5.parse(repaired(printed, sample));
  } catch (error) {
    throw new Error(`${sample.name}: ${error.message}`);
  }
}

/** All samples of the seed: their text as printed, their value, and whether the printed text is JSON as it stands. */
export function readSeed(seed) {
  const sections = sectionsOf(seed);
  return samples.map((sample) => {
    const text = sections.get(sample.section);
    if (text === undefined) throw new Error(`no section with src ${sample.section || '(none)'}`);
    const printed = between(text, sample);
    return { name: sample.name, printed, value: parsed(sample, printed), isJson: isJson(printed) };
  });
}
