declare global {
  /** Name → place in a language file's list of words that only the page needs. build.mjs writes the place where a name stands, so that the names are not loaded. */
  const DESKBELL_WORDS: Readonly<Record<WordName, number>>;
}

type WordName = 'close_image' | 'drop' | 'full_screen' | 'image_of' | 'limit' | 'media_failed' | 'members' | 'mute' | 'next_image' | 'options' | 'part_missing' | 'pause' | 'play' | 'position' | 'previous_image' | 'quote_cancel' | 'reply' | 'replying' | 'speed' | 'storage_full' | 'take_back' | 'unmute' | 'zoom_in' | 'zoom_out';

/** A word of the page, by its place in DESKBELL_WORDS, with what stands in its places. */
export type Say = (word: number, values?: Readonly<Record<string, string>>) => string;

/** The page's own words (`page.…` in i18n/), in the language whose file came last. */
export class PageWords {
  private texts: readonly string[] = [];

  load(file: { page?: readonly string[] }): void {
    this.texts = file.page ?? [];
  }

  readonly say: Say = (word, values = {}) => (this.texts[word] ?? '').replace(/\{(\w+)\}/g, (_, place: string) => values[place] ?? '');
}
