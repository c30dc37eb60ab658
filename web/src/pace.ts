import type { Edit, Node, Patch } from './gen/protocol';

/** No piece of text waits longer than this (milliseconds). */
const longest = 300;

interface Step {
  key: string;
  /** Milliseconds; shown by then whatever else waits. */
  due: number;
  /** Characters that this step brings. */
  weight: number;
  patch: Extract<Patch, { op: 'body' | 'row' }>;
}

function characters(nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => sum + ('text' in node ? node.text.length : 1) + ('children' in node ? characters(node.children) : 0), 0);
}

function weightOf(edit: Edit): number {
  return edit.edit === 'append_text' ? edit.text.length : edit.edit === 'splice' ? characters(edit.insert) : 0;
}

/** Up to about `budget` characters, to the end of a word: texts flow, they are not typed. */
function wordEnd(text: string, budget: number): number {
  const end = /^.[^\s\u2E80-\uFFFF]{0,24}/su.exec(text.slice(Math.max(0, Math.ceil(budget) - 1)));
  return end ? Math.max(0, Math.ceil(budget) - 1) + end[0].length : text.length;
}

/**
 * Lets answers that grow in fits flow steadily: what comes in is shown over the time that pieces have lately taken to come, 300 ms at most. Patches of everything else pass at once;
 * those of one row stay in order. It stands between the core and the drawing, because it is a matter of looks: the core's state, its goldens and what is told of it know no delay.
 */
export class Pace {
  private readonly growing = new Set<string>();
  private steps: Step[] = [];
  private interval = 0;
  private arrived = -Infinity;
  private taken = 0;

  /** Takes patches in and gives those to be drawn now. */
  put(patches: readonly Patch[], now: number): Patch[] {
    const pass: Patch[] = [];
    const heads: Step[] = [];
    let fresh = false;
    for (const patch of patches) {
      const waits = 'key' in patch && this.steps.some(({ key }) => key === patch.key);
      if (patch.op === 'body' && (waits || this.growing.has(patch.key))) {
        if (!fresh) this.note(now);
        fresh = true;
        for (const edit of patch.edits) this.steps.push({ key: patch.key, due: now + this.interval, weight: weightOf(edit), patch: { ...patch, edits: [edit] } });
      } else if (patch.op === 'row' && waits) {
        // A row says that its text is complete after the last of it, wherever the patch stood.
        heads.push({ key: patch.key, due: now + this.interval, weight: 0, patch });
      } else {
        if (patch.op === 'remove') pass.push(...this.drop(patch.key));
        pass.push(patch);
      }
      if (patch.op === 'insert') this.know(patch.row.key, patch.row.streaming);
      else if (patch.op === 'row') this.know(patch.key, patch.row.streaming);
    }
    this.steps.push(...heads);
    return pass;
  }

  get waiting(): boolean {
    return this.steps.length > 0;
  }

  /** What is due: all of it at `now` = Infinity. */
  take(now: number): Patch[] {
    const last = this.steps[this.steps.length - 1];
    if (!last) return [];
    const share = now >= last.due ? 1 : Math.min(1, Math.max(0, (now - this.taken) / (last.due - this.taken)));
    let budget = share * this.steps.reduce((sum, { weight }) => sum + weight, 0);
    this.taken = now;
    const out: Patch[] = [];
    for (let step = this.steps[0]; step; step = this.steps[0]) {
      const { patch, weight, due } = step;
      const [edit] = patch.op === 'body' ? patch.edits : [];
      if (share < 1 && due > now) {
        if (budget <= 0 && weight > 0) break;
        const cut = edit?.edit === 'append_text' ? wordEnd(edit.text, budget) : 0;
        if (patch.op === 'body' && edit?.edit === 'append_text' && cut < edit.text.length) {
          out.push({ ...patch, edits: [{ ...edit, text: edit.text.slice(0, cut) }] });
          step.patch = { ...patch, edits: [{ ...edit, text: edit.text.slice(cut) }] };
          step.weight -= cut;
          break;
        }
      }
      budget -= weight;
      out.push(patch);
      this.steps.shift();
    }
    return out;
  }

  private know(key: string, streaming: boolean | undefined): void {
    if (streaming) this.growing.add(key);
    else this.growing.delete(key);
  }

  /** A piece came in: how long they take, leaning to the longer, so that a burst after a pause is spread as well. */
  private note(now: number): void {
    this.interval = Math.min(longest, Math.max(now - this.arrived, this.interval * 0.7));
    if (!Number.isFinite(this.arrived)) this.interval = 0;
    this.arrived = now;
    if (!this.steps.length) this.taken = now;
  }

  private drop(key: string): Patch[] {
    this.growing.delete(key);
    const out = this.steps.filter((step) => step.key === key).map(({ patch }) => patch);
    this.steps = this.steps.filter((step) => step.key !== key);
    return out;
  }
}
