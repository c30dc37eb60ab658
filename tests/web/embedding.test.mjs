// The ways into a page: the tag, the element, the package with its wrappers, the chat's own page; and what a page can do with them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { dist, from_web, start_site, watch, web } from './support.mjs';

const npm = join(dist, '../npm');
const page_of = (body) => `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><link rel="stylesheet" href="/site.css"><title>site</title></head><body>${body}</body></html>`;
const tag = '<script async src="/deskbell.js" data-deskbell data-manual></script>';

let site;

before(async () => {
  const bundle = async (contents, mode = 'production') => (await from_web('esbuild').build({
    stdin: { contents, resolveDir: web, loader: 'js' }, bundle: true, write: false, format: 'esm', define: { 'process.env.NODE_ENV': JSON.stringify(mode), __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    alias: { 'deskbell/react': join(npm, 'react.js'), 'deskbell/vue': join(npm, 'vue.js'), deskbell: join(npm, 'index.js') }, nodePaths: [join(web, 'node_modules')],
  })).outputFiles[0].text;
  site = await start_site({
    speed: 5,
    files: {
      'site.css': 'body { margin: 0 } .box { width: 400px; height: 500px }',
      'tag.html': page_of(tag),
      'head.html': page_of('').replace('</head>', `<script src="/deskbell.js" data-deskbell data-manual></script><script src="/head.js"></script></head>`),
      'head.js': `window.ready = 0; Deskbell('on', 'ready', () => { ready += 1; }); Deskbell('boot', { title: 'From the head' }); Deskbell('open');`,
      'element.html': page_of(`<div class="box"><deskbell-chat id="first" accent="#5b2a86" user="ada" user-name="Ada" quick-messages='["Opening hours"]'></deskbell-chat></div><div class="box"><deskbell-chat id="second" title="Second" user="bob"></deskbell-chat></div>${tag}`),
      'package.js': await bundle(`import { createDeskbell } from 'deskbell'; window.first = createDeskbell({ relay: '/', user: { id: 'one' } }, { ready: () => { window.ready = true; } }); window.second = createDeskbell({ relay: '/', user: { id: 'two' }, position: 'start' });`),
      'wrong.js': await bundle(`import { createDeskbell } from 'deskbell'; createDeskbell(null, null).destroy(); window.third = createDeskbell({ relay: 'http://[' }); third.open();`),
      'wrong.html': page_of('<script type="module" src="/wrong.js"></script>'),
      'package.html': page_of('<script type="module" src="/package.js"></script>'),
      'react.js': await bundle(`
        import { createElement as h, useState } from 'react'; import { createRoot } from 'react-dom/client'; import { Deskbell } from 'deskbell/react';
        window.heard = [];
        function App() {
          const [theme, setTheme] = useState('light'); const [there, setThere] = useState(true); 
          window.set = { setTheme, setThere };
          return there ? h(Deskbell, { relay: '/', theme, container: document.querySelector('#root'), inline: true, className: 'box', onReady: () => heard.push('ready'), onOpen: () => heard.push('open'), chat: (chat) => { window.chat = chat; } }) : null;
        }
        createRoot(document.querySelector('#root')).render(h(App));`),
      // In its strict mode React draws twice, mounts, unmounts and mounts again. Options and their functions are made anew with each drawing.
      'strict.js': await bundle(`
        import { createElement as h, StrictMode, useState } from 'react'; import { createRoot } from 'react-dom/client'; import { Deskbell } from 'deskbell/react';
        window.heard = [];
        function App() {
          const [count, setCount] = useState(0);
          window.set = setCount;
          return h(Deskbell, { relay: '/', toolbar: [{ label: 'Count', onPress: () => heard.push(count) }], onReady: () => heard.push('ready') });
        }
        createRoot(document.querySelector('#root')).render(h(StrictMode, null, h(App)));`, 'development'),
      'strict.html': page_of('<div id="root"></div><script type="module" src="/strict.js"></script>'),
      'react.html': page_of('<div id="root"></div><script type="module" src="/react.js"></script>'),
      'vue.js': await bundle(`
        import { createApp, h, ref } from 'vue'; import { Deskbell } from 'deskbell/vue';
        window.heard = []; const theme = ref('light'); const there = ref(true); window.set = { theme, there };
        createApp({ render: () => there.value ? h(Deskbell, { options: { relay: '/', theme: theme.value, toolbar: [{ label: 'Theme', onPress: ((now) => () => heard.push(now))(theme.value) }] }, onReady: () => heard.push('ready'), onOpen: () => heard.push('open') }) : null }).mount('#root');`),
      'vue.html': page_of('<div id="root"></div><script type="module" src="/vue.js"></script>'),
    },
  });
});

after(() => site?.stop());

async function visit(name, options = {}) {
  const context = await site.browser.newContext({ viewport: { width: 1000, height: 1100 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = await watch(page);
  await page.goto(site.url(name));
  return { page, context, faults };
}

const welcome = (scope) => scope.getByRole('log').getByRole('button').first().waitFor();

describe('the element', () => {
  test('two chats that stand where they are written, each with its own options, events and methods', async () => {
    const { page, context, faults } = await visit('element.html');
    const [first, second] = ['#first', '#second'].map((id) => page.locator(id));
    await welcome(first);
    await welcome(second);
    assert.equal(await second.getByRole('region').getAttribute('aria-label'), 'Second');
    const box = await first.boundingBox();
    assert.deepEqual([box.width, box.height], [400, 500]);
    await page.evaluate(() => {
      window.heard = [];
      addEventListener('deskbell:action', ({ target, detail }) => heard.push([target.id, detail.label]));
    });
    await first.getByRole('button', { name: 'Opening hours', exact: true }).click();
    await page.waitForFunction(() => heard.length > 0);
    assert.deepEqual(await page.evaluate(() => heard), [['first', 'Opening hours']]);
    await first.locator('.row.visitor').getByText('Opening hours', { exact: true }).waitFor();
    assert.equal(await first.locator('.row.visitor').getByText('Opening hours', { exact: true }).count(), 1);
    // What is written while it stands nowhere counts when it does again.
    const taken = await page.evaluateHandle(() => { const one = document.querySelector('#second'); one.remove(); return one; });
    await page.waitForTimeout(50);
    await taken.evaluate((one) => { one.setAttribute('title', 'Third'); document.body.append(one); });
    await page.locator('#second').getByRole('region', { name: 'Third' }).waitFor();
    await welcome(page.locator('#second'));
    assert.equal(await second.getByRole('log').getByText('Opening hours', { exact: true }).count(), 0);
    await first.getByRole('button', { name: 'Opening hours', exact: true }).waitFor({ state: 'detached' });
    await page.evaluate(() => document.querySelector('#second').send('from a method'));
    await second.getByRole('log').getByText('from a method').waitFor();
    await page.evaluate(() => { document.querySelector('#second').theme = 'dark'; });
    await page.waitForFunction(() => document.querySelector('#second').dataset.theme === 'dark');
    await page.evaluate(() => document.querySelector('#first').setAttribute('locale', 'de'));
    await first.getByRole('textbox', { name: 'Nachricht' }).waitFor();
    await page.evaluate(() => document.querySelector('#first').remove());
    await page.waitForFunction(() => !document.querySelector('#first'));
    await second.getByRole('textbox').fill('still here');
    assert.deepEqual(faults, []);
    await context.close();
  });
});

describe('the page calls', () => {
  test('toolbar, product, events; update keeps the conversation, reset begins another, destroy leaves nothing', async () => {
    const { page, context, faults } = await visit('tag.html');
    await page.waitForFunction(() => window.Deskbell?.length !== undefined);
    await page.evaluate(() => {
      window.heard = [];
      for (const name of ['ready', 'open', 'state', 'action', 'rated', 'ended']) addEventListener(`deskbell:${name}`, ({ detail }) => heard.push([name, detail]));
      Deskbell('boot', { toolbar: [{ preset: 'human' }, { preset: 'end' }, { label: 'Track', text: 'Where is my order?' }, { label: 'Call', onPress: (state) => heard.push(['called', state]) }, { label: 'Help', link: 'https://example.com/help' }, { label: 'Never', when: () => false }, { label: 'With a person', states: 'agent' }], welcome: 'A good day to you' });
      Deskbell('open');
    });
    const chat = page.getByRole('dialog');
    await chat.getByText('A good day to you').waitFor();
    const chips = chat.locator('.chip');
    assert.deepEqual(await chips.allTextContents(), ['Talk to a person', 'Track', 'Call', 'Help']);
    await chips.getByText('Call').click();
    await page.evaluate(() => Deskbell('setProduct', { header: 'Reading lamp', desc: 'Ash and linen' }));
    await chips.getByText('Track').click();
    await chat.getByRole('log').getByText('Reading lamp').first().waitFor();
    assert.ok(await page.evaluate(() => heard.some(([name, detail]) => name === 'state' && detail.connection === 'connected')));
    assert.ok(await page.evaluate(() => heard.some(([name]) => name === 'called')));
    await page.evaluate(() => Deskbell('update', { zIndex: 7, title: 'Fernweh' }));
    await page.getByRole('dialog', { name: 'Fernweh' }).getByText('Where is my order?', { exact: true }).last().waitFor();
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('deskbell-widget')).zIndex), '7');
    await page.evaluate(() => Deskbell('human'));
    await page.waitForFunction(() => heard.some(([name, detail]) => name === 'state' && detail.state === 'agent'));
    await page.evaluate(() => Deskbell('hide'));
    assert.equal(await page.locator('deskbell-widget').isVisible(), false);
    await page.evaluate(() => Deskbell('show'));
    await page.evaluate(() => Deskbell('reset'));
    await page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.textContent.includes('Reading lamp'));
    await page.evaluate(() => Deskbell('destroy'));
    await page.waitForTimeout(300);
    assert.deepEqual(await page.evaluate(() => [document.querySelectorAll('deskbell-widget').length, Object.keys(localStorage), Object.keys(sessionStorage)]), [0, [], []]);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('another body, as client-side navigation makes one, keeps the open chat', async () => {
    const { page, context } = await visit('tag.html');
    await page.waitForFunction(() => window.Deskbell);
    await page.evaluate(() => { Deskbell('boot'); Deskbell('open'); });
    await welcome(page.getByRole('dialog'));
    await page.evaluate(() => document.documentElement.replaceChild(document.createElement('body'), document.body));
    await welcome(page.getByRole('dialog'));
    await page.evaluate(() => document.body.replaceChildren());
    await welcome(page.getByRole('dialog'));
    await context.close();
  });

  test('a tag that is run again is the chat that is there, another one a chat of its own, unless the first has gone', async () => {
    // A tag that is added by a script is refused by the policy of the relay's pages.
    const { page, context, faults } = await visit('tag.html', { bypassCSP: true });
    await page.waitForFunction(() => window.Deskbell);
    const add = (attributes) => page.evaluate((given) => new Promise((done) => {
      const again = Object.assign(document.createElement('script'), { onload: () => done(document.querySelectorAll('deskbell-widget').length) });
      for (const [name, value] of Object.entries({ async: '', src: '/deskbell.js', 'data-deskbell': '', 'data-manual': '', ...given })) again.setAttribute(name, value);
      document.body.append(again);
    }), attributes);
    await page.evaluate(() => { window.heard = 0; Deskbell('boot'); Deskbell('on', 'open', () => { heard += 1; }); });
    assert.equal(await add({}), 1);
    await page.evaluate(() => Deskbell('open'));
    await welcome(page.getByRole('dialog'));
    assert.equal(await page.evaluate(() => heard), 1, 'its listeners as well');
    // The body of the next page has a tag of its own: one chat, as that page wants it.
    await page.evaluate(() => document.documentElement.replaceChild(document.createElement('body'), document.body));
    const boots = () => page.evaluate(() => Deskbell('boot'));
    await add({ 'data-title': 'Next page' });
    await boots();
    await page.getByRole('button', { name: 'Open chat' }).click();
    await welcome(page.getByRole('dialog', { name: 'Next page' }));
    assert.equal(await page.locator('deskbell-widget').count(), 1);
    await add({ 'data-title': 'Another', 'data-desk': 'sandbox' });
    await boots();
    assert.equal(await page.locator('deskbell-widget').count(), 2);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('from the head, before there is a body', async () => {
    const { page, context, faults } = await visit('head.html');
    await welcome(page.getByRole('dialog', { name: 'From the head' }));
    assert.equal(await page.evaluate(() => ready), 1);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('what the page has hidden stays hidden, whatever the network does and the page changes', async () => {
    const { page, context } = await visit('tag.html');
    await page.waitForFunction(() => window.Deskbell);
    await page.evaluate(() => { Deskbell('boot'); Deskbell('hide'); });
    const launcher = page.locator('deskbell-widget .launcher');
    await context.setOffline(true);
    await context.setOffline(false);
    await page.evaluate(() => Deskbell('update', { title: 'Other', position: 'start' }));
    await page.waitForTimeout(100);
    assert.equal(await launcher.isVisible(), false);
    await page.evaluate(() => Deskbell('show'));
    await launcher.waitFor();
    await context.close();
  });

  test('an own box, an own launcher, nothing without a network', async () => {
    const { page, context } = await visit('tag.html');
    await page.waitForFunction(() => window.Deskbell);
    await page.evaluate(() => Deskbell('boot', { launcherLabel: 'Ask us', launcherIcon: '/demo/mark.svg', offset: 40, hideWhenOffline: true }));
    const launcher = page.getByRole('button', { name: 'Ask us' });
    const box = await launcher.boundingBox();
    assert.deepEqual([box.x + box.width, box.y + box.height], [960, 1060]);
    await context.setOffline(true);
    await launcher.waitFor({ state: 'hidden' });
    await context.setOffline(false);
    await launcher.waitFor();
    await page.evaluate(() => { const own = document.createElement('div'); own.className = 'box'; own.id = 'own'; document.body.append(own); Deskbell('boot', { container: '#own' }); });
    await welcome(page.locator('#own').getByRole('region'));
    assert.equal(await launcher.count(), 0);
    await context.close();
  });
});

describe('the package', () => {
  test('is imported on a server, where its methods do nothing', async () => {
    const { stdout } = await promisify(execFile)('node', ['--input-type=module', '-e', `const { createDeskbell, defineDeskbellChat } = await import(${JSON.stringify(join(npm, 'index.js'))}); const chat = createDeskbell({ relay: 'https://x.example' }); chat.open(); chat.send('x'); await defineDeskbellChat('/'); console.log(typeof chat.on('open', () => {}));`]);
    assert.equal(stdout.trim(), 'function');
  });

  test('makes several chats on one page', async () => {
    const { page, context, faults } = await visit('package.html');
    await page.waitForFunction(() => window.second);
    assert.equal(await page.evaluate(() => window.ready), true);
    assert.equal(await page.locator('deskbell-widget').count(), 2);
    await page.evaluate(() => { first.open(); first.send('from the first'); });
    await page.getByRole('log').getByText('from the first').waitFor();
    await page.evaluate(() => first.destroy());
    assert.equal(await page.locator('deskbell-widget').count(), 1);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('a wrong address and no options are no exception', async () => {
    const { page, context, faults } = await visit('wrong.html');
    await welcome(page.getByRole('dialog'));
    assert.deepEqual(faults, ['console: Deskbell: the option relay names nothing here: http://[']);
    await context.close();
  });

  test('as a component of React', async () => {
    const { page, context, faults } = await visit('react.html');
    await welcome(page.locator('.box').getByRole('region'));
    assert.deepEqual(await page.evaluate(() => heard), ['ready', 'open']);
    await page.evaluate(() => set.setTheme('dark'));
    await page.waitForFunction(() => document.querySelector('deskbell-widget').dataset.theme === 'dark');
    await page.evaluate(() => chat.send('from React'));
    await page.getByRole('log').getByText('from React').waitFor();
    await page.evaluate(() => set.setThere(false));
    await page.waitForFunction(() => !document.querySelector('deskbell-widget'));
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('in React’s strict mode there is one chat, and a button does what the last drawing wants', async () => {
    const { page, context, faults } = await visit('strict.html');
    await page.getByRole('button', { name: 'Open chat' }).click();
    await welcome(page.getByRole('dialog'));
    assert.equal(await page.locator('deskbell-widget').count(), 1);
    await page.getByRole('button', { name: 'Count' }).click();
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('A draft');
    await page.evaluate(() => set(7));
    await page.getByRole('button', { name: 'Count' }).click();
    // Of the chat that was unmounted, and of the one that stayed.
    assert.deepEqual(await page.evaluate(() => heard), ['ready', 'ready', 0, 7]);
    // Nothing was begun anew for it.
    assert.equal(await page.getByRole('textbox', { name: 'Message', exact: true }).inputValue(), 'A draft');
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('as a component of Vue', async () => {
    const { page, context, faults } = await visit('vue.html');
    await page.getByRole('button', { name: 'Open chat' }).click();
    await welcome(page.getByRole('dialog'));
    assert.deepEqual(await page.evaluate(() => heard), ['ready', 'open']);
    await page.evaluate(() => { set.theme.value = 'dark'; });
    await page.waitForFunction(() => document.querySelector('deskbell-widget').dataset.theme === 'dark');
    await page.getByRole('button', { name: 'Theme' }).click();
    assert.deepEqual(await page.evaluate(() => heard), ['ready', 'open', 'dark']);
    await page.evaluate(() => { set.there.value = false; });
    await page.waitForFunction(() => !document.querySelector('deskbell-widget'));
    assert.deepEqual(faults, []);
    await context.close();
  });
});

describe('a page of its own', () => {
  test('/chat fills the window, takes its looks from the address, and can be installed', async () => {
    const { page, context, faults } = await visit('chat?locale=de&accent=%235b2a86&title=Fernweh', { viewport: { width: 390, height: 760 } });
    const chat = page.getByRole('region', { name: 'Fernweh' });
    await welcome(chat);
    const box = await chat.boundingBox();
    assert.deepEqual([box.width, box.height], [390, 760]);
    assert.equal(await page.title(), 'Fernweh');
    const manifest = await page.evaluate(async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json());
    assert.equal(manifest.display, 'standalone');
    for (const { src, sizes, type } of manifest.icons) {
      const answer = await page.request.get(new URL(src, site.url('chat/')).href);
      assert.equal(answer.headers()['content-type'], type, sizes);
    }
    const code = await page.evaluate(async () => { const canvas = await Deskbell('qr'); return [canvas.getAttribute('aria-label'), canvas.width > 100]; });
    assert.deepEqual(code, [site.url('chat?locale=de&accent=%235b2a86&title=Fernweh'), true], 'the same chat');
    assert.deepEqual(faults, []);
    await context.close();
  });
});
