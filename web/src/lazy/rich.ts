// lazy/rich.js: the kinds of messages that a plain conversation has none of.

export { drawers } from '../dom/rich';
export { default as styles } from './rich.css';
