// The answers that the benchmark streams, made of a fixed sequence, so that every run and every engine gets the same bytes.
// Outside code they hold no character that marks anything in markdown but where it does mark something: whatever of `**` or `](` is seen on the screen is a fault.

/** Numbers from 0 to 1, always the same. */
function sequence(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const words = `the order parcel lamp linen blanket warehouse delivery returns policy customer colour size invoice address payment card refund courier tracking number
morning evening tomorrow you can find it in your account please check whether we will send another one free of charge within fourteen days after it has arrived
because every piece is made by hand and small differences belong to it`.split(/\s+/);

class Writer {
  constructor(seed) {
    this.random = sequence(seed);
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  /** Words, some of them marked. */
  text(count, marked = true) {
    const out = [];
    for (let i = 0; i < count; i += 1) {
      const word = this.pick(words);
      const kind = marked ? this.random() : 1;
      if (kind < 0.03) out.push(`**${word} ${this.pick(words)}**`);
      else if (kind < 0.05) out.push(`*${word}*`);
      else if (kind < 0.07) out.push(`\`${word}\``);
      else if (kind < 0.085) out.push(`[${word} ${this.pick(words)}](https://shop.example/${word}?page=${i})`);
      else if (kind < 0.09) out.push(`~~${word}~~`);
      else out.push(word);
    }
    const line = out.join(' ');
    return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
  }

  paragraph() {
    return this.text(20 + Math.floor(this.random() * 50));
  }

  code(lines) {
    return Array.from({ length: lines }, (_, i) => `  const ${this.pick(words)}_${i} = await ${this.pick(words)}(${i}, "${this.pick(words)}"); // ${this.pick(words)}`).join('\n');
  }

  row() {
    return `| ${this.pick(words)} | ${this.text(16, false)} | ${Math.floor(this.random() * 900)} EUR |`;
  }

  table(rows) {
    return ['| name | what | price |', '|---|:---:|---:|', ...Array.from({ length: rows }, () => this.row())].join('\n');
  }

  list(items, ordered) {
    return Array.from({ length: items }, (_, i) => `${ordered ? `${i + 1}.` : '-'} ${this.text(6 + Math.floor(this.random() * 12))}`).join('\n');
  }

  block(index) {
    switch (index % 8) {
      case 0: return `## ${this.text(4, false).slice(0, -1)}`;
      case 2: return this.list(4, index % 16 === 2);
      case 4: return `\`\`\`js\n${this.code(6)}\n\`\`\``;
      case 6: return index % 16 === 6 ? this.table(4) : `> ${this.paragraph()}`;
      default: return this.paragraph();
    }
  }
}

/** As many parts as fit in `bytes`; all text here is ASCII. The core takes 256 KB of markdown and 20 000 nodes, and the answers stay within that. */
function fill(bytes, part, join) {
  const parts = [];
  for (let length = 0; ;) {
    const next = part(parts.length);
    length += next.length + join.length;
    if (length > bytes) return parts.join(join);
    parts.push(next);
  }
}

/** Room for what stands around the long part. */
const reserve = 700;

const makers = {
  /** Headings, paragraphs, lists, code, tables, quotes. The first block is a paragraph: the reader's selection is in it. */
  mixed(bytes) {
    const writer = new Writer(7);
    return fill(bytes, (i) => (i === 0 ? writer.paragraph() : writer.block(i - 1)), '\n\n');
  },
  code(bytes) {
    const writer = new Writer(11);
    return `${writer.paragraph()}\n\n\`\`\`js\n${fill(bytes - reserve, () => writer.code(1), '\n')}\n\`\`\``;
  },
  list(bytes) {
    const writer = new Writer(13);
    return `${writer.paragraph()}\n\n${fill(bytes - reserve, () => writer.list(1, false), '\n')}`;
  },
  table(bytes) {
    const writer = new Writer(17);
    return `${writer.paragraph()}\n\n| name | what | price |\n|---|:---:|---:|\n${fill(bytes - reserve, () => writer.row(), '\n')}`;
  },
  /** The mixed text with one definition near its beginning, used once before and once after it. */
  reference(bytes) {
    const [first, ...rest] = makers.mixed(bytes - 200).split('\n\n');
    const middle = Math.floor(rest.length / 2);
    return [first, 'See [the terms] first.', ...rest.slice(0, middle), '[the terms]: https://shop.example/terms "Terms"', ...rest.slice(middle), 'As [the terms] say.'].join('\n\n');
  },
};

export const inputs = Object.keys(makers);

/** The text, and the same in pieces of 8 to 40 bytes that end between characters. */
export function answer(input, bytes) {
  const text = makers[input](bytes);
  const random = sequence(bytes);
  const chunks = [];
  for (let at = 0; at < text.length;) {
    const end = Math.min(text.length, at + 8 + Math.floor(random() * 33));
    chunks.push(text.slice(at, end));
    at = end;
  }
  return { text, chunks };
}
