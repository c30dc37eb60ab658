// Joins the fake SDK in a page with the stand-in desk (tests/desks/tencent_desk.mjs): what the visitor sends reaches the desk, what the desk says reaches the page.

const custom = (data) => ({ type: 'TIMCustomElem', payload: { data: JSON.stringify(data), description: '', extension: '' } });

/** A message of the desk as the browser's SDK has it. */
function seen({ key, from, body, chunks, finished }) {
  const shown = { ID: key, from: '@customer_service_account', flow: 'in', nick: from === 'agent' ? 'Anna' : '' };
  if (chunks !== undefined) return { ...shown, ...custom({ customerServicePlugin: 0, src: '31', chunks: [chunks], isFinished: finished ? 1 : 0 }) };
  const { MsgType, MsgContent } = body[0];
  if (MsgType === 'TIMCustomElem') return { ...shown, type: MsgType, payload: { data: MsgContent.Data, description: '', extension: '' } };
  return { ...shown, type: 'TIMTextElem', payload: { text: MsgContent.Text } };
}

/** A message of the visitor as the desk's callbacks have it. */
function element({ type, payload }) {
  if (type === 'TIMTextElem') return { MsgType: type, MsgContent: { Text: payload.text } };
  if (type === 'TIMCustomElem') return { MsgType: type, MsgContent: { Data: payload.data, Desc: '', Ext: '' } };
  if (type === 'TIMImageElem') return { MsgType: type, MsgContent: { UUID: '1', ImageFormat: 3, ImageInfoArray: [{ Type: 1, URL: payload.imageInfoArray[0].url }] } };
  return { MsgType: type, MsgContent: {} };
}

/** To be called before the page loads. Gives `session()`, the visitor's session at the desk. */
export async function join_desk(page, desk, user) {
  let session;
  let shown = Promise.resolve();
  desk.show = (_, message) => {
    const fields = seen(message);
    shown = shown.then(() => page.evaluate((given) => {
      const known = window.tencent.find(given.ID);
      if (!known) return void window.tencent.bring(given);
      Object.assign(known, given, { isModified: true });
      window.tencent.emit('onMessageModified', [{ ...known }]);
    }, fields)).catch(() => {});
  };
  const take = async (message) => {
    const data = message.type === 'TIMCustomElem' ? JSON.parse(message.payload.data) : {};
    const src = String(data.src ?? '');
    const live = session && session.state !== 'NotInSession';
    if (src === '7') {
      if (!live) session = await desk.visitor_opens(user, data.triggeredContent.language);
    } else if (src === '10') await desk.visitor_rates(session, Number(data.menuSelected.id) - 100);
    else if (src === '27') desk.visitor_ends(session);
    else if (src !== '12') await desk.visitor_sends(session, element(message));
  };
  // One after the other, as they were sent.
  let taken = Promise.resolve();
  await page.exposeFunction('tellDesk', (message) => (taken = taken.then(() => take(message))));
  await page.addInitScript(() => {
    let service;
    Object.defineProperty(window, 'tencent', {
      get: () => service,
      set: (made) => {
        service = made;
        made.delivered = (message) => void window.tellDesk(message);
      },
    });
  });
  return { session: () => session };
}
