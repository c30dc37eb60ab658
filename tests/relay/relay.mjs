// Starts the relay and talks to it over real sockets; the parts that the tests of the relay share.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The one dependency lives with the others of the project, in web/.
export const WebSocket = createRequire(new URL('../../web/package.json', import.meta.url))('ws');

/** The program. */
export const binary = process.env.DESKBELL_RELAY ?? fileURLToPath(new URL('../../build/release/bin/deskbell-relay', import.meta.url));

/** A folder that is removed when the test ends. */
export function temporaryFolder(t) {
    const folder = mkdtempSync(join(tmpdir(), 'deskbell-relay-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** Starts a relay on a free port; it is killed when the test ends, if it still runs. */
export async function startRelay(t, { data = temporaryFolder(t), args = [], speed = 10 } = {}) {
    const child = spawn(binary, ['--port', '0', '--data', data, '--speed', String(speed), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    t.after(() => child.kill('SIGKILL'));
    const relay = { child, data, log: '', url: '', exited: once(child, 'exit') };
    child.stderr.on('data', (bytes) => { relay.log += bytes; });
    relay.url = await new Promise((resolve, reject) => {
        let out = '';
        child.stdout.on('data', (bytes) => {
            out += bytes;
            const found = /Deskbell relay on (http:\S+)\/\n/.exec(out);
            if (found) resolve(found[1]);
        });
        child.on('exit', (code) => reject(new Error(`the relay ended with ${code}: ${relay.log}`)));
    });
    /** Sends SIGTERM and gives the exit code. */
    relay.stop = async () => {
        child.kill('SIGTERM');
        return (await relay.exited)[0];
    };
    return relay;
}

/** A WebSocket with its frames in a list. */
export class Client {
    static async open(relay, options = {}) {
        const client = new Client();
        client.socket = new WebSocket(relay.url.replace('http', 'ws') + '/ws', { perMessageDeflate: false, ...options });
        client.frames = [];
        client.waiting = new Set();
        client.closed = new Promise((resolve) => client.socket.on('close', (code) => resolve(code)));
        client.socket.on('message', (bytes) => {
            client.frames.push(JSON.parse(bytes.toString()));
            for (const check of [...client.waiting]) check();
        });
        await once(client.socket, 'open');
        return client;
    }

    /** Opens a socket and says hello; `client.token` is the visitor's. */
    static async hello(relay, { token = null, after = null, lang = 'en', desk, user, ...options } = {}) {
        const client = await Client.open(relay, options);
        client.send({ hello: { token, after, lang, desk, user } });
        client.welcome = (await client.next((frame) => frame.welcome)).welcome;
        client.token = client.welcome.token;
        return client;
    }

    send(frame) { this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)); }
    message(client_id, message, online_only = false) { this.send({ send: { client_id, message, online_only } }); }
    say(client_id, text) { this.message(client_id, { type: 'TIMTextElem', payload: { text } }); }

    /** The first frame, past or to come, that fits. */
    next(fits, what = fits.toString(), time = 5000) {
        return new Promise((resolve, reject) => {
            const check = () => {
                const found = this.frames.find((frame) => fits(frame));
                if (!found) return;
                clearTimeout(timer);
                this.waiting.delete(check);
                resolve(found);
            };
            const timer = setTimeout(() => {
                this.waiting.delete(check);
                reject(new Error(`nothing like ${what} in ${time} ms, but ${JSON.stringify(this.frames).slice(-2000)}`));
            }, time);
            this.waiting.add(check);
            check();
        });
    }

    sent(client_id) { return this.next((frame) => frame.event === 'sent' && frame.client_id === client_id, `sent ${client_id}`); }
    error(code) { return this.next((frame) => frame.error?.code === code, `error ${code}`); }
    state(name) { return this.next((frame) => frame.event === 'state' && frame.state === name, `state ${name}`); }
    /** The first Desk message with this src. */
    src(number, event = 'message') {
        return this.next((frame) => frame.event === event && Number(data(frame.message)?.src) === number, `${event} with src ${number}`);
    }
    async history(before, limit) {
        const already = this.frames.filter((frame) => frame.event === 'history').length;
        this.send({ load_history: { ...(before && { before }), limit } });
        await this.next(() => this.frames.filter((frame) => frame.event === 'history').length > already, 'a page of history');
        return this.frames.filter((frame) => frame.event === 'history').at(-1);
    }
    async close() {
        this.socket.close();
        return this.closed;
    }
}

/** The parsed payload.data of a custom message, or null. */
export function data(message) {
    try {
        return JSON.parse(message.payload.data);
    } catch {
        return null;
    }
}

/** An outgoing Desk message. */
export function desk(src, members = {}) {
    return { type: 'TIMCustomElem', payload: { data: JSON.stringify({ customerServicePlugin: 0, src: String(src), ...members }) } };
}

export const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
