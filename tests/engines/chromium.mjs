// Chromium, by Playwright.

import { launch_browser } from '../web/support.mjs';

export async function open_engine() {
  const browser = await launch_browser();
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  return {
    version: async () => browser.version(),
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    evaluate: (source) => page.evaluate(source),
    click: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    key: (name) => page.keyboard.press(name),
    async upload(expression, path) {
      await (await page.evaluateHandle(expression)).asElement().setInputFiles(path);
    },
    screenshot: (path) => page.screenshot({ path }),
    close: () => browser.close(),
  };
}
