// A stand-in for an OpenAI-compatible chat-completions endpoint.

import { Refusal, StandIn } from './support.mjs';

const pause = (time) => new Promise((done) => setTimeout(done, time));
const wrong = (status, message) => new Refusal(status, { error: { message, type: 'invalid_request_error' } });

export class OpenAi extends StandIn {
  /** What the model says to a conversation; `null` calls the tool transfer_to_human. */
  answer = (messages) => `You asked: **${messages.at(-1).content}**. Here is a longer answer, so that it can be seen growing, word by word.`;
  /** Milliseconds between two pieces of a stream. */
  pace = 15;
  /** Streams that were read to their end, and those that the client left. */
  finished = 0;
  abandoned = 0;

  constructor({ key = 'sk-1', model = 'small' } = {}) {
    super();
    Object.assign(this, { key, model });
    this.routes.push(['POST', '/v1/chat/completions', this.#complete]);
  }

  not_json() { return wrong(400, 'We could not parse the JSON body of your request.'); }

  async #complete({ headers, body, response }) {
    if (headers.authorization !== `Bearer ${this.key}`) throw wrong(401, 'Incorrect API key provided.');
    this.limit('key', 300, 60_000);
    if (body?.model !== this.model) throw wrong(404, `The model \`${body?.model}\` does not exist`);
    if (!Array.isArray(body.messages) || body.messages.length === 0) throw wrong(400, "'messages' must be a non-empty array");
    for (const { role, content } of body.messages) {
      if (!['system', 'user', 'assistant', 'tool'].includes(role)) throw wrong(400, `'${role}' is not one of the roles`);
      if (typeof content !== 'string') throw wrong(400, "'content' must be a string");
    }
    if (body.max_tokens !== undefined && !(body.max_tokens >= 1)) throw wrong(400, "'max_tokens' must be at least 1");
    const said = this.answer(body.messages);
    if (said === null && !body.tools) throw new Error('the script wants a tool, and none was offered');
    const head = { id: 'chatcmpl-1', created: Math.floor(Date.now() / 1000), model: this.model };
    if (!body.stream) return { ...head, object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', content: said }, finish_reason: 'stop' }] };
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    const send = (delta, finish_reason = null) => response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
    send({ role: 'assistant', content: '' });
    if (said === null) send({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'transfer_to_human', arguments: '{}' } }] });
    for (const piece of said?.match(/\S+\s*/g) ?? []) {
      await pause(this.pace);
      if (response.destroyed) {
        this.abandoned += 1;
        return undefined;
      }
      send({ content: piece });
    }
    send({}, said === null ? 'tool_calls' : 'stop');
    response.end('data: [DONE]\n\n');
    this.finished += 1;
    return undefined;
  }
}
