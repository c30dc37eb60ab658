// What a page can set. These declarations are the one source: web/api.mjs makes the checks (gen/api.ts) and docs/reference.md from them.

/** Who the visitor is, when the page knows. */
export interface User {
  /** The site's own id; another id is another conversation. */
  id: string;
  /** As shown to the desk. */
  name?: string;
  /** The address of a picture. */
  avatar?: string;
  /** As shown to the desk. */
  email?: string;
  /** Proves to the relay who it is: a JWT that the site's server signed. */
  token?: string;
  /** Or the id's HMAC-SHA256 in hexadecimal digits, which the site's server made. */
  hash?: string;
}

/** A button above the box that the visitor writes in. */
export interface ToolbarButton {
  /** What it says; a preset has words of its own in the visitor's language. */
  label?: string;
  /** `human` asks for a person, `end` ends the conversation, `rate` asks for the rating. */
  preset?: 'human' | 'end' | 'rate';
  /** Words that are sent as the visitor's. */
  text?: string;
  /** An address that is opened in a new tab. */
  link?: string;
  /** Called with the state of the conversation. Every press is an `action` event as well. */
  onPress?: (state: string) => void;
  /** Only in these states, separated by spaces: idle, triggered, robot, queueing, waiting, agent, ended. */
  states?: string;
  /** Only where this answers true; asked whenever the state changes. */
  when?: (state: string) => boolean;
}

/** What `Deskbell('boot', …)` takes; everything can be left out. */
export interface Options {
  /** The address of the relay; by default where the script came from. */
  relay?: string;
  /** The address of the folder with the widget's files; by default that of the script, for the package the relay's. */
  assets?: string;
  /** Which of the relay's desks; by default its first. */
  desk?: string;
  /** Who the visitor is; on the tag `data-user` is the id and `data-user-name` the name. */
  user?: User;
  /** The way to the desk: our relay, or Tencent Cloud's own service. The options down to groupId are for the latter. */
  channel?: 'relay' | 'tencent';
  /** The application's number at Tencent Cloud. */
  sdkAppId?: number;
  /** The visitor's id there. */
  userId?: string;
  /** The user's signature. One that runs out is replaced from `userSigUrl`. */
  userSig?: string;
  /** An address that answers `{"userSig":"…"}` to a GET with cookies, or to a POST of `{"user":…}` when `user` has a proof, as a relay's `/v1/usersig` does. */
  userSigUrl?: string;
  /** The visitor's name there. */
  nickName?: string;
  /** The address of the visitor's picture there. */
  avatar?: string;
  /** Whom to talk to; by default `@customer_service_account`. Several are conversations of their own. */
  serviceAccount?: string;
  /** Instead of a service account: a group that the user is a member of. */
  groupId?: string;
  /** The heading; by default "Support" in the visitor's language. */
  title?: string;
  /** A language tag; by default the first of the browser's languages that there are texts for, then the page's language, then English. */
  locale?: string;
  /** The direction of writing; by default that of the language. */
  dir?: 'ltr' | 'rtl';
  /** The palette; by default light or dark as the visitor's system prefers. */
  theme?: 'auto' | 'light' | 'dark' | 'contrast' | 'business';
  /** A CSS colour; by default that of the theme. Text on it and text in it are made readable. */
  accent?: string;
  /** Of the whole widget; by default 2147483000. */
  zIndex?: number;
  /** Where the chat is put, an element or a selector: it fills that box, without a launcher. By default it floats at the end of the body. */
  container?: string | HTMLElement;
  /** `page` fills the window, as the chat's own page does; `inline` and `floating` say for `<deskbell-chat>` whether it stands where it is written. */
  layout?: 'floating' | 'inline' | 'page';
  /** The lower corner at the end or at the start of a line. */
  position?: 'end' | 'start';
  /** Pixels between the launcher and the edges; by default 24. */
  offset?: number;
  /** The launcher's name for assistive technology, instead of "Open chat" in the visitor's language. */
  launcherLabel?: string;
  /** The address of a picture in the launcher. */
  launcherIcon?: string;
  /** No launcher while the browser has no network. */
  hideWhenOffline?: boolean;
  /** A sound for new messages; on by default. */
  sounds?: boolean;
  /** Buttons above the box that the visitor writes in. */
  toolbar?: ToolbarButton[];
  /** Sentences that are sent with one press, as long as the visitor has written nothing. */
  quickMessages?: string[];
  /** Instead of the words of the desk's welcome. */
  welcome?: string;
  /** Where the visitor's key and unsent messages are kept; with `none` nothing is kept and no cookie is set. */
  storage?: 'local' | 'session' | 'none';
  /** For `<style>` elements in browsers without constructable style sheets, on pages with a content security policy. */
  nonce?: string;
  /** Lets the page record the conversation with `Deskbell('record', …)`; off by default. */
  record?: boolean;
  /** The address of a fixture to play instead of a conversation. */
  replay?: string;
  /** How fast: 1 is the time that it took; by default 0, all at once. */
  replaySpeed?: number;
}
