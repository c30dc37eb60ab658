// lazy/accent.js: for pages that name an accent.

export { accentTokens } from '../color';
