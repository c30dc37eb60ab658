/** A frame up to this length goes to the core as it is; a page of history is a tenth of it. */
const longestFrame = 1 << 20;
/** More than the core shows of one text (MarkdownLimits, core/markdown/markdown.h), so that the core sees that there was more, and says so. */
const longestText = 1 << 18;
/** So many values of one message are looked at; a message with more is none of a desk. */
const mostValues = 5000;

interface Frame { message?: unknown; messages?: unknown }

/** What no desk sends is cut before it costs the page time: long texts to what is shown of them; a message that is too large even so loses its content and is shown as one that cannot be. */
export function gate(text: string, frame: Frame): string {
  if (text.length <= longestFrame) return text;
  const { message, messages } = frame;
  for (const one of Array.isArray(messages) ? messages : [message]) if (isRecord(one)) cut(one);
  return JSON.stringify(frame);
}

function cut(message: Record<string, unknown>): void {
  if (shorten(message, mostValues) < 0 || JSON.stringify(message).length > 3 * longestText) message.payload = {};
}

/** Cuts the texts below a value, also those in JSON that is a text itself. Gives what is left of `budget`; below 0 there are too many. */
function shorten(value: Record<string, unknown>, budget: number): number {
  for (const name in value) {
    if ((budget -= 1) < 0) break;
    const inner = value[name];
    if (typeof inner === 'string' && inner.length > longestText) {
      let read: unknown;
      try {
        read = JSON.parse(inner);
      } catch {
        // A text like others.
      }
      if (isRecord(read)) budget = shorten(read, budget);
      value[name] = isRecord(read) ? (budget < 0 ? '' : JSON.stringify(read)) : inner.slice(0, longestText + 1);
    } else if (isRecord(inner)) {
      budget = shorten(inner, budget);
    }
  }
  return budget;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
