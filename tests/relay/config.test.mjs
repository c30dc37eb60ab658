// The configuration: every mistake is named with its line, the environment overrides the file, secrets are never told, and the reference in docs/ is the program's own.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { binary, Client, startRelay, temporaryFolder } from './relay.mjs';

/** What check-config says of a text: the exit code and its lines, with `FILE` for the file's name. */
function check(t, text, environment = {}) {
    const file = join(temporaryFolder(t), 'relay.toml');
    writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync(binary, ['check-config', file], { env: { ...process.env, ...environment }, encoding: 'utf8' });
    return { status, lines: stderr.replaceAll(file, 'FILE').trim().split('\n').filter(Boolean), out: stdout.replaceAll(file, 'FILE') };
}

const helpdesk = `[[desk]]
name = "help"
kind = "feishu_helpdesk"
app_id = "cli_1"
app_secret = "s"
helpdesk_id = "1"
helpdesk_token = "t"
verification_token = "v"
encrypt_key = "e"
`;

test('a good file is good, an empty one too', (t) => {
    assert.deepEqual(check(t, ''), { status: 0, lines: [], out: 'FILE: good, 0 desks\n' });
    assert.deepEqual(check(t, helpdesk), { status: 0, lines: [], out: 'FILE: good, 1 desks\n' });
});

test('every mistake has its line and says what was expected', (t) => {
    const { status, lines } = check(t, `[relay]
port = "8787"
hosts = "0.0.0.0"
public_url = "example"
ca_file = "/nowhere/ca.pem"
[identity]
jwt_secret = "short"
token_keys = ["short"]
jwt_public_key = "/dev/null"
[usersig]
sdk_app_id = 1400000000
[relais]
[[desk]]
name = "Help Desk"
kind = "feishu_helpdesk"
[[desk]]
name = "one"
kind = "feishu"
[[desk]]
name = "two"
kind = "chatwoot"
base = "http://chat.example.com"
inbox = "x"
[[desk]]
name = "three"
kind = "aily"
app_id = "cli_1"
app_secret = "s"
aily_app_id = "spring_1__c"
mentions = ["Anna"]
`);
    assert.equal(status, 1);
    const place = (start) => lines.filter((line) => line.startsWith(start));
    for (const [start, words] of [
        ['FILE:2: port: expected a whole number from 0 to 65535', ''],
        ['FILE:3: hosts: there is no such key; there are: ', 'host'],
        ['FILE:4: public_url: expected an http or https address', ''],
        ['FILE:5: ca_file: expected a file that can be read with certificates in it (PEM)', ''],
        ['FILE:7: jwt_secret: expected at least 32 bytes', ''],
        ['FILE:8: token_keys: expected keys of at least 32 bytes', ''],
        ['FILE:9: jwt_public_key: expected a file that can be read with an RSA public key in it (PEM)', ''],
        ['FILE:11: sdk_app_id: expected `key` beside it', ''],
        ['FILE:12: relais: there is no such section; there are: ', 'relay'],
        ['FILE:13: desk: expected a `name` of 1 to 64 lower-case letters, digits, _ and -', ''],
        ['FILE:18: desk one: expected a `kind`, one of ', 'feishu_helpdesk'],
        ['FILE:19: desk two: address "http://chat.example.com": http is for loopback only', ''],
        ['FILE:30: desk three: mentions: expected "ou_… name", not "Anna"', ''],
    ]) {
        const [line] = place(start);
        assert.ok(line?.includes(words), `${start}… among\n${lines.join('\n')}`);
    }
    assert.equal(lines.length, 13, lines.join('\n'));
});

test('what is no TOML is said with its line', (t) => {
    const { status, lines } = check(t, '[relay]\nport = 1\nhost = = 2\n');
    assert.equal(status, 1);
    assert.match(lines[0], /^FILE:3: /);
});

test('the environment comes before the file, and a mistake in it has its name', (t) => {
    const broken = helpdesk.replace('app_secret = "s"\n', '');
    assert.equal(check(t, broken).status, 1);
    assert.deepEqual(check(t, broken, { DESKBELL_DESK_HELP_APP_SECRET: 'from outside' }).lines, []);
    assert.deepEqual(check(t, '[relay]\nport = 1\n', { DESKBELL_RELAY_PORT: 'many' }).lines, ['DESKBELL_RELAY_PORT: expected a whole number from 0 to 65535']);
    assert.deepEqual(check(t, '', { DESKBELL_IDENTITY_JWT_SECRET: 'short' }).lines, ['DESKBELL_IDENTITY_JWT_SECRET: jwt_secret: expected at least 32 bytes']);
});

test('secrets are told by nobody', async (t) => {
    const secrets = ['the secret of the app', 'token of the helpdesk', 'verification word', 'sealing key', 'a user secret of at least 32 bytes', 'short one'];
    const text = helpdesk.replace('"s"', `"${secrets[0]}"`).replace('"t"', `"${secrets[1]}"`).replace('"v"', `"${secrets[2]}"`).replace('"e"', `"${secrets[3]}"`);
    const wrong = check(t, `[identity]\nuser_secret = "${secrets[4]}"\njwt_secret = "${secrets[5]}"\n${text}poll = "often"\n`);
    assert.equal(wrong.status, 1);
    const file = join(temporaryFolder(t), 'relay.toml');
    writeFileSync(file, `[identity]\nuser_secret = "${secrets[4]}"\n${text}`);
    const relay = await startRelay(t, { args: ['--config', file] });
    // Nor by what anybody can ask for: the pages, their settings, what the relay says of itself, the frames of a visitor.
    const told = [];
    for (const path of ['/', '/chat', '/chat.html', '/deskbell.js', '/demo/', '/healthz', '/readyz', '/metrics', '/relay.toml', '/v1/usersig', '/hooks/help']) {
        const answer = await fetch(relay.url + path);
        told.push(...answer.headers.values(), await answer.text());
    }
    const visitor = await Client.hello(relay, { desk: 'help' });
    told.push(JSON.stringify(visitor.frames));
    await relay.stop();
    for (const secret of secrets) assert.ok(!`${wrong.lines.join('\n')}${relay.log}${told.join('\n')}`.includes(secret), secret);
});

test('docs/relay-config.md has the reference that the program prints', () => {
    const { stdout } = spawnSync(binary, ['config-reference'], { encoding: 'utf8' });
    const doc = readFileSync(new URL('../../docs/relay-config.md', import.meta.url), 'utf8');
    assert.ok(stdout.length > 1000);
    assert.ok(doc.includes(stdout.trim()), 'deskbell-relay config-reference prints something else');
});
