import TencentCloudChat, { type ChatSDK, type Message } from '@tencentcloud/lite-chat/basic';
import conversation from '@tencentcloud/lite-chat/plugins/conversation';
import enhancer from '@tencentcloud/lite-chat/plugins/message-enhancer';
import type { User } from '../../options';
import type { Gone, Net } from '../channel';
import { failureOf, verdict } from './failures';

/** Who signs in, and how. */
export interface Account {
  sdkAppId: number;
  userId: string;
  userSig?: string | undefined;
  /** Answers `{"userSig":"…"}` to a GET with the page's cookies, or to a POST of `{"user":…}` when there is something that proves the user (a relay's `/v1/usersig`). */
  userSigUrl?: string | undefined;
  user?: User | undefined;
  nickName?: string | undefined;
  avatar?: string | undefined;
}

/** What one conversation hears of the line. */
export interface Listener {
  connected(): void;
  connecting(): void;
  disconnected(trouble?: Gone): void;
  arrived(messages: Message[]): void;
  modified(messages: Message[]): void;
  revoked(messages: Message[]): void;
  read(messages: Message[]): void;
  /** For the operator. */
  told(message: string): void;
}

const firstWait = 1000;
const longestWait = 30_000;

/** The line that is open, and the end of the one before: the SDK keeps its state in its module, so there is one on a page at a time. */
let current: Line | undefined;
let leaving: Promise<unknown> = Promise.resolve();

/** The page's line for this account: the conversations of a page (several service accounts, a group) share it. Throws when another account is signed in. */
export function lineFor(account: Account): Line {
  if (current && !current.isOf(account)) throw new Error(`channel "tencent": ${current.name} is signed in on this page; one page, one account`);
  current ??= new Line(account);
  return current;
}

/** A signed-in SDK. Signs in again where that helps, with a new signature where there is an address for one; says why where it does not. */
export class Line {
  /** Once it is there; while it is not, nothing can be sent. */
  sdk: ChatSDK | undefined;
  private readonly listeners = new Set<Listener>();
  private readonly handlers: [string, (event: { data: never }) => void][];
  private state: Net = 'connecting';
  private trouble: Gone | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait = firstWait;
  /** Whether the signature at hand came from the address since the last success. */
  private renewed = false;
  private signature: string | undefined;
  private signing = false;
  private over = false;

  constructor(private readonly account: Account) {
    const { EVENT } = TencentCloudChat;
    const to = (tell: 'arrived' | 'modified' | 'revoked' | 'read') => ({ data }: { data: Message[] }) => {
      for (const listener of this.listeners) listener[tell](data);
    };
    this.signature = account.userSig;
    this.handlers = [
      [EVENT.SDK_READY, () => this.ready()],
      [EVENT.SDK_NOT_READY, () => this.move('disconnected')],
      [EVENT.NET_STATE_CHANGE, ({ data: { state } }: { data: { state: Net } }) => this.net(state)],
      [EVENT.KICKED_OUT, ({ data: { type } }: { data: { type: string } }) => this.kicked(type)],
      [EVENT.ERROR, ({ data: { code, message } }: { data: { code?: number; message?: string } }) => this.tell(`${code}: ${message}`)],
      [EVENT.MESSAGE_RECEIVED, to('arrived')],
      [EVENT.MESSAGE_MODIFIED, to('modified')],
      [EVENT.MESSAGE_REVOKED, to('revoked')],
      [EVENT.MESSAGE_READ_BY_PEER, to('read')],
    ];
    void leaving.then(() => {
      if (this.over) return;
      const sdk = TencentCloudChat.create({ SDKAppID: account.sdkAppId });
      this.sdk = sdk;
      sdk.setLogLevel(4);
      sdk.use(enhancer);
      sdk.use(conversation);
      for (const [name, handler] of this.handlers) sdk.on(name, handler);
      void this.login();
    });
  }

  get name(): string {
    return `${this.account.userId} of ${this.account.sdkAppId}`;
  }

  isOf({ sdkAppId, userId }: Account): boolean {
    return sdkAppId === this.account.sdkAppId && userId === this.account.userId;
  }

  /** Who joins is told how things stand. Joining again after a trouble signs in again. */
  join(listener: Listener): void {
    this.listeners.add(listener);
    if (this.trouble) {
      this.trouble = undefined;
      this.renewed = false;
      this.state = 'connecting';
      if (this.sdk) void this.login();
    }
    this.report(listener);
  }

  /** The last one to leave closes the line: signed out, no handler left, the SDK's own listeners, timers and socket gone. */
  leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size || this.over) return;
    this.over = true;
    if (current === this) current = undefined;
    clearTimeout(this.timer);
    const { sdk } = this;
    if (!sdk) return;
    for (const [name, handler] of this.handlers) sdk.off(name, handler);
    const end = () => sdk.destroy();
    // destroy() of 4.2.1 means to sign out and does not.
    leaving = (sdk.isReady() ? sdk.logout().then(end, end) : Promise.resolve().then(end)).catch(() => undefined);
  }

  private async login(): Promise<void> {
    try {
      this.signing = true;
      this.signature ??= await this.fetchSignature();
      if (this.over || !this.sdk) return;
      await this.sdk.login({ userID: this.account.userId, userSig: this.signature });
      this.signing = false;
    } catch (error) {
      this.signing = false;
      if (!this.over) this.failed(error);
    }
  }

  private async fetchSignature(): Promise<string> {
    const { userSigUrl, user } = this.account;
    if (!userSigUrl) throw new Error('there is no userSig and no userSigUrl');
    this.renewed = true;
    const answer = await fetch(userSigUrl, user?.token || user?.hash ? { method: 'POST', body: JSON.stringify({ user }) } : { credentials: 'include' });
    const fault = `userSigUrl answers ${answer.status}`;
    // What the server of the page refuses, it refuses again; a server that is in trouble is asked again.
    if (!answer.ok) throw Object.assign(new Error(fault), { code: answer.status < 500 ? 'no_signature' : undefined });
    const { userSig } = ((await answer.json().catch(() => ({}))) ?? {}) as { userSig?: unknown };
    if (typeof userSig !== 'string' || !userSig) throw Object.assign(new Error(`${fault} without {"userSig":"…"}`), { code: 'no_signature' });
    return userSig;
  }

  private failed(error: unknown): void {
    const failure = failureOf(error);
    this.tell(`signing in as ${this.name}: ${failure.text}`);
    const judged = verdict(failure.code);
    if (judged === 'again') return this.later();
    if (judged === 'expired') return this.expired();
    this.stop(judged);
  }

  /** A signature that is no good any more is replaced once; a second one that is no good either is the operator's to mend. */
  private expired(): void {
    if (!this.account.userSigUrl || this.renewed) return this.stop('expired');
    this.signature = undefined;
    void this.login();
  }

  private later(): void {
    this.move('disconnected');
    clearTimeout(this.timer);
    if (this.renewed) this.signature = undefined;
    this.timer = setTimeout(() => {
      this.move('connecting');
      void this.login();
    }, this.wait * (0.5 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, longestWait);
  }

  private stop(trouble: Gone): void {
    this.trouble = trouble;
    if (this.account.userSigUrl) this.signature = undefined;
    this.state = 'disconnected';
    for (const listener of this.listeners) this.report(listener);
  }

  private ready(): void {
    this.wait = firstWait;
    this.renewed = false;
    this.move('connected');
    const { nickName, avatar } = this.account;
    if (nickName || avatar) this.sdk?.updateMyProfile({ ...(nickName && { nick: nickName }), ...(avatar && { avatar }) }).catch((error: unknown) => this.tell(`the profile was not taken: ${failureOf(error).text}`));
  }

  private net(state: Net): void {
    // There is a connection when there is one that messages can go out on.
    this.move(state !== 'connected' ? state : this.sdk?.isReady() ? 'connected' : 'connecting');
  }

  private kicked(type: string): void {
    // A sign-in that fails with a signature that is over says so a second time this way.
    if (this.signing) return;
    const { KICKED_OUT_USERSIG_EXPIRED, KICKED_OUT_MULT_ACCOUNT, KICKED_OUT_MULT_DEVICE } = TencentCloudChat.TYPES;
    this.tell(`${this.name} was signed out: ${type}`);
    if (type === String(KICKED_OUT_USERSIG_EXPIRED)) this.expired();
    else this.stop(type === String(KICKED_OUT_MULT_ACCOUNT) || type === String(KICKED_OUT_MULT_DEVICE) ? 'elsewhere' : 'refused');
  }

  private move(state: Net): void {
    if (this.state === state || this.trouble) return;
    this.state = state;
    for (const listener of this.listeners) this.report(listener);
  }

  private report(listener: Listener): void {
    if (this.state === 'disconnected') listener.disconnected(this.trouble);
    else listener[this.state]();
  }

  private tell(message: string): void {
    for (const listener of this.listeners) listener.told(`tencent: ${message}`);
  }
}
