// What the story asks of a page, in the page: controls found by role and accessible name, as a screen reader finds them, in the page and in the widget's shadow tree.

window.engineStory = (() => {
  const selectors = {
    article: '[role=article],article', button: 'button,[role=button]', cell: 'td', combobox: 'select', dialog: '[role=dialog],dialog', heading: 'h1,h2,h3,h4,h5,h6,[role=heading]', link: 'a[href]', log: '[role=log]', menuitem: '[role=menuitem]',
    radio: 'input[type=radio],[role=radio]', radiogroup: '[role=radiogroup],fieldset', status: '[role=status]', textbox: 'textarea,input:not([type]),input[type=text],input[type=email]', img: 'img,[role=img]',
  };
  const roots = () => [document, ...[...document.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot).filter(Boolean)];
  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();

  /** What a label says, without the words of the control in it. */
  function label_of(label) {
    const copy = label.cloneNode(true);
    for (const control of copy.querySelectorAll('select,textarea,input,button')) control.remove();
    return words(copy);
  }

  function name_of(element) {
    const root = element.getRootNode();
    const by = element.getAttribute('aria-labelledby');
    if (by) return by.split(' ').map((id) => root.getElementById(id)).filter(Boolean).map(words).join(' ');
    const legend = element.tagName === 'FIELDSET' && element.querySelector('legend');
    return element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? (legend ? words(legend) : element.labels?.length ? [...element.labels].map(label_of).join(' ') : words(element));
  }

  /** All that are shown, in the order of the page; `name`: a text, or {pattern}. */
  function all(role, name) {
    const fits = (found) => name === undefined || (name.pattern ? new RegExp(name.pattern).test(found) : found === name);
    return roots().flatMap((root) => [...root.querySelectorAll(selectors[role])]).filter((element) => element.checkVisibility() && fits(name_of(element)));
  }

  const last = (role, name) => all(role, name).at(-1);
  return {
    count: (role, name) => all(role, name).length,
    /** The middle of the last one, scrolled into view; null while there is none, and while it moves. */
    where(role, name) {
      const element = last(role, name);
      if (!element || element.disabled) return null;
      element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
      const { x, y, width, height } = element.getBoundingClientRect();
      return width && height ? [Math.round(x + width / 2), Math.round(y + height / 2)] : null;
    },
    attribute: (role, name, attribute) => last(role, name)?.getAttribute(attribute),
    value: (role, name) => last(role, name)?.value,
    checked: (role, name) => Boolean(last(role, name)?.checked ?? last(role, name)?.getAttribute('aria-checked') === 'true'),
    is_focused: (role, name) => last(role, name)?.getRootNode().activeElement === last(role, name),
    /** Whether the log says so. */
    says: (text) => all('log').some((log) => words(log).includes(text)),
    shows: (text) => roots().some((root) => words(root.body ?? root.host?.shadowRoot ?? root).includes(text)),
    choose(role, name, label) {
      const list = last(role, name);
      const option = [...list.options].find((one) => words(one) === label);
      list.value = option.value;
      list.dispatchEvent(new Event('change', { bubbles: true }));
    },
    file_input: () => roots().map((root) => root.querySelector('input[type=file]')).find(Boolean),
    faults: window.engineFaults,
  };
})();
