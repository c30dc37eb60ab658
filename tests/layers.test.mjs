// The layer check finds what is planted, and nothing in sane code.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './layers.mjs';

const check = (file, text) => violations(new Map([[file, text]]));

const planted = [
  ['a lower layer includes a higher one', 'core/base/a.cpp', '#include "core/protocol/message.h"\n'],
  ['core includes the widget', 'core/conversation/a.h', '#pragma once\n#include "widget/view/row.h"\n'],
  ['core folders beside each other', 'core/markdown/a.cpp', '#include "core/conversation/timeline.h"\n'],
  ['the view includes the session', 'widget/view/a.cpp', '#include "widget/session/session.h"\n'],
  ['the widget includes a host', 'widget/api/a.cpp', '#include "native/relay/hub.h"\n'],
  ['the relay includes the widget', 'native/relay/a.cpp', '#include "widget/view/row.h"\n'],
  ['the sandbox includes the relay', 'native/sandbox/a.cpp', '#include "native/relay/hub.h"\n'],
  ['a clock by header', 'core/base/a.cpp', '#include <chrono>\n'],
  ['a clock by name', 'widget/session/a.cpp', 'auto now = std::chrono::system_clock::now();\n'],
  ['randomness', 'core/conversation/a.cpp', 'std::random_device device;\n'],
  ['threads', 'widget/session/a.cpp', '#include <thread>\n'],
  ['streams', 'core/base/a.cpp', '#include <iostream>\n'],
  ['files', 'widget/replay/a.cpp', '#include <fstream>\n'],
  ['printing', 'core/base/a.cpp', 'void f() { printf("x"); }\n'],
  ['Emscripten in the widget', 'widget/api/a.cpp', '#include <emscripten.h>\n'],
  ['Emscripten in a native host', 'native/replay/a.cpp', '#include <emscripten/emscripten.h>\n'],
  ['a platform question', 'core/base/a.h', '#pragma once\n#ifdef __EMSCRIPTEN__\n#endif\n'],
  ['an exception', 'core/base/a.cpp', 'void f() { throw 1; }\n'],
  ['nlohmann outside json.cpp', 'core/protocol/a.cpp', '#include <nlohmann/json.hpp>\n'],
  ['md4c outside markdown', 'widget/view/a.cpp', '#include <md4c.h>\n'],
  ['no #pragma once', 'core/base/a.h', 'int a();\n'],
  ['a folder without a rule', 'core/extra/a.cpp', 'int a;\n'],
  ['a package in the page', 'web/src/a.ts', "import { x } from 'lodash';\n"],
  ['a dynamic import out of the page', 'web/src/a.ts', "const x = await import('../bridge/x.js');\n"],
  ['an import for its effects', 'web/src/a.ts', "import '../styles/a';\n"],
  ['a re-export over several lines', 'web/src/dom/a.ts', "export {\n  x,\n} from '../../demo/x';\n"],
  ['what is loaded lazily, at once', 'web/src/a.ts', "import { Tencent } from './channels/tencent/tencent';\n"],
];

for (const [what, file, text] of planted) {
  test(`found: ${what}`, () => {
    const found = check(file, text);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0], new RegExp(`^${file.replaceAll('.', '\\.')}:\\d+: `));
  });
}

const sane = [
  ['the arrows as they should be', 'widget/session/a.cpp', '#include "widget/session/a.h"\n\n#include <vector>\n#include "core/conversation/timeline.h"\n'],
  ['words in comments and texts', 'core/base/a.cpp', '// never throw, never printf()\nconst char* a = "std::chrono::now() throw";  /* #include <thread> */\n'],
  ['digit separators', 'core/base/a.cpp', "int a = 1'000; char b = 't'; int c = 2'000;\n"],
  ['words inside names', 'core/base/a.cpp', 'int retry = 0; bool entry_try_count; int time_of(int time);\n'],
  ['the bridge', 'web/bridge/app_bridge.cpp', '#include <emscripten.h>\n#include "widget/api/widget_abi.h"\n'],
  ['the relay', 'native/relay/a.cpp', '#include <boost/asio.hpp>\n#include <chrono>\n#include "native/sandbox/sandbox.h"\n'],
  ['the page', 'web/src/dom/a.ts', "import { x } from '../gen/protocol';\nimport type { Y } from './y.ts';\nimport './z';\nexport const kind = draw(x, 'list');\n"],
];

for (const [what, file, text] of sane) {
  test(`left alone: ${what}`, () => assert.deepEqual(check(file, text), []));
}
