// `<deskbell-chat>`, loaded when the page has one.

import type { createChat, Deskbell } from '../chat';
import { optionNames } from '../check';
import { methodNames } from '../gen/api';
import type { Options } from '../options';

/** Options that are properties as well. title, dir and nonce are attributes of every element, and what is named as a method is one. */
const properties = () => optionNames.filter((name) => !(name in HTMLElement.prototype) && !methodNames.includes(name));
const attribute = (name: string) => name.replace(/[A-Z]/g, '-$&').toLowerCase();

/**
 * Defines `<deskbell-chat>`: options as attributes (`z-index`) and properties (`zIndex`), methods as methods, events as `deskbell:…`. It fills the box that the page gives it, or
 * floats with layout="floating".
 */
export function defineElement(create: typeof createChat, base: string): void {
  if (customElements.get('deskbell-chat')) return;

  class Chat extends HTMLElement {
    // The chat itself sets dir to that of its language.
    static readonly observedAttributes = [...optionNames.filter((name) => name !== 'dir').map(attribute), 'user-name'];
    /** What the page set as properties; before the attributes. */
    given: Options = {};
    private readonly settings: Record<string, string | undefined> = {};
    private chat: Deskbell | undefined;
    private booted = false;

    call(method: string, ...args: unknown[]): unknown {
      this.chat ??= create(base, this.settings, this);
      return this.chat(method, ...args);
    }

    connectedCallback(): void {
      // An element that was only moved keeps its conversation.
      if (this.booted) return;
      if (!this.chat) {
        // Properties that were set before the element was known hide those of the class.
        for (const name of properties()) {
          if (!Object.hasOwn(this, name)) continue;
          const values = this as unknown as Record<string, unknown>;
          this.given = { ...this.given, [name]: values[name] };
          delete values[name];
        }
        for (const name of [...optionNames, 'userName']) this.settings[name] = this.getAttribute(attribute(name)) ?? undefined;
      }
      this.booted = true;
      this.call('boot', this.given);
    }

    disconnectedCallback(): void {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.booted = false;
        this.call('shutdown');
      });
    }

    attributeChangedCallback(changed: string): void {
      const name = ['userName', ...optionNames].find((one) => attribute(one) === changed) ?? '';
      this.settings[name] = this.getAttribute(changed) ?? undefined;
      // What is written while the element stands nowhere counts when it does again.
      if (this.booted) this.call('update', /^user(Name)?$/.test(name) ? { user: this.settings['user'] } : { [name]: this.settings[name] });
    }
  }

  const { prototype } = Chat;
  for (const name of properties()) {
    Object.defineProperty(prototype, name, {
      get(this: Chat) {
        return this.given[name as keyof Options];
      },
      set(this: Chat, value: unknown) {
        this.given = { ...this.given, [name]: value };
        if (this.isConnected) this.call('update', { [name]: value });
      },
    });
  }
  for (const name of methodNames) Object.defineProperty(prototype, name, { value(this: Chat, ...args: unknown[]) { return this.call(name, ...args); } });
  customElements.define('deskbell-chat', Chat);
}
