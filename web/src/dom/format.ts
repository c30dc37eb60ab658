/**
 * Turns the typed values of the tree (times, days, sizes, numbers) into words of one language through Intl. What Intl makes costs milliseconds, on slow phones more of them, so each is made with the first
 * value that wants it.
 */
export class Formats {
  /** The first that Intl knows counts. */
  readonly tags: string[];
  private clock: Intl.DateTimeFormat | undefined;
  private numbers: Intl.NumberFormat | undefined;

  /** `lang` is a catalogue id such as `zh_cn`. An id that Intl does not know falls back to English. */
  constructor(readonly lang: string) {
    this.tags = [...readable(regional(lang.replace(/_/g, '-'))), 'en'];
  }

  time(ms: number): string {
    return (this.clock ??= new Intl.DateTimeFormat(this.tags, { timeStyle: 'short' })).format(ms);
  }

  /** "Today", "Yesterday", or the date with its weekday. */
  day(ms: number): string {
    const days = Math.round((midnight(ms) - midnight(Date.now())) / 86_400_000);
    const words = days === 0 || days === -1 ? new Intl.RelativeTimeFormat(this.tags, { numeric: 'auto' }).format(days, 'day') : new Intl.DateTimeFormat(this.tags, { weekday: 'long', day: 'numeric', month: 'long' }).format(ms);
    return words.charAt(0).toLocaleUpperCase(this.tags) + words.slice(1);
  }

  number(value: number): string {
    // All but the Arabs and the Persians write small whole numbers as programs do, and the first one that Intl writes takes milliseconds.
    if (!/^(ar|fa)/.test(this.lang) && Number.isInteger(value) && value >= 0 && value < 1000) return `${value}`;
    return (this.numbers ??= new Intl.NumberFormat(this.tags)).format(value);
  }
}

let last: Formats | undefined;

/** Those of a language, made once for all who ask one after the other. */
export const formatsOf = (lang: string): Formats => (last?.lang === lang ? last : (last = new Formats(lang)));

/** The visitor's own kind of a language: dates are written otherwise in Britain than in America. */
function regional(tag: string): string {
  return navigator.languages.find((own) => own.toLowerCase().startsWith(`${tag.toLowerCase()}-`)) ?? tag;
}

/** None for what is no language tag. */
function readable(tag: string): string[] {
  try {
    return Intl.getCanonicalLocales(tag);
  } catch {
    return [];
  }
}

function midnight(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}
