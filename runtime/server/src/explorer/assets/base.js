// What everything else stands on: where we are, what is kept until the page is left, and making elements. No text ever becomes markup.

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;
// Links begin with the base that the server believes in; behind a proxy the browser may be elsewhere.
const serverBase = meta('smie-base');
const asked = meta('smie-path');
const localBase = location.origin
  + (location.pathname.endsWith(asked) ? location.pathname.slice(0, location.pathname.length - asked.length) : '');

// Lives as long as the page: the token is written nowhere.
const state = { token: '', language: '', raw: false, shape: null, url: '', answer: null };

const within = (url, base) => url === base || url.startsWith(base + '/') || url.startsWith(base + '?');

/** A link of a document as an address that this page can ask. What is encoded in it stays as it is. */
const local = (href) => {
  const url = new URL(href, state.url || location.href).href;
  return within(url, serverBase) ? localBase + url.slice(serverBase.length) : url;
};

const isOurs = (url) => within(url, localBase);
/** Path below the base, without query. */
const pathOf = (url) => (isOurs(url) ? url.slice(localBase.length) : url).split(/[?#]/)[0] || '/';

const decoded = (text) => {
  try { return decodeURIComponent(text); } catch { return text; }
};

const el = (tag, attributes, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
};

/** A text per language: the reader's own, else the first. Marked with its language. */
const text = (docs, tag = 'span') => {
  const languages = Object.keys(docs ?? {});
  if (languages.length === 0) return null;
  const language = [state.language, ...(state.shape?.languages ?? []), ...languages].find((one) => docs[one] !== undefined);
  return el(tag, { lang: language }, docs[language]);
};

/** A link that stays in the explorer when it is ours; a real one, so that it can be copied and opened elsewhere. */
const anchor = (href, ...children) => {
  const url = local(href);
  const stay = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(url);
  };
  return isOurs(url) ? el('a', { href: url, click: stay }, ...children) : el('a', { href: url, rel: 'noreferrer noopener' }, ...children);
};

/** A value that is shown when somebody asks for it. */
const masked = (what, reveal) => {
  const button = el('button', { type: 'button', class: 'mask', 'aria-label': `Show ${what}`, title: `Personal: click to show ${what}` }, '•••••');
  button.addEventListener('click', () => button.replaceWith(reveal()));
  return button;
};

const times = (lower, upper) => lower === upper ? String(lower) : `${lower}..${upper ?? '*'}`;
