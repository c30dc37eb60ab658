// Hostile markdown, written for this test: each tries to become a script, a handler, a request or a frame.

export const addresses = [
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'java\tscript:alert(1)', 'java\nscript:alert(1)', '&#106;avascript:alert(1)', '&#x6A;&#x61;vascript:alert(1)', 'javascript&colon;alert(1)',
  'javascript&#58;alert(1)', '\u0001javascript:alert(1)', 'javascript://%0aalert(1)', 'vbscript:msgbox(1)', 'data:text/html,<script>alert(1)</script>', 'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'data:image/svg+xml,<svg onload=alert(1)>', 'file:///etc/passwd', 'blob:javascript:alert(1)', 'view-source:javascript:alert(1)', '\\javascript:alert(1)', 'javascript\\:alert(1)', 'x-javascript:alert(1)', 'jar:javascript:alert(1)!/',
  'feed:javascript:alert(1)', 'ｊavascript:alert(1)', 'javascript\u2028:alert(1)', '//%0ajavascript:alert(1)', 'javascript:/*--></title></style><svg/onload=alert(1)>', 'mailto:a@b.example"onclick="alert(1)', 'tel:1"onfocus="alert(1)" autofocus="',
  'https://shop.example/"onmouseover="alert(1)', "https://shop.example/'onerror='alert(1)", 'https://shop.example/><img src=x onerror=alert(1)>',
];

const html = [
  '<script>alert(1)</script>', '<script src=//x.example/x.js></script>', '<img src=x onerror=alert(1)>', '<img src="javascript:alert(1)">', '<svg onload=alert(1)>', '<svg><script>alert(1)</script></svg>', '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
  '<iframe src=javascript:alert(1)></iframe>', '<iframe srcdoc="<script>alert(1)</script>"></iframe>', '<object data="javascript:alert(1)"></object>', '<embed src="javascript:alert(1)">', '<body onload=alert(1)>', '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>x</details>', '<video><source onerror=alert(1)></video>', '<audio src=x onerror=alert(1)>', '<math><mi xlink:href="javascript:alert(1)">x</mi></math>', '<form action="javascript:alert(1)"><button>x</button></form>',
  '<a href="javascript:alert(1)">x</a>', '<base href="javascript:alert(1)//">', '<link rel=stylesheet href="javascript:alert(1)">', '<link rel=import href=//x.example/x>', '<meta http-equiv=refresh content="0;url=javascript:alert(1)">', '<style>@import "//x.example/x.css";</style>',
  '<div style="background:url(javascript:alert(1))">x</div>', '<marquee onstart=alert(1)>x</marquee>', '<template><script>alert(1)</script></template>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<script>alert(1)</script>]]>', '<?xml version="1.0"?><x onload=alert(1)/>', '<x onclick=alert(1)>press</x>', '<isindex action=javascript:alert(1)>', '<frameset onload=alert(1)>', '<table background="javascript:alert(1)"><td>x</table>', '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '"><script>alert(1)</script>', "';alert(1)//", '{{constructor.constructor("alert(1)")()}}', '${alert(1)}',
];

const around = [
  (address) => `[press](${address})`, (address) => `[press](<${address}>)`, (address) => `![picture](${address})`, (address) => `[![picture](${address})](${address} "title")`, (address) => `<${address}>`, (address) => `[press][r]\n\n[r]: ${address}`, (address) => `[r]: <${address}> 'title'\n\n**[r]**`,
];

export const hostile = [
  ...addresses.flatMap((address) => around.map((write) => write(address))), ...html, ...html.map((one) => `- item ${one}\n\n> ${one}`), ...html.map((one) => `| a | ${one} |\n|---|---|\n| ${one} | b |`),
  ...html.map((one) => `\`\`\`${one}\n${one}\n\`\`\``), '[a](https://shop.example/"onclick="alert(1) "x\\" onclick=\\"alert(1)")', '![x"onerror="alert(1)](https://shop.example/a.png)', '`<img src=x onerror=alert(1)>`', '# <script>alert(1)</script>', '*<img src=x onerror=alert(1)>*', '~~[x](javascript:alert(1))~~',
];
