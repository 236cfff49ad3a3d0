// Holding a document against the model, member by member, as the engine promises it: what is missing, unknown or of another kind.

const isText = (value) => typeof value === 'string';
const matches = (pattern) => (value) => isText(value) && pattern.test(value);
const scalars = {
  string: isText,
  boolean: (value) => typeof value === 'boolean',
  int: Number.isInteger,
  long: Number.isInteger,
  float: (value) => typeof value === 'number',
  double: (value) => typeof value === 'number',
  decimal: (value) => typeof value === 'number' || matches(/^-?\d+(\.\d+)?$/)(value),
  date: matches(/^\d{4}-\d{2}-\d{2}/),
  datetime: matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/),
  duration: matches(/^-?P/),
  uri: matches(/^[a-z][a-z0-9+.-]*:/i),
  uuid: matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
  binary: matches(/^[A-Za-z0-9+/_-]*=*$/),
};

/** Links of a document as pairs of relation and link, whatever form they have. */
const linksOf = (document) => {
  const found = [];
  const links = document?._links ?? document?.link ?? {};
  if (Array.isArray(links)) {
    links.forEach((link) => found.push([link.rel, link]));
  } else {
    for (const [rel, value] of Object.entries(links)) [value].flat().forEach((link) => found.push([rel, link]));
  }
  return found;
};

const hrefOf = (link) => link?.href ?? link?.uri ?? '';

const checkValue = (value, attribute, pointer, found) => {
  const type = attribute.type;
  const wrong = (expected) => found.push({ pointer, message: `expected ${expected}` });
  if (type === 'id') {
    const inner = state.shape.identifierObjects ? value?.identifikatorverdi : value;
    if (!isText(inner)) wrong(state.shape.identifierObjects ? 'an object with identifikatorverdi' : 'text');
    else checkLimits(inner, attribute, wrong);
  } else if (isText(type)) {
    if (!scalars[type](value)) wrong(type);
    else checkLimits(value, attribute, wrong);
  } else if (type.enum !== undefined) {
    const codes = Object.keys(state.shape.enums[type.enum].values);
    if (!codes.includes(value)) wrong(`one of ${codes.join(', ')}`);
  } else if (value === null || typeof value !== 'object') {
    wrong(`an object, ${classAt(type.class).name}`);
  } else {
    checkMembers(value, classAt(type.class), pointer, found);
  }
};

/** How the sizes of a type are compared: dates by the day that is written, points in time whatever their offset, texts by their length. */
const sizes = {
  int: Number, long: Number, float: Number, double: Number, decimal: Number,
  date: (value) => value.slice(0, 10),
  datetime: Date.parse,
};

const checkLimits = (value, { type, pattern, min, max }, wrong) => {
  if (pattern && isText(value) && !fits(pattern, value)) wrong(`text like ${pattern}`);
  const isLength = sizes[type] === undefined;
  const bound = isLength ? Number : sizes[type];
  const size = isLength ? [...value.toString()].length : sizes[type](value);
  const what = isLength ? ' characters' : '';
  if (min !== null && size < bound(min)) wrong(`at least ${min}${what}`);
  if (max !== null && size > bound(max)) wrong(`at most ${max}${what}`);
};

/** Patterns are the engine's; one that this browser cannot read is not judged here. */
const fits = (pattern, value) => {
  try { return new RegExp(`^(?:${pattern})$`, 'u').test(value); } catch { return true; }
};

const checkMembers = (object, shape, pointer, found) => {
  for (const attribute of shape.attributes) {
    const value = object[attribute.wire];
    const at = `${pointer}/${attribute.wire}`;
    if (value === undefined || value === null) {
      if (attribute.lower > 0) found.push({ pointer: at, message: 'mandatory, but not here (or hidden from you)' });
    } else if (attribute.upper === 1) {
      checkValue(value, attribute, at, found);
    } else if (!Array.isArray(value)) {
      found.push({ pointer: at, message: 'expected a list' });
    } else {
      if (value.length < attribute.lower || (attribute.upper !== null && value.length > attribute.upper)) {
        found.push({ pointer: at, message: `expected ${times(attribute.lower, attribute.upper)}, there are ${value.length}` });
      }
      value.forEach((one, index) => checkValue(one, attribute, `${at}/${index}`, found));
    }
  }
  const known = new Set(shape.attributes.map((attribute) => attribute.wire));
  for (const name of Object.keys(object)) {
    if (!known.has(name) && !name.startsWith('_') && name !== 'link') found.push({ pointer: `${pointer}/${name}`, message: 'the model has no such member' });
  }
  checkLinks(object, shape, pointer, found);
};

const ordinary = ['self', 'alternate', 'collection', 'curies', 'describedby', 'profile', 'prev', 'next', 'first', 'last', 'up', 'related'];

const checkLinks = (object, shape, pointer, found) => {
  const counts = new Map();
  for (const [rel, link] of linksOf(object)) {
    counts.set(rel, (counts.get(rel) ?? 0) + (link.count ?? 1));
    const at = `${pointer}/_links/${rel}`;
    if (!/^[a-z][a-z0-9+.-]*:/i.test(hrefOf(link))) found.push({ pointer: at, message: 'the address is not absolute' });
  }
  for (const relation of shape.relations) {
    const count = counts.get(relation.wire) ?? 0;
    const at = `${pointer}/_links/${relation.wire}`;
    if (count < relation.lower && !relation.kept) found.push({ pointer: at, message: `mandatory (${times(relation.lower, relation.upper)}), but not here (or hidden from you)` });
    if (relation.upper !== null && count > relation.upper) found.push({ pointer: at, message: `at most ${relation.upper}, there are ${count}` });
  }
  const known = new Set([...ordinary, ...shape.relations.map((r) => r.wire), ...shape.actions.map((a) => a.wire)]);
  for (const rel of counts.keys()) {
    if (!known.has(rel) && !rel.includes(':')) found.push({ pointer: `${pointer}/_links/${rel}`, message: 'the model has no such relation' });
  }
};

/** Everything that is wrong with a resource. */
const check = (resource, shape) => {
  const found = [];
  checkMembers(resource, shape, '', found);
  if (!linksOf(resource).some(([rel]) => rel === 'self')) found.push({ pointer: '/_links/self', message: 'a resource tells its own address' });
  return found;
};

const verdict = (found, what) => found.length === 0
  ? el('p', { class: 'fits', id: 'check' }, `✓ ${what} the model`)
  : el('div', { class: 'panel problem', id: 'check' },
    el('p', { class: 'misfits' }, `✗ ${found.length === 1 ? 'One thing is' : `${found.length} things are`} not what the model says:`),
    el('ul', {}, found.slice(0, 50).map(({ pointer, message }) => el('li', {}, el('code', {}, pointer), ` ${message}`))));
