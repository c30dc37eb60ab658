// The visitor's story in Chromium, Firefox and WebKitGTK, against the real relay: one story, a driver for each behind the same interface.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { shot, start_relay } from '../web/support.mjs';
import { steps, Visitor } from './story.mjs';

const engines = (process.env.DESKBELL_ENGINES || 'chromium firefox webkit').split(' ');

for (const name of engines) {
  describe(name, () => {
    const at = { folder: mkdtempSync(join(tmpdir(), `deskbell-${name}-`)) };
    const visitor = new Visitor();
    let relay;
    let lost = false;

    before(async () => {
      relay = await start_relay({ speed: 4 });
      at.url = relay.url;
      const { open_engine } = await import(`./${name}.mjs`);
      visitor.engine = await open_engine();
      console.log(`${name}: ${await visitor.engine.version()}`);
    });
    after(async () => {
      await visitor.engine?.close();
      assert.equal(await relay?.stop(), 0);
      rmSync(at.folder, { recursive: true, force: true });
    });

    for (const [what, act] of steps(visitor, at, (step) => shot(`${name}-${step}`))) {
      test(what, async () => {
        // A story that has lost its thread tells nothing more.
        assert.ok(!lost, 'a step before this one failed');
        lost = true;
        try {
          await act();
          lost = false;
        } finally {
          if (lost) await visitor.engine.screenshot(shot(`${name}-failed`)).catch(() => undefined);
        }
      });
    }
  });
}
