/** The built files with the hash of their content as `?v=`, relative to the script; build.mjs defines it. */
declare const DESKBELL_FILES: {
  app: string;
  styles: string;
  wasm: string;
  replay: string;
  /** What all files of texts have behind their name. */
  texts: string;
  /** Id → the launcher's words before any texts are loaded. */
  languages: Record<string, string>;
  rtl: string[];
  /** Language → others, separated by spaces, whose readers can read it. */
  near: Record<string, string>;
};

export const files = DESKBELL_FILES;
