// lazy/tencent.js: the way to Tencent Cloud, with its SDK. Loaded when the option channel is "tencent".

import type { ChannelEvents } from '../channels/channel';
import { accountOf, Tencent } from '../channels/tencent/tencent';
import type { Desk } from '../host';
import type { Options } from '../options';

export function desk(options: Options): Desk {
  const { account, peer } = accountOf(options);
  return {
    user: { id: account.userId, name: account.nickName, avatar: account.avatar },
    channel: (events: ChannelEvents) => new Tencent(account, peer, events),
  };
}
