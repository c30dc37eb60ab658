// The arrows of ARCHITECTURE.md, held by a table: which folder may include what.
//   node tests/layers.mjs        checks the repository, exit 1 and one line a violation

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * folder → the folders whose headers its files may include (its own always). `pure`: no I/O, clock, randomness, platform,
 * exceptions; only the standard headers of `pure_headers`. The longest matching folder counts; a file without a rule is a violation.
 */
const rules = {
  'core/base': { may: [], pure: true },
  'core/protocol': { may: ['core/base'], pure: true },
  'core/conversation': { may: ['core/base', 'core/protocol'], pure: true },
  'core/markdown': { may: ['core/base', 'core/protocol', 'gen/md4c_maps.h'], pure: true },
  'core/i18n': { may: ['core/base', 'core/protocol', 'gen/text_ids.h', 'gen/languages.h'], pure: true },
  'core/channel': { may: ['core/base', 'core/protocol'], pure: true },
  'widget/view': { may: ['core', 'gen/text_ids.h'], pure: true },
  'widget/session': { may: ['core', 'widget/view', 'gen/text_ids.h'], pure: true },
  'widget/api': { may: ['core', 'widget/view', 'widget/session'], pure: true },
  'widget/text': { may: ['core', 'widget/view', 'gen/text_ids.h'], pure: true },
  'widget/replay': { may: ['core', 'widget', 'gen/catalogues.h'], pure: true },
  'web/bridge': { may: ['core', 'widget'], host_headers: ['emscripten.h', 'emscripten/'] },
  'native/sandbox': { may: ['core'] },
  'native/relay_client': { may: ['core', 'native/sandbox'] },
  'native/relay': { may: ['core', 'native/sandbox', 'gen/catalogues.h', 'gen/languages.h', 'gen/text_ids.h'] },
  'native/relay_bench': { may: [] },
  'native/replay': { may: ['core', 'widget', 'native/platform', 'gen/catalogues.h'] },
  'native/harness': { may: ['core', 'widget', 'native/platform', 'native/relay', 'native/relay_client', 'native/sandbox', 'gen/catalogues.h', 'gen/languages.h'] },
  'native/harness_bench': { may: ['core', 'widget', 'native/harness'] },
  'native/platform': { may: ['core'] },
  'native/schema': { may: ['core', 'widget'] },
  'tests/unit': { may: ['core', 'widget', 'native', 'gen'] },
  'tests/model': { may: ['core', 'widget', 'native', 'gen', 'tests/unit'] },
  'tests/fuzz': { may: ['core', 'widget', 'native', 'gen', 'tests/unit'] },
};

/** The standard headers that neither read a clock nor touch the world; wider is not needed below the hosts. */
const pure_headers = new Set(
  `algorithm array bit cassert cctype cfloat charconv cinttypes climits cmath compare concepts cstddef cstdint cstdlib cstring deque
   functional initializer_list iterator limits list map memory numeric optional queue set span stack string string_view tuple
   type_traits typeinfo unordered_map unordered_set utility variant vector`.split(/\s+/),
);

/** Third-party header → the only folders or files that include it. */
const third_party = {
  'tl/expected.hpp': 'core/base/result.h',
  'nlohmann/': 'core/base/json.cpp',
  'md4c.h': 'core/markdown',
  'md4c.c': 'core/markdown/block_reader.c',
  'boost/': ['native/relay', 'native/relay_bench', 'native/harness', 'tests/unit/relay'],
  'sqlite3.h': 'native/relay',
  'openssl/': ['native/relay', 'tests/unit/relay'],
  'jwt.h': 'native/relay/identity.cpp',
  'toml++/': 'native/relay/config_file.cpp',
  'CLI/': ['native', 'tests/model'],
  'GLFW/': 'native/harness',
  'fribidi.h': 'native/harness',
  'hb.h': 'native/harness',
  'hb-ot.h': 'native/harness',
  'unicode/': 'native/harness',
  'png.h': ['native/harness', 'native/relay'],
  'doctest/': 'tests/unit',
  'rapidcheck.h': ['tests/model', 'tests/unit'],
};

/** What pure code may not say, after comments and texts are taken out. */
const impure = [
  [/\bstd\s*::\s*chrono\b|\b(clock_gettime|gettimeofday|localtime|gmtime|mktime)\b|\bstd\s*::\s*(time|clock)\s*\(/, 'reads a clock'],
  [/\b(random_device|mt19937(_64)?|default_random_engine|srand)\b|\b(std\s*::\s*)?rand\s*\(/, 'makes random numbers'],
  [/\b(fopen|fread|fwrite|printf|fprintf|puts|fputs|getenv|system)\s*\(|\bstd\s*::\s*(cout|cerr|cin|ifstream|ofstream|fstream|filesystem)\b/, 'does I/O'],
  [/\b(thread_local|std\s*::\s*(thread|jthread|mutex|async|condition_variable))\b/, 'uses threads'],
  [/\b(EM_ASM|EM_JS|EMSCRIPTEN_KEEPALIVE|emscripten_\w+)\b/, 'knows Emscripten'],
  [/\b(ImGui|ImVec[24])\b/, 'knows ImGui'],
  [/\b(throw|try|catch)\b/, 'uses exceptions'],
  [/^[ \t]*#[ \t]*(if|ifdef|ifndef|elif)\b.*\b(__EMSCRIPTEN__|__wasm__|__wasm32__|_WIN32|__linux__|__APPLE__|__unix__|__ANDROID__)\b/m, 'asks for the platform'],
];

const below = (path, folder) => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

function rule_of(file) {
  const folder = Object.keys(rules).filter((name) => below(file, name)).sort((a, b) => b.length - a.length)[0];
  return folder ? { folder, ...rules[folder] } : null;
}

/** C++ text without comments; with `keep_texts` false also without the contents of string and character literals. Lines stay. */
function strip(text, keep_texts) {
  const blank = (found) => found.replace(/[^\n]/g, ' ');
  return text.replace(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"([^(\s]{0,16})\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-zA-Z])'(?:\\.|[^'\\\n])+'/g,
    (found) => (found.startsWith('/') ? blank(found) : keep_texts ? found : `""${blank(found.slice(2))}`),
  );
}

function check_cpp(file, text, report) {
  const rule = rule_of(file);
  if (!rule) {
    report(file, 1, 'lies in a folder that tests/layers.mjs has no rule for');
    return;
  }
  strip(text, true).split('\n').forEach((line, index) => {
    const include = /^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/.exec(line);
    if (!include) return;
    const [, own, system] = include;
    const owner = Object.entries(third_party).find(([header]) => below(own ?? system, header));
    if (own && !owner) {
      if (!below(own, rule.folder) && !rule.may.some((allowed) => below(own, allowed))) report(file, index + 1, `${rule.folder} may not include "${own}"`);
    } else if (owner) {
      const homes = [owner[1]].flat();
      if (!homes.some((home) => below(file, home))) report(file, index + 1, `<${own ?? system}> belongs to ${homes.join(' and ')}`);
    } else if (/^emscripten/.test(system)) {
      if (!rule.host_headers) report(file, index + 1, `<${system}> belongs to web/bridge`);
    } else if (rule.pure && !pure_headers.has(system)) {
      report(file, index + 1, `${rule.folder} may not include <${system}>`);
    }
  });
  if (/\.h$/.test(file) && !/^\s*#pragma once$/m.test(text)) report(file, 1, 'has no #pragma once');
  if (!rule.pure) return;
  const code = strip(text, false);
  for (const [pattern, what] of impure) {
    const found = pattern.exec(code);
    if (found) report(file, code.slice(0, found.index).split('\n').length, `${what}: ${found[0].trim()}`);
  }
}

const lazy_libraries = /^(lean-qr|lowlight|highlight\.js\/lib\/languages\/\w+|@tencentcloud\/lite-chat\/[\w/-]+)$/;
const lazy = ['web/src/lazy', 'web/src/channels/tencent'];
const is_lazy = (path) => lazy.some((folder) => below(path, folder));

/** web/src imports files of web/src and nothing else; only what is loaded lazily may use libraries, by name, and nothing else may use that, but for its types. */
function check_script(file, text, report) {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/[^\n]*/gm, (found) => found.replace(/[^\n]/g, ' '));
  for (const found of code.matchAll(/(?:^\s*(?:import|export)\b[^'"`;=]*?\bfrom\s*|^\s*import\s*|\bimport\s*\(\s*)(['"`])([^'"`]+)\1/gm)) {
    const target = found[2];
    const line = code.slice(0, found.index + found[0].length).split('\n').length;
    const resolved = target.startsWith('.') ? posix.join(posix.dirname(file), target) : target;
    if (lazy_libraries.test(target) && is_lazy(file)) continue;
    if (is_lazy(resolved) && !is_lazy(file) && !/\bimport\s+type\b|\btypeof import\b/.test(found[0])) report(file, line, `'${target}' is loaded lazily`);
    if (!below(resolved, 'web/src')) report(file, line, `web/src may not import '${target}'`);
  }
}

/** @param {Map<string, string>} files repository path → text. @returns {string[]} "file:line: what is wrong" */
export function violations(files) {
  const found = [];
  const report = (file, line, what) => found.push(`${file}:${line}: ${what}`);
  for (const [file, text] of files) {
    if (/\.(h|cpp|def)$/.test(file)) check_cpp(file, text, report);
    if (/^web\/src\/.*\.(ts|mts|js)$/.test(file)) check_script(file, text, report);
  }
  return found;
}

function read_repository(top) {
  const files = new Map();
  const walk = (folder) => {
    for (const entry of readdirSync(join(top, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (/\.(h|cpp|def|ts|mts|js)$/.test(path)) files.set(path, readFileSync(join(top, path), 'utf8'));
    }
  };
  for (const folder of ['core', 'widget', 'native', 'web/bridge', 'web/src', 'tests/unit', 'tests/model', 'tests/fuzz']) {
    if (existsSync(join(top, folder))) walk(folder);
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = read_repository(dirname(import.meta.dirname));
  const found = violations(files);
  for (const line of found) console.error(line);
  console.log(`layers: ${files.size} files, ${found.length} violations`);
  process.exit(found.length > 0 || files.size === 0 ? 1 : 0);
}
