import type { DefineComponent } from 'vue';
import type { Chat, Options } from './index.js';

/** `<Deskbell :options="{…}" inline @message="…" />`; `chat()` of its ref gives the chat. */
export declare const Deskbell: DefineComponent<{ options?: Options; inline?: boolean }, { chat(): Chat | undefined }>;
