// What the relay serves: the widget, the sandbox's pictures, uploads, and nothing else.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import test from 'node:test';
import { Client, startRelay, temporaryFolder } from './relay.mjs';

/** A small website as the build makes it. */
function site(t) {
    const web = temporaryFolder(t);
    mkdirSync(join(web, 'demo'));
    mkdirSync(join(web, 'lang'));
    writeFileSync(join(web, 'demo', 'index.html'), '<!doctype html><title>Shop</title>');
    writeFileSync(join(web, 'deskbell.js'), 'void 0;');
    writeFileSync(join(web, 'deskbell.js.br'), 'packed');
    writeFileSync(join(web, 'deskbell.wasm'), Buffer.from([0, 0x61, 0x73, 0x6d]));
    writeFileSync(join(web, 'lang', 'en.json'), '{}');
    return web;
}

/** A request whose path goes out as it is written. */
function raw(relay, path, { method = 'GET', headers = {}, body } = {}) {
    return new Promise((resolve, reject) => {
        const request = http.request(relay.url, { path, method, headers, agent: false }, (response) => {
            const parts = [];
            response.on('data', (part) => parts.push(part));
            response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
        });
        request.on('error', reject);
        request.end(body);
    });
}

const upload = (relay, token, name, type, body, headers = {}) =>
    raw(relay, `/upload?name=${encodeURIComponent(name)}`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': type, ...headers }, body });

test('the page and its files, with what protects them', async (t) => {
    const relay = await startRelay(t, { args: ['--web', site(t)] });
    const page = await raw(relay, '/');
    assert.equal(page.status, 200);
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    const policy = page.headers['content-security-policy'];
    for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), part);
    assert.equal(page.headers['x-content-type-options'], 'nosniff');
    assert.equal(page.headers['cache-control'], 'no-cache');
    const wasm = await raw(relay, '/deskbell.wasm');
    assert.equal(wasm.headers['content-type'], 'application/wasm');
    assert.equal(wasm.headers['access-control-allow-origin'], '*');
    assert.equal((await raw(relay, '/deskbell.wasm?v=3')).headers['cache-control'], 'public, max-age=31536000, immutable');
    const packed = await raw(relay, '/deskbell.js', { headers: { 'Accept-Encoding': 'gzip, br' } });
    assert.equal(packed.headers['content-encoding'], 'br');
    assert.equal(packed.body.toString(), 'packed');
    assert.equal(packed.headers.vary, 'Accept-Encoding');
    const plain = await raw(relay, '/deskbell.js');
    assert.equal(plain.body.toString(), 'void 0;');
    assert.equal((await raw(relay, '/deskbell.js', { headers: { 'If-None-Match': plain.headers.etag } })).status, 304);
    const head = await raw(relay, '/deskbell.js', { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers['content-length'], head.body.length], [200, '7', 0]);
});

test('no path leaves the folder', async (t) => {
    const relay = await startRelay(t, { args: ['--web', site(t)] });
    for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/lang/..%2f..%2fetc/passwd', '/..%5c..%5cetc', '//etc/passwd', '/.git/config', '/%00']) {
        assert.equal((await raw(relay, path)).status, 400, path);
    }
    for (const path of ['/etc/passwd', '/nothing', '/lang', '/sandbox/nothing', '/files/x/y', '/files/', '/files/..']) {
        const answer = await raw(relay, path);
        assert.ok([404, 400].includes(answer.status), `${path} ${answer.status}`);
        assert.ok(!answer.body.includes('root:'));
    }
    assert.equal((await raw(relay, '/', { method: 'DELETE' })).status, 405);
    assert.equal((await raw(relay, '/ws')).status, 426);
    assert.equal((await raw(relay, '/', { headers: { 'X-Long': 'x'.repeat(20000) } }).catch(() => ({ status: 0 }))).status, 0);
    assert.equal((await raw(relay, '/')).status, 200);
});

test('the sandbox’s picture is a picture', async (t) => {
    const relay = await startRelay(t);
    const lamp = await raw(relay, '/sandbox/lamp.png');
    assert.equal(lamp.headers['content-type'], 'image/png');
    assert.equal(lamp.body.subarray(1, 4).toString(), 'PNG');
});

test('an upload is kept, served safely, and only with a token', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    // What a file is, its bytes tell: the signature and the header chunk of a PNG.
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));
    bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x10', 'latin1');
    const done = await upload(relay, client.token, 'my photo é.png', 'image/png', bytes);
    assert.equal(done.status, 201);
    const { url } = JSON.parse(done.body);
    assert.match(url, /^\/files\/[A-Za-z0-9_-]{22}\/my%20photo%20%C3%A9\.png$/);
    const file = await raw(relay, url);
    assert.deepEqual(file.body, bytes);
    assert.equal(file.headers['content-type'], 'image/png');
    assert.ok(file.headers['content-disposition'].startsWith('inline;'));
    assert.equal(file.headers['content-security-policy'], "sandbox; default-src 'none'");
    assert.equal(file.headers['x-content-type-options'], 'nosniff');
    const part = await raw(relay, url, { headers: { Range: 'bytes=10-19' } });
    assert.deepEqual([part.status, part.headers['content-range'], part.body], [206, 'bytes 10-19/5000', bytes.subarray(10, 20)]);
    assert.equal((await raw(relay, url, { headers: { Range: 'bytes=9000-' } })).status, 416);
    const disguised = await upload(relay, client.token, 'x.png', 'image/png', '<script>alert(1)</script>');
    const shown = await raw(relay, JSON.parse(disguised.body).url);
    assert.deepEqual([shown.headers['content-type'], shown.headers['content-disposition'].split(';')[0]], ['application/octet-stream', 'attachment']);
    const page = await upload(relay, client.token, '../../x.html', 'text/html; charset=utf-8', '<script>alert(1)</script>');
    const served = await raw(relay, JSON.parse(page.body).url);
    assert.ok(served.headers['content-disposition'].startsWith('attachment;'));
    const svg = await upload(relay, client.token, 'x.svg', 'image/svg+xml', '<svg/>');
    assert.ok((await raw(relay, JSON.parse(svg.body).url)).headers['content-disposition'].startsWith('attachment;'));
    const odd = await upload(relay, client.token, '', 'no type at all', 'x');
    assert.equal((await raw(relay, JSON.parse(odd.body).url)).headers['content-type'], 'application/octet-stream');
    assert.equal((await upload(relay, 'wrong', 'a.png', 'image/png', 'x')).status, 401);
    assert.equal((await upload(relay, client.token, 'a.png', 'image/png', '')).status, 400);
});

test('an upload that is too large is refused, announced or not', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    const large = Buffer.alloc((20 << 20) + 1);
    assert.equal((await upload(relay, client.token, 'a.bin', 'application/x', large)).status, 413);
    const chunked = await upload(relay, client.token, 'a.bin', 'application/x', large, { 'Transfer-Encoding': 'chunked' });
    assert.equal(chunked.status, 413);
    assert.equal((await upload(relay, client.token, 'a.bin', 'application/x', large.subarray(1))).status, 201);
});

test('uploads from other websites need to be listed', async (t) => {
    const relay = await startRelay(t, { args: ['--origin', 'https://shop.example'] });
    const client = await Client.hello(relay);
    const listed = await upload(relay, client.token, 'a.png', 'image/png', 'x', { Origin: 'https://shop.example' });
    assert.deepEqual([listed.status, listed.headers['access-control-allow-origin']], [201, 'https://shop.example']);
    const other = await upload(relay, client.token, 'a.png', 'image/png', 'x', { Origin: 'https://evil.example' });
    assert.deepEqual([other.status, other.headers['access-control-allow-origin']], [403, undefined]);
    const asked = await raw(relay, '/upload', { method: 'OPTIONS', headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' } });
    assert.deepEqual([asked.status, asked.headers['access-control-allow-headers']], [204, 'Authorization, Content-Type']);
    assert.equal((await raw(relay, '/upload', { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } })).status, 403);
});

test('one connection answers many requests', async (t) => {
    const relay = await startRelay(t, { args: ['--web', site(t)] });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 20; ++i) {
        const status = await new Promise((resolve, reject) => {
            http.get(`${relay.url}/lang/en.json`, { agent }, (response) => response.resume().on('end', () => resolve(response.statusCode))).on('error', reject);
        });
        assert.equal(status, 200);
    }
    agent.destroy();
    assert.equal(await relay.stop(), 0);
});
