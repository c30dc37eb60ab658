import type { Json } from '../../gen/protocol';
import TencentCloudChat, { type ChatSDK, type Message } from '@tencentcloud/lite-chat/basic';

/** Who is spoken to. */
export interface Peer {
  /** The service account's id, or the group's. */
  id: string;
  isGroup: boolean;
}

export const conversationOf = ({ id, isGroup }: Peer): string => (isGroup ? 'GROUP' : 'C2C') + id;

const typeOf = ({ isGroup }: Peer) => (isGroup ? TencentCloudChat.TYPES.CONV_GROUP : TencentCloudChat.TYPES.CONV_C2C);

/** A message of the core that is to be sent. */
export interface Outgoing {
  type: string;
  payload: Record<string, unknown>;
  cloudCustomData?: string;
  atUserList?: string[];
}

/** What a message is called by its sender goes with it, so that it is known when it comes back on another way than as an answer. */
const tag = 'deskbellId';

function tagged(cloud: string | undefined, clientId: string): string {
  try {
    return JSON.stringify({ ...(JSON.parse(cloud || '{}') as object), [tag]: clientId });
  } catch {
    // What is no JSON is somebody's, and stays as it is.
    return cloud ?? '';
  }
}

function tagOf(cloud: string): string | undefined {
  if (!cloud?.includes(tag)) return undefined;
  try {
    const value = (JSON.parse(cloud) as Record<string, unknown>)[tag];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The SDK's message for one of the core's. `online`: nobody keeps it. Throws for an element that the desk does not get this way. */
export function createMessage(sdk: ChatSDK, peer: Peer, message: Outgoing, clientId: string, online: boolean): Message {
  const { TYPES } = TencentCloudChat;
  const cloudCustomData = online ? message.cloudCustomData : tagged(message.cloudCustomData, clientId);
  const common = { to: peer.id, conversationType: typeOf(peer), ...(cloudCustomData ? { cloudCustomData } : {}) };
  switch (message.type) {
    case TYPES.MSG_TEXT: {
      const { text } = message.payload;
      if (peer.isGroup && message.atUserList?.length) return sdk.createTextAtMessage({ ...common, payload: { text, atUserList: message.atUserList } });
      return sdk.createTextMessage({ ...common, payload: { text } });
    }
    case TYPES.MSG_CUSTOM: {
      const { data = '', description = '', extension = '' } = message.payload;
      return sdk.createCustomMessage({ ...common, payload: { data, description, extension } });
    }
    default:
      throw Object.assign(new Error(`${message.type} cannot be sent`), { code: 400 });
  }
}

/** The SDK's message for a file; it is uploaded when it is sent. Needs the plugin for rich media. */
export function createFileMessage(sdk: ChatSDK, peer: Peer, file: File, clientId: string, onProgress: (share: number) => void): Message {
  const options = { to: peer.id, conversationType: typeOf(peer), payload: { file }, cloudCustomData: tagged('', clientId), onProgress };
  if (file.type.startsWith('image/') && file.type !== 'image/svg+xml') return sdk.createImageMessage(options);
  // Other formats of video are refused by the SDK, and go as files.
  if (/^video\/(mp4|quicktime)$/.test(file.type)) return sdk.createVideoMessage(options);
  return sdk.createFileMessage(options);
}

/** A sign that the visitor is typing (src 12). */
export function createTyping(sdk: ChatSDK, peer: Peer): Message {
  const data = JSON.stringify({ customerServicePlugin: 0, src: '12', typingStatus: 1 });
  return sdk.createCustomMessage({ to: peer.id, conversationType: typeOf(peer), payload: { data, description: '', extension: '' } });
}

/** The fields of a message that the core reads, in the core's shape, and what its sender called it when that was the visitor. The direction is by the sender: the SDK's history of 4.2.1 calls all of it "in". */
export function plain(message: Message, userId: string): { json: Json; clientId: string | undefined } {
  const { ID, type, payload, from, to, time, sequence, nick, nameCard, avatar, cloudCustomData, conversationID, conversationType, status, isRevoked, isModified, isPeerRead, atUserList } = message;
  const clientId = from === userId ? tagOf(cloudCustomData) : undefined;
  const fields = {
    ID, type, payload, flow: from === userId ? 'out' : 'in', from, to, time, sequence, nick: nameCard || nick, avatar, cloudCustomData, conversationID, conversationType, status, isRevoked, isModified, isPeerRead,
    ...(atUserList?.length ? { atUserList } : {}),
    ...(clientId ? { clientId } : {}),
  };
  // It is made of JSON, which the SDK does not say; what is not is left out on the way to the core.
  return { json: fields as unknown as Json, clientId };
}
