// A proxy in front of a relay that cuts WebSockets, wherever they are at that moment; other requests pass, so that pages load.

import { connect, createServer } from 'node:net';

/** `cut()` breaks every WebSocket that is open, half a frame or not, and gives how many there were; `turn_to()` sends what comes later to another relay. */
export async function start_cutting_proxy(target) {
  let { hostname, port } = new URL(target);
  const open = new Set();
  const sockets = new Set();
  const server = createServer((client) => {
    const relay = connect(Number(port), hostname);
    const pair = { client, relay };
    open.add(pair);
    const end = () => {
      client.destroy();
      relay.destroy();
      open.delete(pair);
      sockets.delete(pair);
    };
    client.once('data', (first) => {
      if (/^upgrade: websocket/im.test(first.toString('latin1'))) sockets.add(pair);
      relay.write(first);
      client.pipe(relay);
      relay.pipe(client);
    });
    for (const side of [client, relay]) side.on('error', end).on('close', end);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    cut() {
      const broken = [...sockets];
      for (const { client, relay } of broken) {
        client.resetAndDestroy();
        relay.resetAndDestroy();
      }
      return broken.length;
    },
    turn_to(next) {
      ({ hostname, port } = new URL(next));
    },
    stop() {
      for (const { client, relay } of open) {
        client.destroy();
        relay.destroy();
      }
      return new Promise((done) => server.close(done));
    },
  };
}
