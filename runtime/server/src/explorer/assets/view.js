// From a JSON document to what people see: a resource, a collection, or whatever else is at an address.

const isLink = (value) => typeof value === 'string' && within(value, serverBase) && !value.includes('{');

/** A value of which the model says nothing. */
const plain = (value) => {
  if (Array.isArray(value)) return el('ul', { class: 'plain' }, value.map((one) => el('li', {}, plain(one))));
  if (value !== null && typeof value === 'object') {
    return el('table', {}, el('tbody', {}, Object.entries(value).map(([name, one]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, plain(one))))));
  }
  return isLink(value) ? anchor(value, value) : String(value);
};

const shown = (value, attribute) => {
  const type = attribute.type;
  if (Array.isArray(value)) return el('ul', { class: 'plain' }, value.map((one) => el('li', {}, shown(one, attribute))));
  if (type === 'id' && value !== null && typeof value === 'object') {
    const { identifikatorverdi, ...rest } = value;
    return el('span', {}, String(identifikatorverdi), Object.keys(rest).length > 0 && plain(rest));
  }
  if (type.enum !== undefined) return el('span', {}, text(state.shape.enums[type.enum].values[value] ?? {}) ?? String(value), ' ', el('code', { class: 'soft' }, String(value)));
  if (type.class !== undefined && value !== null && typeof value === 'object') {
    return el('div', {}, attributes(value, classAt(type.class)), links(value, classAt(type.class)));
  }
  if (type === 'uri' && /^https?:/.test(value)) return anchor(value, value);
  return String(value);
};

/** A member's value, hidden until it is clicked where it tells of a person. */
const cell = (value, attribute) => attribute.personal ? masked(attribute.name, () => el('span', {}, shown(value, attribute))) : shown(value, attribute);

const attributes = (resource, shape) => {
  const rows = [];
  for (const attribute of shape.attributes) {
    const value = resource[attribute.wire];
    if (value === undefined || value === null) continue;
    rows.push(el('tr', { 'data-member': attribute.wire }, el('th', { scope: 'row', title: text(attribute.docs)?.textContent }, attribute.name), el('td', {}, cell(value, attribute))));
  }
  return el('table', {}, el('tbody', {}, rows));
};

const link = (one) => el('li', {}, anchor(hrefOf(one), labelOf(local(hrefOf(one)))), one.count !== undefined && ` (${one.count} of them)`);

/** Links with what the model says of each relation. */
const links = (resource, shape) => {
  const groups = new Map();
  for (const [rel, one] of linksOf(resource)) groups.set(rel, [...(groups.get(rel) ?? []), one]);
  const actions = new Set(shape?.actions.map((action) => action.wire) ?? []);
  const rows = [...groups].filter(([rel]) => !actions.has(rel)).map(([rel, all]) => {
    const relation = shape?.relations.find((one) => one.wire === rel);
    const target = relation && relation.target !== null ? classAt(relation.target).name : null;
    return el('tr', { 'data-rel': rel },
      el('th', { scope: 'row' }, relation?.name ?? rel, relation && el('span', { class: 'soft' }, ` ${times(relation.lower, relation.upper)}`)),
      el('td', {}, (relation && text(relation.docs)) ?? all[0]?.title ?? null, target && el('span', { class: 'soft' }, ` → ${target}`)),
      el('td', {}, el('ul', { class: 'plain' }, all.slice(0, 100).map(link), all.length > 100 && el('li', { class: 'soft' }, `and ${all.length - 100} more`))));
  });
  return rows.length > 0 && el('div', { class: 'scroll' }, el('table', {}, el('tbody', {}, rows)));
};

const steps = ['first', 'prev', 'self', 'next', 'last'];

/** Links from page to page, in the order of the pages. */
const paging = (document) => {
  const all = linksOf(document);
  const found = steps.map((rel) => [rel, all.find(([one]) => one === rel)?.[1]]).filter(([, one]) => one);
  return el('nav', { class: 'paging', 'aria-label': 'Pages' }, found.map(([rel, one]) => {
    const node = anchor(hrefOf(one), rel === 'self' ? 'this page' : rel);
    node.dataset.step = rel;
    return node;
  }));
};

/** The entries of a collection, by whatever name they are embedded. */
const entriesOf = (document) => Object.values(document?._embedded ?? {}).find(Array.isArray) ?? null;

const collection = (document, place) => {
  const entries = entriesOf(document);
  const shape = place?.class;
  const total = document.total_items ?? document._meta?.totalRecords ?? document._meta?.total;
  const columns = shape ? shape.attributes.filter((one) => typeof one.type === 'string' || one.type.enum !== undefined).slice(0, 6) : [];
  const self = (entry) => linksOf(entry).find(([rel]) => rel === 'self')?.[1];
  const found = shape ? entries.flatMap((entry, at) => check(entry, shape).map((one) => ({ ...one, pointer: `/${at}${one.pointer}` }))) : null;
  return [
    el('h1', {}, shape?.name ?? 'Collection'),
    shape && text(shape.docs, 'p'),
    el('p', { class: 'soft', id: 'total' }, `${entries.length} shown${total === undefined ? '' : ` of ${total}`}`),
    found && verdict(found, `All ${entries.length} fit`),
    paging(document),
    el('div', { class: 'scroll' }, el('table', { id: 'entries' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'resource'), columns.map((column) => el('th', { scope: 'col' }, column.name)))),
      el('tbody', {}, entries.map((entry) => el('tr', {},
        el('th', { scope: 'row' }, self(entry) ? anchor(hrefOf(self(entry)), labelOf(local(hrefOf(self(entry))))) : '–'),
        columns.map((column) => el('td', {}, entry[column.wire] === undefined ? '' : cell(entry[column.wire], column)))))))),
    paging(document),
    actions(document, shape),
  ];
};

const resource = (document, place) => [
  el('h1', {}, labelOf(state.url)),
  text(place.class.docs, 'p'),
  verdict(check(document, place.class), 'It fits'),
  el('h2', {}, 'Attributes'),
  attributes(document, place.class),
  actions(document, place.class),
  el('h2', {}, 'Links'),
  links(document, place.class),
];

/** The root, a package, or something that the model knows nothing of. */
const other = (document) => {
  const { _links, ...rest } = document;
  const found = state.shape?.packages.find((one) => one.path === pathOf(state.url).replace(/\/$/, ''));
  return [
    el('h1', {}, found?.name || (document.model ? `${document.model} ${document.version ?? ''}` : decoded(pathOf(state.url)))),
    found && text(found.docs, 'p'),
    links(document, null),
    Object.keys(rest).length > 0 && [el('h2', {}, 'Members'), el('div', { class: 'scroll' }, plain(rest))],
  ];
};

const json = (document) => {
  const place = placeOf(state.url);
  if (entriesOf(document)) return collection(document, place);
  return place?.identifier && linksOf(document).length > 0 && place.class ? resource(document, place) : other(document);
};
