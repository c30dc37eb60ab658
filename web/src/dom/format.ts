/** Turns the typed values of the tree (times, days, sizes, numbers) into words of one language through Intl. */
export class Formats {
  readonly tag: string;
  private readonly clock: Intl.DateTimeFormat;
  private readonly date: Intl.DateTimeFormat;
  private readonly relative: Intl.RelativeTimeFormat;

  /** `lang` is a catalogue id such as `zh_cn`. An id that Intl does not know falls back to English. */
  constructor(lang: string) {
    this.tag = supported(regional(lang.replace(/_/g, '-')));
    this.clock = new Intl.DateTimeFormat(this.tag, { hour: 'numeric', minute: '2-digit' });
    this.date = new Intl.DateTimeFormat(this.tag, { weekday: 'long', day: 'numeric', month: 'long' });
    this.relative = new Intl.RelativeTimeFormat(this.tag, { numeric: 'auto' });
  }

  time(ms: number): string {
    return this.clock.format(ms);
  }

  /** "Today", "Yesterday", or the date with its weekday. */
  day(ms: number): string {
    const days = Math.round((midnight(ms) - midnight(Date.now())) / 86_400_000);
    const words = days === 0 || days === -1 ? this.relative.format(days, 'day') : this.date.format(ms);
    return words.charAt(0).toLocaleUpperCase(this.tag) + words.slice(1);
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.tag).format(value);
  }
}

/** The visitor's own kind of a language: dates are written otherwise in Britain than in America. */
function regional(tag: string): string {
  return navigator.languages.find((own) => own.toLowerCase().startsWith(`${tag.toLowerCase()}-`)) ?? tag;
}

function supported(tag: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function midnight(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}
