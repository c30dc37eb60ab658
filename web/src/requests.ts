import { cleanOptions, fault, guarded, told } from './check';
import { argumentShapes, cardShape, eventNames, fieldShape, methodNames, orderShape } from './gen/api';
import type { Event as CoreEvent } from './gen/protocol';
import type { Host } from './host';

/** What a method of the page tells the core. */
const events: Record<string, (what: unknown) => CoreEvent> = {
  send: (text) => ({ event: 'text', text }) as CoreEvent,
  sendCard: (card) => ({ event: 'card', card }) as CoreEvent,
  sendOrder: (order) => ({ event: 'order', order }) as CoreEvent,
  human: () => ({ event: 'human' }),
  endSession: () => ({ event: 'end_session' }),
  rate: () => ({ event: 'request_evaluation' }),
};

const parts: Record<string, Record<string, string>> = { sendCard: cardShape, setProduct: cardShape, sendOrder: orderShape };

/** What a page gave: its options, and the calls that nobody has looked at yet. */
export function checkPage({ options, attributes, asked, complain }: Pick<Host, 'options' | 'attributes' | 'asked' | 'complain'>): void {
  cleanOptions(options, attributes, complain);
  for (const [method, ...args] of asked.splice(0)) {
    const wrong = wrongCall(method, args);
    if (wrong) complain(wrong);
  }
}

/** What is wrong with a call, or an empty text. */
export function wrongCall(method: unknown, [what, listener]: unknown[]): string {
  if (typeof method !== 'string' || !methodNames.includes(method)) return `there is no method ${told(method)}, but ${methodNames}`;
  if (method === 'on') return !eventNames.split('|').includes(what as string) ? `there is no event ${told(what)}, but ${eventNames.replaceAll('|', ',')}` : listener === 'function' ? '' : `the listener has to be function, not ${String(listener)}`;
  const name = `Deskbell('${method}', …)`;
  return guarded(name, () => {
    const shape = argumentShapes[method];
    const wrong = shape ? fault(name, shape, what) : '';
    const inside = parts[method];
    if (wrong || !inside || !what) return wrong;
    return wrongFields(name, inside, what as Record<string, unknown>);
  });
}

function wrongFields(where: string, shapes: Record<string, string>, values: Record<string, unknown>): string {
  for (const [name, value] of Object.entries(values)) {
    if (!Object.hasOwn(shapes, name)) return `${where} has no ${told(name)}, but ${Object.keys(shapes)}`;
    for (const line of Array.isArray(value) ? (value as unknown[]) : []) {
      const wrong = fault(`${where} ${name}`, 'object', line) || wrongFields(`${where} ${name}`, fieldShape, line as Record<string, unknown>);
      if (wrong) return wrong;
    }
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const wrong = fault(`${where} ${name}`, shape, values[name]);
    if (wrong) return wrong;
  }
  return '';
}

/** The core's event for a call that is right. */
export const requestOf = (method: string, [what]: unknown[]): CoreEvent | undefined => events[method]?.(what);
