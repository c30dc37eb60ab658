// A stand-in for @tencentcloud/lite-chat/basic with the same interface. What the real one refuses, it refuses (tests/web/tencent_real.test.mjs asks both the same); what the service would send, the test sends through `window.tencent`.

import type Real from '@tencentcloud/lite-chat/basic';
import type { ChatSDK, Message } from '@tencentcloud/lite-chat/basic';

type Handler = (event: { name: string; data: unknown }) => void;

/** What Tencent's lite-chat rejects with. */
const failure = (code: number | undefined, message: string) => Object.assign(new Error(`${message} failed. error: {"message": , "code": ${code}}`), code === undefined ? {} : { code });

export const enum_of = {
  EVENT: {
    SDK_READY: 'sdkStateReady', SDK_NOT_READY: 'sdkStateNotReady', MESSAGE_RECEIVED: 'onMessageReceived', MESSAGE_MODIFIED: 'onMessageModified', MESSAGE_REVOKED: 'onMessageRevoked',
    MESSAGE_READ_BY_PEER: 'onMessageReadByPeer', KICKED_OUT: 'kickedOut', ERROR: 'error', NET_STATE_CHANGE: 'netStateChange',
  },
  TYPES: {
    MSG_TEXT: 'TIMTextElem', MSG_CUSTOM: 'TIMCustomElem', MSG_IMAGE: 'TIMImageElem', MSG_FILE: 'TIMFileElem', MSG_VIDEO: 'TIMVideoFileElem', CONV_C2C: 'C2C', CONV_GROUP: 'GROUP',
    KICKED_OUT_MULT_ACCOUNT: 'multipleAccount', KICKED_OUT_MULT_DEVICE: 'multipleDevice', KICKED_OUT_USERSIG_EXPIRED: 'userSigExpired', KICKED_OUT_REST_API: 'REST_API_Kick',
  },
};

interface Options {
  to: string;
  conversationType: string;
  payload: Record<string, unknown>;
  cloudCustomData?: string;
  onProgress?: (share: number) => void;
}

/** What a test sees and does. */
class Service {
  calls: [string, unknown][] = [];
  /** Conversation → its messages, oldest first. */
  kept = new Map<string, Message[]>();
  page = 2;
  instances: Fake[] = [];
  /** Code → how often signing in, or sending, fails with it. */
  refuseLogin: number[] = [];
  refuseSend: number[] = [];
  /** Sends wait until release() while this is set. */
  holding = false;
  /** Told of what the service has taken: for a test that plays the desk. */
  delivered: (message: Message, online: boolean) => void = () => undefined;
  private waiting: (() => void)[] = [];
  private serial = 0;

  hold(): Promise<void> {
    return this.holding ? new Promise((go) => this.waiting.push(go)) : Promise.resolve();
  }

  release(): void {
    this.holding = false;
    for (const go of this.waiting.splice(0)) go();
  }

  message(fields: Partial<Message>): Message {
    const id = ++this.serial;
    return {
      ID: `m-${id}`, type: 'TIMTextElem', payload: {}, conversationID: 'C2C@customer_service_account', conversationType: 'C2C', from: '@customer_service_account', to: 'ada', flow: 'in', time: 1_765_000_000 + id, sequence: id,
      status: 'success', isRevoked: false, nick: '', avatar: '', isPeerRead: false, nameCard: '', atUserList: [], cloudCustomData: '', isModified: false, ...fields,
    } as unknown as Message;
  }

  /** Somebody writes: kept, and told to who is signed in. */
  bring(fields: Partial<Message>): string {
    const message = this.message(fields);
    this.keep(message);
    this.emit('onMessageReceived', [message]);
    return message.ID;
  }

  keep(message: Message): void {
    this.kept.set(message.conversationID, [...(this.kept.get(message.conversationID) ?? []), message]);
  }

  find(id: string): Message | undefined {
    return [...this.kept.values()].flat().find(({ ID }) => ID === id);
  }

  emit(name: string, data: unknown): void {
    for (const instance of this.instances) instance.emit(name, data);
  }

  /** What is still listened to, over all instances that ever were. */
  get listening(): string[] {
    return this.instances.flatMap((instance) => instance.listening);
  }
}

const service = new Service();
(window as unknown as { tencent: Service }).tencent = service;

let current: Fake | undefined;

class Fake {
  private readonly handlers = new Map<string, Set<Handler>>();
  private readonly plugins = new Set<string>();
  private userId = '';
  private ready = false;
  private gone = false;

  get listening(): string[] {
    return [...this.handlers].flatMap(([name, all]) => [...all].map(() => name));
  }

  emit(name: string, data: unknown): void {
    if (this.gone) return;
    if (name === 'sdkStateNotReady' || name === 'kickedOut') this.ready = false;
    for (const handler of this.handlers.get(name) ?? []) handler({ name, data });
  }

  use(plugin: { name: string }): void {
    this.alive('use');
    this.plugins.add(plugin.name);
  }

  setLogLevel(): void {
    this.alive('setLogLevel');
  }

  on(name: string, handler: Handler): void {
    const all = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, all.add(handler));
  }

  off(name: string, handler: Handler): void {
    this.handlers.get(name)?.delete(handler);
  }

  isReady(): boolean {
    return this.ready;
  }

  async login(who: { userID: string; userSig: string }): Promise<unknown> {
    this.alive('login');
    service.calls.push(['login', who]);
    if (!who.userID || !who.userSig) throw failure(undefined, 'login');
    await Promise.resolve();
    const code = service.refuseLogin.shift();
    if (code) throw failure(code, 'login');
    this.userId = who.userID;
    setTimeout(() => {
      if (this.gone) return;
      this.ready = true;
      this.emit('sdkStateReady', undefined);
    }, 1);
    return { code: 0, data: {} };
  }

  async logout(): Promise<void> {
    this.signedIn('logout');
    service.calls.push(['logout', null]);
    this.ready = false;
    this.userId = '';
  }

  async destroy(): Promise<void> {
    this.alive('destroy');
    service.calls.push(['destroy', null]);
    this.gone = true;
    this.ready = false;
    current = undefined;
  }

  async updateMyProfile(profile: object): Promise<unknown> {
    this.signedIn('updateMyProfile');
    service.calls.push(['updateMyProfile', profile]);
    return { code: 0, data: profile };
  }

  createTextMessage(options: Options): Message {
    if (typeof options.payload?.['text'] !== 'string') throw failure(undefined, 'createTextMessage');
    return this.create('createTextMessage', 'TIMTextElem', options);
  }

  createTextAtMessage(options: Options): Message {
    this.needs('message-enhancer', 'createTextAtMessage');
    this.signedIn('createTextAtMessage');
    const { text, atUserList } = options.payload;
    if (typeof text !== 'string' || !Array.isArray(atUserList)) throw failure(undefined, 'createTextAtMessage');
    return Object.assign(this.create('createTextAtMessage', 'TIMTextElem', { ...options, payload: { text } }), { atUserList });
  }

  createCustomMessage(options: Options): Message {
    this.signedIn('createCustomMessage');
    if (typeof options.payload !== 'object') throw failure(undefined, 'createCustomMessage');
    return this.create('createCustomMessage', 'TIMCustomElem', options);
  }

  createImageMessage(options: Options): Message {
    return this.file('createImageMessage', 'TIMImageElem', options);
  }

  createVideoMessage(options: Options): Message {
    return this.file('createVideoMessage', 'TIMVideoFileElem', options);
  }

  createFileMessage(options: Options): Message {
    return this.file('createFileMessage', 'TIMFileElem', options);
  }

  async sendMessage(message: Message, options?: { onlineUserOnly?: boolean }): Promise<unknown> {
    return this.deliver('sendMessage', message, options);
  }

  async resendMessage(message: Message, options?: { onlineUserOnly?: boolean }): Promise<unknown> {
    this.needs('message-enhancer', 'resendMessage');
    if (message.status !== 'fail') throw failure(2905, 'resendMessage');
    return this.deliver('resendMessage', message, options);
  }

  async revokeMessage(message: Message): Promise<unknown> {
    this.needs('message-enhancer', 'revokeMessage');
    this.signedIn('revokeMessage');
    service.calls.push(['revokeMessage', message.ID]);
    message.isRevoked = true;
    return { code: 0, data: { message } };
  }

  findMessage(id: string): Message | null {
    return service.find(id) ?? null;
  }

  async setMessageRead(options: { conversationID: string }): Promise<unknown> {
    this.needs('conversation', 'setMessageRead');
    this.signedIn('setMessageRead');
    service.calls.push(['setMessageRead', options.conversationID]);
    return { code: 0, data: {} };
  }

  async getMessageList({ conversationID, nextReqMessageID }: { conversationID: string; nextReqMessageID?: string }): Promise<unknown> {
    this.needs('message-enhancer', 'getMessageList');
    this.signedIn('getMessageList');
    service.calls.push(['getMessageList', { conversationID, nextReqMessageID }]);
    const all = service.kept.get(conversationID) ?? [];
    // As the real one's: a mark of its own, which is no message's ID in a group.
    const end = nextReqMessageID ? Number(nextReqMessageID.replace('anchor-', '')) : all.length;
    if (!Number.isInteger(end)) throw failure(undefined, 'getMessageList');
    const begin = Math.max(0, end - service.page);
    // As the real one does with what comes from history: all of it is called "in".
    const messageList = all.slice(begin, end).map((message) => ({ ...message, flow: 'in' }));
    return { code: 0, data: { messageList, nextReqMessageID: begin ? `anchor-${begin}` : '', isCompleted: begin === 0 } };
  }

  private async deliver(name: string, message: Message, options?: { onlineUserOnly?: boolean }): Promise<unknown> {
    this.signedIn(name);
    if (!message?.ID) throw failure(2105, name);
    const { type, payload, cloudCustomData, to, conversationType, atUserList } = message;
    const { file } = payload as { file?: File };
    service.calls.push([name, { ID: message.ID, type, payload: file ? { file: file.name } : payload, cloudCustomData, to, conversationType, atUserList, options }]);
    const { onProgress } = message as unknown as Options;
    onProgress?.(0.5);
    await service.hold();
    const code = service.refuseSend.shift();
    if (code) {
      message.status = 'fail';
      throw failure(code, name);
    }
    const url = `https://files.example/${file?.name}`;
    if (type === ('TIMImageElem' as never)) message.payload = { imageInfoArray: [{ type: 1, url, width: 0, height: 0, size: file?.size ?? 0 }] };
    if (type === ('TIMFileElem' as never)) message.payload = { fileName: file?.name, fileSize: file?.size, fileUrl: url };
    if (type === ('TIMVideoFileElem' as never)) message.payload = { videoUrl: url, videoSize: file?.size };
    message.status = 'success';
    if (!options?.onlineUserOnly) service.keep(message);
    service.delivered(JSON.parse(JSON.stringify(message)) as Message, options?.onlineUserOnly === true);
    return { code: 0, data: { message } };
  }

  private create(name: string, type: string, options: Options): Message {
    this.alive(name);
    if (typeof options.to !== 'string' || !options.to || typeof options.conversationType !== 'string') throw failure(undefined, name);
    const { to, conversationType, payload, cloudCustomData = '', onProgress } = options;
    return Object.assign(service.message({ type: type as never, payload, from: this.userId, to, flow: 'out', status: 'unSend', cloudCustomData, conversationID: conversationType + to, conversationType: conversationType as never }), { onProgress });
  }

  private file(name: string, type: string, options: Options): Message {
    this.needs('rich-media-message', name);
    this.signedIn(name);
    if (!(options.payload?.['file'] instanceof File)) throw failure(undefined, name);
    return this.create(name, type, options);
  }

  private alive(name: string): void {
    if (this.gone) throw failure(undefined, `${name} after destroy`);
  }

  private signedIn(name: string): void {
    this.alive(name);
    if (!this.ready) throw failure(2024, name);
  }

  /** The real one's method is not there at all without its plugin. */
  private needs(plugin: string, name: string): void {
    if (!this.plugins.has(plugin)) throw new TypeError(`chat.${name} is not a function`);
  }
}

// The methods that the channel calls are those of the package's own declarations.
type Used = 'use' | 'setLogLevel' | 'on' | 'off' | 'isReady' | 'login' | 'logout' | 'destroy' | 'updateMyProfile' | 'createTextMessage' | 'createTextAtMessage' | 'createCustomMessage' | 'createImageMessage' | 'createVideoMessage' | 'createFileMessage' | 'sendMessage' | 'resendMessage' | 'revokeMessage' | 'findMessage' | 'setMessageRead' | 'getMessageList';
type Shape = { [K in Used]: (...args: never[]) => ReturnType<ChatSDK[K]> };

export default {
  ...enum_of,
  create({ SDKAppID }: Parameters<typeof Real.create>[0]): Shape {
    if (typeof SDKAppID !== 'number') throw failure(undefined, 'create');
    if (!current) service.instances.push((current = new Fake()));
    return current;
  },
};
