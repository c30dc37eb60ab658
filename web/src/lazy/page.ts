// lazy/page.js: for pages that set more than a few texts, listen, or call methods: what is wrong with what they gave, in words.

export { call } from '../calls';
export { checkPage } from '../requests';
