/** Name → place in a language file's list of words that only the page needs; build.mjs defines it. */
declare const DESKBELL_WORDS: Readonly<Record<WordName, number>>;

export type WordName = 'close_image' | 'drop' | 'image_of' | 'limit' | 'next_image' | 'options' | 'previous_image' | 'quote_cancel' | 'reply' | 'replying' | 'take_back' | 'zoom_in' | 'zoom_out';

/** A word of the page with what stands in its places. */
export type Say = (name: WordName, values?: Readonly<Record<string, string>>) => string;

/** The page's own words (`page.…` in i18n/), in the language whose file came last. */
export class PageWords {
  private texts: readonly string[] = [];

  load(file: { page?: readonly string[] }): void {
    this.texts = file.page ?? [];
  }

  readonly say: Say = (name, values = {}) => (this.texts[DESKBELL_WORDS[name]] ?? '').replace(/\{(\w+)\}/g, (_, place: string) => values[place] ?? '');
}
