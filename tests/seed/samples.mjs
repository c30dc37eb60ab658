// Which samples the seed's headless section holds, and how the text as printed becomes JSON again.
//
// The text was extracted from a paged document: a fenced block that ran over a page was closed at the page's end (brackets and all) and opened again on the next
// page, and long comments and strings were broken over two lines. What JSON5 (comments, single quotes, unquoted names, trailing commas) cannot read for that
// reason is put right by the repairs below, one by one: the text `find` occurs exactly once in the sample and is replaced by `put`.

/** @typedef {{name: string, section: string, from?: string, to?: string, repairs?: {find: string, put: string, why: string}[]}} Sample */

const brokenComment = 'a comment is broken over two lines';
const brokenString = 'a string is broken over two lines';
const lostComma = 'a comma is missing';
const pageEnd = 'the end of a page closed what goes on after it';

/** In the order of the seed. `section` is the src of the section's title, `from` and `to` the comments between which the sample stands. @type {Sample[]} */
export const samples = [
  { name: 'envelope', section: '' },
  { name: '07-trigger', section: '7' },
  {
    name: '09-evaluation',
    section: '9',
    repairs: [
      { find: '// 评价消息的标识\n    id\n', put: '// 评价消息的标识id\n', why: brokenComment },
      { find: '1691074320 //', put: '1691074320, //', why: lostComma },
      { find: '这里\n    即为选择的结果', put: '这里即为选择的结果', why: brokenComment },
    ],
  },
  { name: '10-evaluation-answer', section: '10' },
  { name: '12-typing', section: '12' },
  {
    name: '15-branch',
    section: '15',
    repairs: [{ find: '"selected": {"content": "人工"}\n}', put: '"selected": {"content": "人工"}\n}\n}', why: 'the last brace is missing' }],
  },
  { name: '19-ended', section: '19' },
  { name: '20-ended-by-timeout', section: '20' },
  {
    name: '21-form-choices',
    section: '21',
    to: '// 文本表单结构',
    repairs: [
      { find: '// 1为选项表单\n}', put: '// 1为选项表单', why: pageEnd },
      { find: '"content": "苹果"\n}\n}', put: '"content": "苹果"\n}\n}\n}', why: 'the brace that the page end took' },
    ],
  },
  { name: '21-form-text', section: '21', from: '// 文本表单结构' },
  { name: '22-card', section: '22', repairs: [{ find: 'cloudcache.tencent-\ncloud', put: 'cloudcache.tencent-cloud', why: brokenString }] },
  { name: '23-evaluation-setting', section: '23' },
  { name: '24-request-evaluation', section: '24' },
  { name: '26-seat-status', section: '26' },
  { name: '27-end-session', section: '27' },
  { name: '28-order', section: '28', repairs: [{ find: 'cloudcache.tencent-\ncloud', put: 'cloudcache.tencent-cloud', why: brokenString }] },
  {
    name: '29-welcome',
    section: '29',
    to: '// subtype为clarify_msg',
    repairs: [
      { find: '      }\n    ]\n  }\n}\n    },\n', put: '    },\n', why: pageEnd },
      { find: '"什么情况会进入排队"\n    }\n  ]\n}', put: '"什么情况会进入排队"\n    }\n  ]\n}\n}', why: 'the brace that the page end took' },
    ],
  },
  {
    name: '29-clarify',
    section: '29',
    from: '// subtype为clarify_msg',
    repairs: [
      { find: '      }\n    ]\n  }\n}\n\n{\n', put: '      },\n{\n', why: pageEnd },
      { find: '"智能客服是什么"\n}\n]\n}', put: '"智能客服是什么"\n}\n]\n}\n}', why: 'the brace that the page end took' },
    ],
  },
  { name: '30-rich-text', section: '30' },
  { name: '31-stream', section: '31', repairs: [{ find: '    "",\n  ]\n}\n    "您"', put: '    "",\n    "您"', why: pageEnd }] },
  {
    name: '32-branch',
    section: '32',
    to: '// 当分支为固定按钮时',
    repairs: [
      { find: '"node-9b1257ab-e91a-4317-af44-0f38d6e237e5" //', put: '"node-9b1257ab-e91a-4317-af44-0f38d6e237e5", //', why: lostComma },
      { find: '  },\n}\n// 分支消息内容', put: '  },\n// 分支消息内容', why: pageEnd },
      { find: '"tail": "",\n}', put: '"tail": "",\n}\n}', why: 'the brace that the page end took' },
    ],
  },
  {
    name: '32-option-info',
    section: '32',
    from: '// 当分支为固定按钮时',
    repairs: [
      { find: 'cloudCustomData\n// 中。', put: 'cloudCustomData 中。', why: brokenComment },
      { find: '"node-9b1257ab-e91a-4317-af44-0f38d6e237e5" //', put: '"node-9b1257ab-e91a-4317-af44-0f38d6e237e5", //', why: lostComma },
      { find: '从\n    下发的分支消息中取', put: '从下发的分支消息中取', why: brokenComment },
    ],
  },
  {
    name: '33-task-form',
    section: '33',
    to: '// 提交时按照此格式',
    repairs: [{ find: '2表示已提交(也不可编辑)\n}', put: '2表示已提交(也不可编辑)\n}\n}', why: 'the last brace is missing' }],
  },
  { name: '33-task-form-answer', section: '33', from: '// 提交时按照此格式' },
];
