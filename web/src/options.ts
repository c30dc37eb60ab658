import { optionShapes } from './check';

/** Who the visitor is, when the page knows. */
export interface User {
  id: string;
  name?: string;
  avatar?: string;
}

/** What `Deskbell('boot', …)` takes; everything can be left out. */
export interface Options {
  /** Where the relay is; by default where the script came from. */
  relay?: string;
  user?: User;
  /** The way to the desk: our relay, or Tencent Cloud's own service. The options below it are for the latter. */
  channel?: 'relay' | 'tencent';
  sdkAppId?: number;
  userId?: string;
  /** The user's signature. One that runs out is replaced from `userSigUrl`, which answers `{"userSig":"…"}` to a GET with cookies. */
  userSig?: string;
  userSigUrl?: string;
  nickName?: string;
  avatar?: string;
  /** Whom to talk to; by default `@customer_service_account`. Several are conversations of their own. */
  serviceAccount?: string;
  /** Instead of a service account: a group that the user is a member of. */
  groupId?: string;
  /** A language tag; by default the first of the browser's languages that there are texts for, then the page's language, then English. */
  locale?: string;
  /** A CSS colour; by default a quiet green. */
  accent?: string;
  theme?: 'light' | 'dark' | 'auto';
  zIndex?: number;
  /** Where the widget is put; by default the end of the body. */
  container?: string | HTMLElement;
  /** For `<style>` elements in browsers without constructable style sheets, on pages with a content security policy. */
  nonce?: string;
  /** Where the visitor's key and unsent messages are kept. */
  storage?: 'local' | 'session' | 'none';
  /** The direction of writing; by default that of the language. */
  dir?: 'ltr' | 'rtl';
  title?: string;
  /** Lets the page record the conversation with `Deskbell('record', …)`; off by default. */
  record?: boolean;
  /** The address of a fixture to play instead of a conversation. */
  replay?: string;
  /** How fast: 1 is the time that it took; by default 0, all at once. */
  replaySpeed?: number;
  /** The lower corner at the end or at the start of a line. */
  position?: 'end' | 'start';
}

/** The settings of a script tag: `data-relay`, `data-accent`, `data-z-index` and so on; `data-user` is an id, `data-user-name` their name. Other attributes are not ours. */
export function optionsOf(script: HTMLElement): Options {
  const data: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(optionShapes)) {
    const text = script.dataset[name];
    // An attribute without a value switches something on, and the text "false" must not.
    if (shape === 'boolean' && text !== undefined) data[name] = text !== 'false';
    else if (text) data[name] = shape === 'number' && !isNaN(+text) ? +text : shape === 'object' ? { id: text, name: script.dataset[`${name}Name`] } : text;
  }
  if (script.nonce) data['nonce'] ??= script.nonce;
  return data as Options;
}
