// Unicode's locale data, from the npm package cldr-core that web/package.json pins.

import { createRequire } from 'node:module';

const require = createRequire(new URL('../web/package.json', import.meta.url));

function load(file) {
  try {
    return require(`cldr-core/${file}.json`);
  } catch (error) {
    throw new Error(`cldr-core is not installed: ./dev setup does that, or npm ci in web/ (${error.message})`);
  }
}

/** A part of CLDR's `supplemental` folder, for example `plurals`. */
export const cldr = (part) => load(`supplemental/${part}`).supplemental;

/** The tags that CLDR has a locale for. */
export const locales = () => load('availableLocales').availableLocales.full;

/** How much of a language CLDR has: "modern" is what a telephone needs, "moderate" a document, "basic" little more than the names of months. */
export const coverage = (language) => load('coverageLevels').effectiveCoverageLevels[language];
