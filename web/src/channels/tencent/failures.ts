/** What the SDK rejects with, or anything else that was thrown. */
export interface Failure {
  code: number | string | undefined;
  text: string;
}

export function failureOf(error: unknown): Failure {
  const { code, message } = (error ?? {}) as { code?: number | string; message?: string };
  return { code, text: `${code === undefined ? '' : `${code}: `}${message ?? String(error)}` };
}

/** Nothing was wrong with what was asked; the way there was (4.2.1: no instance of the account online, no network, a time-out, not ready, signing in, overload). */
const passing = new Set<unknown>([2024, 2800, 2801, 2805, 2903, 2999, 3000, 3005, 60022]);

/** The signature is none, is over, or is another one's (error codes 70001 to 70016 and 70052 of the service; 6206 of older servers). */
const isSignature = (code: unknown) => code === 'no_signature' || code === 6206 || code === 70052 || (typeof code === 'number' && code >= 70001 && code <= 70016);

export const isPassing = (code: unknown): boolean => passing.has(code);

/** What a failed sign-in means. */
export function verdict(code: unknown): 'again' | 'expired' | 'refused' {
  if (isSignature(code)) return 'expired';
  // Without a code it is the browser's: no network, or an address that is not there.
  return code === undefined || isPassing(code) ? 'again' : 'refused';
}
