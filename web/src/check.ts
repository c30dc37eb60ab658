import type { Options } from './options';

/** What an option or an argument may be: types as `typeof` names them, or words, separated by `|`. */
type Shape = string;

export const optionShapes: Record<keyof Options, Shape> = {
  relay: 'string',
  user: 'object',
  channel: 'relay|tencent',
  sdkAppId: 'number',
  userId: 'string',
  userSig: 'string',
  userSigUrl: 'string',
  nickName: 'string',
  avatar: 'string',
  serviceAccount: 'string',
  groupId: 'string',
  locale: 'string',
  accent: 'string',
  theme: 'light|dark|auto',
  zIndex: 'number',
  container: 'string|object',
  nonce: 'string',
  storage: 'local|session|none',
  dir: 'ltr|rtl',
  title: 'string',
  record: 'boolean',
  replay: 'string',
  replaySpeed: 'number',
  position: 'end|start',
};

/** The first argument of a method that cannot do without it. */
const argumentShapes: Record<string, Shape> = {
  send: 'string',
  card: 'object',
  order: 'object',
  language: 'string',
  theme: optionShapes.theme,
  record: 'start|save',
  on: 'ready|open|close|message|unread|ended|replayed|error',
};

/** What is wrong with a value, or an empty text. */
const fault = (what: string, shape: Shape, value: unknown): string =>
  shape.split('|').some((one) => one === value || (one === typeof value && value !== null)) ? '' : `${what} has to be ${shape}, not ${JSON.stringify(value)}`;

/** The options without what is none or cannot be one, which is told; what is undefined or null counts as left out. */
export function checkOptions(options: Options, complain: (what: string) => void): Options {
  const good: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value == null) continue;
    const shape = optionShapes[name as keyof Options];
    const wrong = shape ? fault(`the option ${name}`, shape, value) || (name === 'user' && fault('the option user.id', 'string', value.id)) : `there is no option "${name}", but ${Object.keys(optionShapes)}`;
    if (wrong) complain(wrong);
    else good[name] = value;
  }
  return good as Options;
}

/** What is wrong with a call, or an empty text. */
export const checkCall = (method: string, [first, second]: unknown[]): string => {
  const shape = argumentShapes[method];
  return (shape && fault(`Deskbell('${method}', …)`, shape, first)) || (method === 'on' ? fault('the listener', 'function', second) : '');
};
