// What makes words look like something that they are not: signs that turn the writing around or are not seen, and links whose words name another place than they lead to.

// Overrides and isolates, and what has no width. Joiners are left alone: Persian, Hindi and emoji need them; so are the marks of direction, which Hebrew and Arabic texts hold.
const unseen = /[\u00AD\u200B\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/** The words with such signs written out, for names and links: a file called `exe.[U+202E]gpj` looks like one. */
export const plain = (words: string): string => words.replace(unseen, (sign) => `[U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`);

const host_in_words = /(?:^|[\s(<"'@/])((?:[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*\.)+[\p{L}][\p{L}\p{N}\p{M}-]+)/u;
const bare = (host: string): string => host.toLowerCase().replace(/^www\.|\.$/g, '');

/** The host that an address leads to, in letters that nobody can mistake (punycode), or undefined when it has none. */
function hostOf(address: string): string | undefined {
  try {
    return bare(new URL(address).hostname) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * The host to show behind a link: where it leads, when its words name another place, or name it in letters beyond a to z, which may only look like those of a known one.
 * Undefined when the words say nothing of a place, or the truth.
 */
export function hostBehind(words: string, href: string): string | undefined {
  const host = /^https?:/i.test(href) ? hostOf(href) : undefined;
  const named = host_in_words.exec(words)?.[1];
  if (!host || !named) return undefined;
  return /^[\x20-\x7E]*$/.test(named) && bare(named) === host ? undefined : host;
}
