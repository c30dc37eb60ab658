// CLDR's cardinal plural rules for whole numbers, as the small table that core/i18n/catalogue.cpp reads.
// The rules' syntax: https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules

import { cldr } from './cldr.mjs';

/** A relation such as `i % 100 != 12..14`; a whole number is its own n and i, and has no v, w, f, t, c and e. */
const relation = /^([nivwftce])(?: % (\d+))? (=|!=) (\d+(?:\.\.\d+)?(?:,\d+(?:\.\.\d+)?)*)$/;

/** @returns {(number: number) => boolean} */
function predicate(text) {
  const parts = relation.exec(text.trim());
  if (!parts) throw new Error(`not a relation of a plural rule: ${text}`);
  const [, operand, modulus, sign, list] = parts;
  const ranges = list.split(',').map((range) => range.split('..').map(Number));
  return (number) => {
    const whole = operand === 'n' || operand === 'i' ? number : 0;
    const value = modulus ? whole % Number(modulus) : whole;
    return ranges.some(([low, high = low]) => low <= value && value <= high) === (sign === '=');
  };
}

/** @type {Map<string, [string, (number: number) => boolean][]>} */
const known = new Map();

/** Category and rule, in CLDR's order, `other` last. */
function rules_of(language) {
  if (known.has(language)) return known.get(language);
  const all = cldr('plurals')['plurals-type-cardinal'];
  const rules = all[language.replace('_', '-')] ?? all[language.split('_')[0]];
  if (!rules) throw new Error(`CLDR has no plural rules for ${language}`);
  const parsed = Object.entries(rules).map(([name, rule]) => {
    const any = rule.split('@')[0].split(' or ').map((part) => part.split(' and ').map((text) => (text.trim() ? predicate(text) : () => true)));
    return [name.replace('pluralRule-count-', ''), (number) => any.some((all_of) => all_of.every((holds) => holds(number)))];
  });
  known.set(language, parsed);
  return parsed;
}

/** The categories that a text with forms needs in a language, `other` last. */
export const categories = (language) => rules_of(language).map(([category]) => category);

/** The category of a whole number in a language. */
export const category = (language, number) => rules_of(language).find(([, holds]) => holds(number))[0];

/** Where the table has a number: millions in front, then each number below 100, then all others by their last two digits. */
const place = (number) => (number < 100 ? number + 1 : number % 1_000_000 === 0 ? 0 : 101 + (number % 100));

/** The forms of a text in the order of the table's digits: `other` is 0. */
export const form_order = (language) => ['other', ...categories(language).slice(0, -1)];

/**
 * One digit for each place, the number of the form; what is left out at its end is 0. Empty when there is only one form.
 * Throws when a language's rules look at more of a number than the table does.
 */
export function plural_table(language) {
  const order = form_order(language);
  const digit = (number) => String(order.indexOf(category(language, number)));
  const samples = [1_000_000, ...Array.from({ length: 200 }, (_, number) => number)];
  const table = Array.from({ length: 201 }, () => '0');
  for (const number of samples) table[place(number)] = digit(number);
  const probes = [...Array.from({ length: 2500 }, (_, number) => number), ...[4, 5, 6, 7, 9].flatMap((zeros) => [1, 2, 3, 7, 11, 25].flatMap((times) => [-1, 0, 1, 2, 100].map((more) => times * 10 ** zeros + more)))];
  for (const number of probes) {
    if (table[place(number)] !== digit(number)) throw new Error(`the plural rules of ${language} do not fit the table: ${number}`);
  }
  return table.join('').replace(/0+$/, '');
}

/** The whole numbers below 1000 that a category has, so that a form for just one number may leave the number out. */
export const members = (language, wanted) => Array.from({ length: 1000 }, (_, number) => number).filter((number) => category(language, number) === wanted);
