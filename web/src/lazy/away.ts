// lazy/away.js: what calls a visitor back.

export { chime, silence } from '../sound';
export { TitleFlash } from '../title';

/** Asking for the permission is the page's business; a widget that asks is refused for ever. */
export function notify(title: string, body: string): void {
  if ('Notification' in window && Notification.permission === 'granted') new Notification(title, { body });
}
