import type { Options } from './options';

/**
 * Names what is kept of a conversation in the browser's storage: the desk and the visitor, as far as the page tells. What belongs to a tab stands behind a `#`, which is in no part of the key, so the
 * conversation of one desk is never taken for a tab of another's.
 */
export const keyOf = ({ channel, desk, user, sdkAppId, userId, groupId, serviceAccount = '@customer_service_account' }: Options, relay: string): string =>
  // On a tag the user is only an id.
  ['deskbell', ...(channel === 'tencent' ? [channel, sdkAppId, userId, groupId ?? serviceAccount] : [relay, desk, user?.id ?? user])].map((part) => `${part ?? ''}`.replace(/[:#]/g, encodeURIComponent)).join(':');

/** Forgets what is kept under a key. */
export const clear = (key: string): void => {
  for (const kind of ['local', 'session'] as const) {
    try {
      const area = window[`${kind}Storage`];
      for (const name of Object.keys(area)) if (name.split('#')[0] === key) area.removeItem(name);
    } catch {
      // A browser that has no storage has kept nothing.
    }
  }
};
