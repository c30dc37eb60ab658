// What a page can set, call and hear, read from the declarations of src/options.ts, src/methods.ts and src/events.ts:
//   node api.mjs           writes src/gen/api.ts (the table that options and calls are checked against) and docs/reference.md
//   node api.mjs --check   exit 1 when docs/reference.md is not what the declarations say
// A declaration that this reader does not understand is an error and not left out.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(fileURLToPath(import.meta.url));
const read = (name) => readFileSync(join(web, name), 'utf8');

/** The interfaces of a file: name → { doc, members: [{ name, optional, type | args, result, doc }] }. A member stands on one line, after its comment. */
export function interfaces(source) {
  const found = {};
  for (const [, doc = '', name, body] of source.matchAll(/(?:\/\*\* ([^]*?) \*\/\n)?export interface (\w+) \{\n([^]*?)\n\}/g)) {
    const members = [];
    let about = '';
    for (const line of body.split('\n')) {
      const comment = /^  \/\*\* (.*) \*\/$/.exec(line);
      const method = /^  (\w+)\((.*)\): (.+);$/.exec(line);
      const field = /^  (?:readonly )?(\w+)(\??): (.+);$/.exec(line);
      if (comment) about = comment[1];
      else if (method) members.push({ name: method[1], args: method[2], result: method[3], doc: about });
      else if (field) members.push({ name: field[1], optional: field[2] === '?', type: field[3], doc: about });
      else throw new Error(`interface ${name}: cannot read ${JSON.stringify(line)}`);
      if (!comment) about = '';
    }
    found[name] = { doc: doc.replace(/\n \*/g, ''), members };
  }
  return found;
}

/** What a value of this type may be, as `typeof` names it, `array`, or words, separated by `|`. */
export function shape(type) {
  return type.split(' | ').map((one) => {
    if (/^'.*'$/.test(one)) return one.slice(1, -1);
    if (['string', 'number', 'boolean'].includes(one)) return one;
    if (one.endsWith('[]')) return 'array';
    if (/^[A-Z]\w+$/.test(one)) return one === 'Listener' || one === 'EventName' ? one : 'object';
    if (one.includes('=>')) return 'function';
    throw new Error(`no shape for the type ${one}`);
  }).join('|');
}

const { Options, User, ToolbarButton } = interfaces(read('src/options.ts'));
const { Methods, Card, Order, Field } = interfaces(read('src/methods.ts'));
const { HostEvents, SaveOptions } = interfaces(read('src/events.ts'));

const events = HostEvents.members.map(({ name }) => name);

/** Shape → the names that have it, separated by spaces: shorter than a shape for each. */
function grouped(members) {
  const groups = {};
  for (const { name, type } of members) groups[shape(type)] = groups[shape(type)] ? `${groups[shape(type)]} ${name}` : name;
  return groups;
}

const nested = (members) => Object.fromEntries(members.map(({ name, type, optional }) => [name, (type.includes('=>') ? 'function' : shape(type)) + (optional ? '?' : '')]));

function argument(args) {
  const first = /^(\w+)(\??): (.+?)(?:, \w+\??: .+)?$/.exec(args);
  if (!first) return null;
  const [, , optional, type] = first;
  const known = { EventName: events.join('|') }[type];
  return (known ?? shape(type)) + (optional ? '?' : '');
}

const first_arguments = Object.fromEntries(Methods.members.map(({ name, args }) => [name, argument(args)]).filter(([, one]) => one));

export const generated = () => `// Made by web/api.mjs from options.ts, methods.ts and events.ts; do not edit.
/** What an option may be → the options, separated by spaces. */
export const optionShapes: Record<string, string> = ${JSON.stringify(grouped(Options.members))};
/** The events, separated by \`|\`. */
export const eventNames = ${JSON.stringify(events.join('|'))};
export const methodNames: readonly string[] = ${JSON.stringify(Methods.members.map(({ name }) => name))};
/** Method → what its first argument may be; \`?\`: it may be left out. */
export const argumentShapes: Record<string, string> = ${JSON.stringify(first_arguments)};
/** What stands in the objects that a page gives. */
export const userShape: Record<string, string> = ${JSON.stringify(nested(User.members))};
export const buttonShape: Record<string, string> = ${JSON.stringify(nested(ToolbarButton.members))};
export const cardShape: Record<string, string> = ${JSON.stringify(nested(Card.members))};
export const orderShape: Record<string, string> = ${JSON.stringify(nested(Order.members))};
export const fieldShape: Record<string, string> = ${JSON.stringify(nested(Field.members))};
`;

const cell = (text) => text.replace(/\|/g, '\\|');
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const table = (heads, rows) => [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const fields = ({ members }) => table(['field', 'type', 'what it is'], members.map(({ name, optional, type, doc }) => [`\`${name}${optional ? '?' : ''}\``, `\`${type}\``, doc]));

/** The custom properties of the palettes with the comments that stand behind them. */
function tokens() {
  const block = /:host \{\n([^]*?)\n\}/.exec(read('styles/tokens.css'))[1];
  return [...block.matchAll(/^  (--db-[\w-]+): (.+?);(?: \/\* (.+?) \*\/)?$/gm)].map(([, name, value, doc = '']) => [`\`${name}\``, `\`${value}\``, doc]);
}

export const reference = () => `<!-- Made by web/api.mjs from web/src/options.ts, methods.ts, events.ts and web/styles/tokens.css; \`./dev reference\` writes it anew. -->
# Options, methods, events

One tag is enough:

\`\`\`html
<script async src="https://chat.example.com/deskbell.js" data-accent="#0b6e4f"></script>
\`\`\`

Options are given as attributes of that tag (\`data-z-index\`), of a \`<deskbell-chat>\` (\`z-index\`, or properties), or as an object to \`boot\`. Objects and lists in an attribute are written as JSON. What is wrong is told once
on the console and as an \`error\` event, and left out; nothing is ever thrown into the page.

## Options

${table(['option', 'attribute', 'type', 'what it is'], Options.members.map(({ name, type, doc }) => [`\`${name}\``, `\`data-${kebab(name)}\``, `\`${type}\``, doc]))}

### User

${fields(User)}

### ToolbarButton

${ToolbarButton.doc}

${fields(ToolbarButton)}

## Methods

${Methods.doc} Calls made before the script has loaded wait; calls that need the chat load it.

${table(['method', 'what it does'], Methods.members.map(({ name, args, result, doc }) => [`\`${name}(${args})${result === 'void' ? '' : `: ${result}`}\``, doc]))}

### Card

${fields(Card)}

### Order

${fields(Order)}

### Field

${fields(Field)}

### SaveOptions

${fields(SaveOptions)}

## Events

\`Deskbell('on', 'message', (detail) => …)\` answers with a function that stops listening. Every event is also a \`CustomEvent\` named \`deskbell:\` and the event, on the widget's element, from where it rises to the
window: \`addEventListener('deskbell:message', ({ detail }) => …)\`.

${table(['event', 'detail', 'when'], HostEvents.members.map(({ name, type, doc }) => [`\`${name}\``, `\`${type}\``, doc]))}

## Colours

Custom properties, to be set on \`deskbell-widget\` or \`deskbell-chat\` by the page's own style sheet; these are the light theme's. The accent's three are made from the option \`accent\`.

${table(['property', 'light', 'what it colours'], tokens())}
`;

/** Written only when it differs, so that nothing is built again for nothing. */
function write(path, text) {
  let before = '';
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    mkdirSync(dirname(path), { recursive: true });
  }
  if (before !== text) writeFileSync(path, text);
}

export const reference_path = join(web, '../docs/reference.md');
export const write_generated = () => write(join(web, 'src/gen/api.ts'), generated());

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  write_generated();
  if (!process.argv.includes('--check')) write(reference_path, reference());
  else if (readFileSync(reference_path, 'utf8') !== reference()) {
    console.error('docs/reference.md is stale: ./dev reference');
    process.exit(1);
  }
}
