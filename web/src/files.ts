/** What the loader knows of the built files; build.mjs defines it. */
declare const DESKBELL_FILES: {
  /** What stands behind every name: `?v=` and the hash of their content. */
  version: string;
  /** Id → the launcher's words before any texts are loaded. */
  languages: Record<string, string>;
  /** Ids, separated by spaces; none is a part of another. */
  rtl: string;
  /** Where the words for a chat that could not be loaded stand among a language's texts. */
  trouble: number;
  /** Language → others, separated by spaces, whose readers can read it. */
  near: Record<string, string>;
};

export const files = DESKBELL_FILES;
