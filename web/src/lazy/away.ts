// lazy/away.js: what calls a visitor back.

export { chime, silence } from '../sound';
export { TitleFlash } from '../title';
