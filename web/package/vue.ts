// `deskbell/vue`: the chat as a component.

import { defineComponent, h, onBeforeUnmount, onMounted, ref, watch, type PropType } from 'vue';
import { changes, live } from './changes';
import { createDeskbell, eventNames, type Chat, type Listeners, type Options } from 'deskbell';

/** `<Deskbell :options="{…}" inline @message="…" />`: boots a chat while it is mounted; changed options are handed on. `chat()` of its ref gives the chat. */
export const Deskbell = defineComponent({
  name: 'Deskbell',
  props: {
    options: { type: Object as PropType<Options>, default: () => ({}) },
    /** The chat fills this component's own box, instead of floating over the page. */
    inline: Boolean,
  },
  emits: [...eventNames],
  setup(props, { emit, expose }) {
    const box = ref<HTMLElement>();
    let chat: Chat | undefined;
    onMounted(() => {
      const listeners = Object.fromEntries(eventNames.map((name) => [name, (detail: unknown) => emit(name, detail)])) as Listeners;
      chat = createDeskbell({ ...live({ ...props.options }, () => props.options), ...(props.inline ? { container: box.value } : {}) }, listeners);
    });
    watch(() => ({ ...props.options }), (now, old) => {
      const changed = changes(old, now);
      if (changed) chat?.update(live(changed, () => props.options));
    });
    onBeforeUnmount(() => {
      chat?.shutdown();
      chat = undefined;
    });
    expose({ chat: () => chat });
    return () => (props.inline ? h('div', { ref: box }) : null);
  },
});
