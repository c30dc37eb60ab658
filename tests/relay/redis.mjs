// A real redis-server for the tests of several relays.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import { pause, temporaryFolder } from './relay.mjs';

const free_port = () => new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

/** Whether something answers PING on the port. */
const answers = (port) => new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.on('data', (bytes) => { resolve(bytes.toString().startsWith('+PONG')); socket.destroy(); });
    socket.on('error', () => resolve(false));
});

/** Starts Redis on a free port, with an append-only file that is written before each answer; it goes with the test. */
export async function startRedis(t) {
    const folder = temporaryFolder(t);
    const port = await free_port();
    const redis = { url: `redis://127.0.0.1:${port}/0` };
    redis.start = async () => {
        redis.child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''], { stdio: 'ignore' });
        redis.exited = once(redis.child, 'exit');
        while (!await answers(port)) {
            if (redis.child.exitCode !== null) throw new Error('redis-server ended');
            await pause(10);
        }
    };
    redis.kill = () => {
        redis.child.kill('SIGKILL');
        return redis.exited;
    };
    await redis.start();
    t.after(() => redis.kill());
    return redis;
}
