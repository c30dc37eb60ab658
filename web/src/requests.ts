import { fault } from './check';
import { argumentShapes, cardShape, fieldShape, methodNames, orderShape } from './gen/api';
import type { Event as CoreEvent } from './gen/protocol';

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

/** What is wrong with a call, or an empty text. */
export function wrongCall(method: string, [what]: unknown[]): string {
  if (!methodNames.includes(method)) return `there is no method "${method}", but ${methodNames}`;
  const name = `Deskbell('${method}', …)`;
  const shape = argumentShapes[method];
  const wrong = shape ? fault(name, shape, what) : '';
  const inside = parts[method];
  if (wrong || !inside || !what) return wrong;
  return wrongFields(name, inside, what as Record<string, unknown>);
}

function wrongFields(where: string, shapes: Record<string, string>, values: Record<string, unknown>): string {
  for (const [name, value] of Object.entries(values)) {
    if (!shapes[name]) return `${where} has no "${name}", but ${Object.keys(shapes)}`;
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
