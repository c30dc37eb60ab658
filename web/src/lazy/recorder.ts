// lazy/recorder.js: for a session that is recorded.

export { Recorder } from '../recorder';
