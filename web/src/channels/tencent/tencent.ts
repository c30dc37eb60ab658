import type { ChatSDK, Message } from '@tencentcloud/lite-chat/basic';
import type { Event as CoreEvent, Json } from '../../gen/protocol';
import type { Options } from '../../options';
import type { Carried, Channel, ChannelEvents, Gone, UploadEffect } from '../channel';
import { failureOf, isPassing } from './failures';
import { lineFor, type Account, type Line, type Listener } from './line';
import { conversationOf, createFileMessage, createMessage, createTyping, plain, type Outgoing, type Peer } from './messages';

/** The address of the plugin for rich media; build.mjs defines it. */
declare const DESKBELL_TENCENT_UPLOAD: string;

/** What the options say of the desk. Throws what is missing, by name. */
export function accountOf(options: Options): { account: Account; peer: Peer } {
  const { sdkAppId, userId, userSig, userSigUrl, nickName, avatar, serviceAccount = '@customer_service_account', groupId, user } = options;
  const missing = [!sdkAppId && 'sdkAppId', !userId && 'userId', !userSig && !userSigUrl && 'userSig or userSigUrl'].filter(Boolean);
  if (!sdkAppId || !userId || missing.length) throw new Error(`channel "tencent" needs the option ${missing.join(' and ')}`);
  return {
    account: { sdkAppId, userId, userSig, userSigUrl, user, nickName, avatar },
    peer: groupId ? { id: groupId, isGroup: true } : { id: serviceAccount, isGroup: false },
  };
}

/** A message on its way; kept until the server has it, so that a second attempt is the same message and not another one. */
interface Sending {
  message: Message;
  busy: boolean;
  tried: boolean;
  /** What the server made of it: a file is sent when it is uploaded, before the core asks for it. */
  done?: Message;
}

/** A conversation with a service account, or in a group, by the SDK of Tencent Cloud. */
export class Tencent implements Channel, Listener {
  private line: Line | undefined;
  private readonly conversationID: string;
  private readonly sending = new Map<string, Sending>();
  private readonly cancelled = new Set<string>();
  /** What the service has of the visitor, by what its sender called it: another tab's or visit's unsent messages may be there all the same. */
  private readonly there = new Map<string, Message>();
  /** First message of a page → what to ask the next one with. */
  private readonly anchors = new Map<string, string>();
  private wasConnected = false;
  private over = false;

  constructor(private readonly account: Account, private readonly peer: Peer, private readonly events: ChannelEvents) {
    this.conversationID = conversationOf(peer);
  }

  connect(): void {
    if (this.over) return;
    this.line ??= lineFor(this.account);
    this.line.join(this);
  }

  language(): void {
    // The core tells the desk, with the trigger of a session.
  }

  send(effect: Carried): void {
    const sdk = this.line?.sdk;
    if (!sdk) return;
    switch (effect.effect) {
      case 'send':
        void this.deliver(sdk, effect.client_id, effect.message as unknown as Outgoing, effect.online_only);
        break;
      case 'load_history':
        void this.loadHistory(sdk, effect.before);
        break;
      case 'mark_read':
        this.attempt(() => sdk.setMessageRead({ conversationID: this.conversationID }), 'marking as read');
        break;
      case 'recall': {
        const { id } = effect;
        const message = sdk.findMessage(id);
        // The SDK tells the others only.
        if (message) this.attempt(() => sdk.revokeMessage(message).then(() => this.tell({ event: 'revoked', id })), 'taking a message back');
        break;
      }
      case 'typing':
        this.attempt(() => sdk.sendMessage(createTyping(sdk, this.peer), { onlineUserOnly: true }), 'typing');
        break;
    }
  }

  upload(effect: UploadEffect, file: File): void {
    void this.carry(effect, file);
  }

  /** The SDK cannot stop an upload: what was cancelled and arrives all the same is taken back at once. */
  cancelUpload(clientId: string): void {
    this.cancelled.add(clientId);
  }

  close(): void {
    this.over = true;
    this.line?.leave(this);
    this.line = undefined;
  }

  connected(): void {
    void this.greet();
  }

  connecting(): void {
    this.events.net('connecting');
  }

  disconnected(trouble?: Gone): void {
    this.events.net('disconnected', trouble);
  }

  arrived(messages: Message[]): void {
    for (const message of this.ours(messages)) this.tell({ event: 'message', message: this.shape(message) });
  }

  modified(messages: Message[]): void {
    for (const message of this.ours(messages)) this.tell({ event: 'modified', message: this.shape(message) });
  }

  revoked(messages: Message[]): void {
    for (const { ID } of this.ours(messages)) this.tell({ event: 'revoked', id: ID });
  }

  read(messages: Message[]): void {
    const upto = Math.max(0, ...this.ours(messages).map(({ time }) => time));
    if (upto) this.tell({ event: 'read', upto });
  }

  told(message: string): void {
    this.events.refused(message);
  }

  private ours(messages: Message[]): Message[] {
    return messages.filter(({ conversationID }) => conversationID === this.conversationID);
  }

  private shape(message: Message): Json {
    const { json, clientId } = plain(message, this.account.userId);
    if (clientId) this.there.set(clientId, message);
    return json;
  }

  private tell(event: CoreEvent): void {
    if (!this.over) this.events.event(JSON.stringify(event));
  }

  private attempt(call: () => Promise<unknown>, what: string): void {
    Promise.resolve().then(call).catch((error: unknown) => this.told(`tencent: ${what}: ${failureOf(error).text}`));
  }

  /** Before the first "connected" comes the newest page: what an earlier visit sent and did not see arrive is known from it, and not sent again. */
  private async greet(): Promise<void> {
    const sdk = this.line?.sdk;
    const again = this.wasConnected;
    if (!again && sdk) await this.loadHistory(sdk);
    if (this.over || !sdk?.isReady()) return;
    this.wasConnected = true;
    this.events.net('connected');
    // What came while there was no connection is in the newest pages.
    if (again) this.tell({ event: 'gap' });
  }

  private async loadHistory(sdk: ChatSDK, before?: string): Promise<void> {
    try {
      const nextReqMessageID = before && (this.anchors.get(before) ?? before);
      const { data } = (await sdk.getMessageList({ conversationID: this.conversationID, ...(nextReqMessageID && { nextReqMessageID }) })) as { data: { messageList: Message[]; nextReqMessageID: string; isCompleted: boolean } };
      const first = data.messageList[0];
      if (first && data.nextReqMessageID) this.anchors.set(first.ID, data.nextReqMessageID);
      this.tell({ event: 'history', messages: data.messageList.map((message) => this.shape(message)), complete: data.isCompleted });
    } catch (error) {
      this.told(`tencent: loading history: ${failureOf(error).text}`);
    }
  }

  private async deliver(sdk: ChatSDK, clientId: string, message: Outgoing, online: boolean): Promise<void> {
    const known = this.sending.get(clientId);
    const done = known?.done ?? this.there.get(clientId);
    if (done) {
      this.sending.delete(clientId);
      return this.sent(clientId, done);
    }
    if (known?.busy) return;
    try {
      const item = known ?? { message: createMessage(sdk, this.peer, message, clientId, online), busy: false, tried: false };
      this.sending.set(clientId, item);
      const answer = await this.hand(sdk, item, online);
      this.sending.delete(clientId);
      this.sent(clientId, answer);
    } catch (error) {
      const { code, text } = failureOf(error);
      const passing = isPassing(code);
      if (!passing) this.sending.delete(clientId);
      this.told(`tencent: sending: ${text}`);
      this.tell({ event: 'send_failed', client_id: clientId, code: passing ? 0 : typeof code === 'number' ? code : 400, info: text });
    }
  }

  /** Hands a message to the SDK, the second time as the same one, which the server knows if it has it already. */
  private async hand(sdk: ChatSDK, item: Sending, online: boolean): Promise<Message> {
    item.busy = true;
    try {
      const options = online ? { onlineUserOnly: true } : undefined;
      const answer = item.tried && item.message.status === 'fail' ? sdk.resendMessage(item.message, options) : sdk.sendMessage(item.message, options);
      item.tried = true;
      return ((await answer) as { data: { message: Message } }).data.message;
    } finally {
      item.busy = false;
    }
  }

  private sent(clientId: string, message: Message): void {
    this.tell({ event: 'sent', client_id: clientId, message: this.shape(message) });
  }

  private async carry({ client_id: clientId, ref }: UploadEffect, file: File): Promise<void> {
    const fail = (error: string) => this.tell({ event: 'upload', client_id: clientId, error });
    try {
      this.cancelled.delete(clientId);
      const { richMedia } = (await import(new URL(DESKBELL_TENCENT_UPLOAD, import.meta.url).href)) as { richMedia: object };
      const sdk = this.line?.sdk;
      if (!sdk?.isReady()) return fail('network');
      sdk.use(richMedia);
      let told = 0;
      const message = createFileMessage(sdk, this.peer, file, clientId, (share) => {
        const progress = Math.min(0.99, Math.floor(share * 100) / 100);
        if (progress > told) this.tell({ event: 'upload', client_id: clientId, progress: (told = progress) });
      });
      const item: Sending = { message, busy: false, tried: false };
      const done = await this.hand(sdk, item, false);
      if (this.cancelled.delete(clientId)) return this.attempt(() => sdk.revokeMessage(done), 'taking a cancelled file back');
      this.sending.set(clientId, { ...item, done });
      this.tell({ event: 'upload', client_id: clientId, progress: 1, url: addressOf(done) || ref });
    } catch (error) {
      const { text } = failureOf(error);
      this.cancelled.delete(clientId);
      this.told(`tencent: uploading: ${text}`);
      fail(text);
    }
  }
}

/** Where an uploaded file is; empty when the SDK does not tell. */
function addressOf({ payload }: Message): string {
  const { imageInfoArray, fileUrl, videoUrl, remoteVideoUrl } = payload as { imageInfoArray?: { url: string }[]; fileUrl?: string; videoUrl?: string; remoteVideoUrl?: string };
  return imageInfoArray?.[0]?.url || fileUrl || remoteVideoUrl || videoUrl || '';
}
