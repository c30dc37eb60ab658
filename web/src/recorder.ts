/** Keeps what the core was told, as the lines of a fixture (docs/replay.md). Nothing else is recorded: the core gives the same screen for the same events. */
export class Recorder {
  private readonly lines: string[];
  private size = 0;

  /** `config`: what the core's session started with. `most`: characters; a longer recording stops there and says so in its title. */
  constructor(private readonly config: { start: number; title?: string | undefined }, private readonly most = 20_000_000) {
    this.lines = [];
  }

  take(event: string, now: number): void {
    // The replay has the languages itself, and its own time passes by ticks.
    if (/^\{[^{[]*"event":"catalogue"/.test(event) || event.includes('"event":"catalogue"', event.length - 24)) return;
    if (this.size > this.most) return;
    const line = `{"at":${now - this.config.start},${event.trimStart().slice(1)}`;
    this.size += line.length;
    this.lines.push(line);
  }

  /** The fixture up to now. */
  text(now: number): string {
    const { title, ...config } = this.config;
    const cut = this.size > this.most ? ', cut because it was too long' : '';
    const header = { deskbell: 1, title: `Recorded ${new Date(this.config.start).toISOString()}${cut}`, ...(title ? { heading: title } : {}), ...config };
    return [JSON.stringify(header), ...this.lines, JSON.stringify({ at: Math.max(0, now - this.config.start), event: 'tick' })].map((line) => `${line}\n`).join('');
  }
}
