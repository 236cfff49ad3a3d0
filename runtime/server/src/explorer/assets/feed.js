// Feeds (Atom): pages in both directions, and entries with what they carry and lead to.

const atom = 'http:' + '//www.w3.org/2005/Atom';
const children = (node, name) => [...node.children].filter((one) => one.namespaceURI === atom && one.localName === name);
const words = (node, name) => children(node, name)[0]?.textContent.trim() ?? '';

const directions = [
  ['next-archive', 'newer'], ['prev-archive', 'older'], ['current', 'newest'], ['first', 'first'], ['previous', 'previous'], ['next', 'next'], ['self', 'this page'],
];

/** What an entry carries: elements as names and values. */
const carried = (node) => {
  const inner = [...node.children];
  if (inner.length === 0) return document.createTextNode(node.textContent);
  return el('table', {}, el('tbody', {}, inner.map((one) => el('tr', {}, el('th', { scope: 'row' }, one.localName), el('td', {}, carried(one))))));
};

const entry = (node) => {
  const links = children(node, 'link').filter((one) => one.getAttribute('rel') !== 'self');
  const content = children(node, 'content')[0];
  const personal = links.some((one) => placeOf(local(one.getAttribute('href')))?.identifier?.personal);
  const show = () => content ? carried(content) : document.createTextNode('');
  return el('tr', {},
    el('td', {}, el('time', { datetime: words(node, 'published') }, moment(words(node, 'updated')))),
    el('th', { scope: 'row' }, words(node, 'title'), el('div', { class: 'soft' }, children(node, 'category').map((one) => `${one.getAttribute('term')} `))),
    el('td', {}, personal ? masked('what it carries', () => el('div', {}, show())) : show()),
    el('td', {}, el('ul', { class: 'plain' }, links.map((one) => el('li', {}, anchor(one.getAttribute('href'), one.getAttribute('title') ?? labelOf(local(one.getAttribute('href')))))))));
};

const feed = (source) => {
  const parsed = new DOMParser().parseFromString(source, 'application/xml');
  const root = parsed.documentElement;
  if (root.namespaceURI !== atom) return null;
  if (root.localName === 'entry') {
    return [el('h1', {}, words(root, 'title')), el('div', { class: 'scroll' }, el('table', { id: 'feed' }, el('tbody', {}, entry(root))))];
  }
  const found = children(root, 'link');
  const way = directions.map(([rel, name]) => [rel, name, found.find((one) => one.getAttribute('rel') === rel)]).filter(([, , one]) => one);
  const entries = children(root, 'entry');
  return [
    el('h1', {}, words(root, 'title')),
    el('p', { class: 'soft', id: 'total' }, `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}, newest first`),
    el('nav', { class: 'paging', 'aria-label': 'Pages of the feed' }, way.map(([rel, name, one]) => {
      const node = anchor(one.getAttribute('href'), name);
      node.dataset.step = rel;
      return node;
    })),
    el('div', { class: 'scroll' }, el('table', { id: 'feed' },
      el('thead', {}, el('tr', {}, ['when', 'what', 'carries', 'about'].map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, entries.map(entry)))),
  ];
};
