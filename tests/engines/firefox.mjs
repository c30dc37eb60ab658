// Firefox, by Puppeteer over WebDriver BiDi.

import { from_web } from '../web/support.mjs';

export async function open_engine() {
  const { launch } = from_web('puppeteer-core');
  const browser = await launch({ browser: 'firefox', executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr', headless: true, extraPrefsFirefox: { 'intl.accept_languages': 'en-GB', 'ui.prefersReducedMotion': 0 } });
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 800 });
  return {
    version: () => browser.version(),
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    evaluate: (source) => page.evaluate(source),
    click: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    key: (name) => page.keyboard.press(name),
    async upload(expression, path) {
      await (await page.evaluateHandle(expression)).asElement().uploadFile(path);
    },
    screenshot: (path) => page.screenshot({ path }),
    close: () => browser.close(),
  };
}
