// lazy/tencent_upload.js: what the SDK of Tencent Cloud sends files with. Loaded at the first one.

export { default as richMedia } from '@tencentcloud/lite-chat/plugins/rich-media-message';
