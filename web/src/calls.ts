import type { lazy } from './chunks';
import type { SaveOptions } from './events';
import type { Event as CoreEvent } from './gen/protocol';
import type { Host } from './host';
import { requestOf, wrongCall } from './requests';

/** What the page's calls may ask of the running chat. */
export interface Called {
  readonly host: Host;
  readonly lazy: typeof lazy;
  /** The visitor's words. */
  say(text: string): void;
  dispatch(event: CoreEvent): void;
  /** What is to be said before the visitor's next words; nothing takes it back. */
  product(event: CoreEvent | undefined): void;
  /** The session up to now as a fixture, when it is recorded. */
  recording(): string | undefined;
}

/** Does what a method of the page wants; a wrong call is told. */
export async function call(chat: Called, method: string, args: unknown[]): Promise<unknown> {
  const { host } = chat;
  const wrong = wrongCall(method, args);
  if (wrong) return host.complain(wrong);
  if (method === 'record') return record(chat, args as ['start' | 'save', SaveOptions?]);
  if (method === 'qr') return qr(chat);
  if (method === 'setProduct') chat.product(args[0] ? requestOf('sendCard', args) : undefined);
  else if (method === 'send') chat.say(String(args[0]));
  else {
    const event = requestOf(method, args);
    if (event) chat.dispatch(event);
  }
  return undefined;
}

async function record({ host, lazy, recording }: Called, [what, how]: ['start' | 'save', SaveOptions?]): Promise<unknown> {
  if (what === 'save') return (await lazy('../tools/replay')).save(recording(), how);
  if (!host.options.record) throw new Error("recording is off: Deskbell('boot', { record: true })");
  return host.again(true).call('', []);
}

async function qr({ host, lazy }: Called): Promise<HTMLCanvasElement> {
  // The same chat: what it looks like and whom it is with, and nothing of who the visitor is.
  const page = new URL('chat', host.relay);
  for (const name of ['locale', 'theme', 'accent', 'title', 'desk'] as const) {
    const value = host.options[name];
    if (value) page.searchParams.set(name, value);
  }
  return (await lazy('qr')).draw(page.href, page.href);
}
