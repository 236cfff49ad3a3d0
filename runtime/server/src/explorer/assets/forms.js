// What can be done here: a form for each action that is allowed, and for the others why not, in the reader's language.

/** A key that makes a repeated request one request. */
const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const actions = (document, shape) => {
  const templates = Object.entries(document._templates ?? {});
  // A template's name says little: the first one must be called `default`. What it calls says more.
  const templateOf = (action) => templates.find(([, one]) => one.target === action.href && one.method === action.method)?.[1];
  const told = Object.entries(document._actions ?? {}).map(([name, action]) => [name, action, templateOf(action)]);
  const others = templates.filter(([, one]) => !told.some(([, , known]) => known === one)).map(([name, one]) => [name, { allowed: true }, one]);
  const all = [...told, ...others];
  if (all.length === 0) return null;
  return [el('h2', {}, 'Actions'), all.map(([name, action, template]) => {
    const about = shape?.actions.find((one) => one.wire === name);
    const title = el('h3', {}, about?.name ?? template?.title ?? name);
    const docs = about && text(about.docs, 'p');
    return action.allowed
      ? el('section', { class: 'panel', 'data-action': name }, title, docs, warnings(action), form(name, action, template, about))
      : el('section', { class: 'panel impeded', 'data-action': name }, title, docs, impediments(action.impediments ?? []));
  })];
};

const warnings = (action) => (action.warnings ?? []).length > 0 && el('div', {}, el('p', {}, 'Mind:'), impediments(action.warnings));

const moment = (iso) => {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString(state.language || undefined);
};

/** Why something cannot be done now. */
const impediments = (all) => el('ul', { class: 'impediments' }, all.map((one) => el('li', {},
  text(one.text) ?? one.code, ' ', el('code', { class: 'soft' }, one.code),
  one.from && ` from ${moment(one.from)}`, one.until && ` until ${moment(one.until)}`)));

/** The fields of an action: the model's, else those that the form itself tells. */
const fieldsOf = (template, about) => about?.input ?? (template?.properties ?? []).filter((one) => !one.readOnly).map((one) => ({
  name: one.prompt ?? one.name,
  wire: one.name,
  type: { number: 'double', checkbox: 'boolean', date: 'date', 'datetime-local': 'datetime' }[one.type] ?? 'string',
  options: one.options?.inline?.map((option) => option.value ?? option),
  lower: one.required ? 1 : 0,
  upper: 1,
  pattern: one.regex,
  docs: {},
}));

const numbers = ['int', 'long', 'float', 'double'];

const input = (field) => {
  const name = field.wire;
  const required = field.lower > 0;
  const many = field.upper !== 1;
  const choices = field.options ?? (field.type.enum !== undefined ? Object.keys(state.shape.enums[field.type.enum].values) : null);
  if (many || field.type.class !== undefined) return el('textarea', { name, required, placeholder: many ? '[ ]' : '{ }', spellcheck: 'false' });
  if (choices) return el('select', { name, required }, !required && el('option', { value: '' }, ''), choices.map((one) => el('option', { value: one }, (field.type.enum !== undefined && text(state.shape.enums[field.type.enum].values[one])?.textContent) || one)));
  if (field.type === 'boolean') return el('select', { name, required }, !required && el('option', { value: '' }, ''), ['true', 'false'].map((one) => el('option', { value: one }, one)));
  if (numbers.includes(field.type)) return el('input', { name, required, type: 'number', step: field.type === 'int' || field.type === 'long' ? '1' : 'any', min: field.min, max: field.max });
  if (field.type === 'date') return el('input', { name, required, type: 'date' });
  if (field.type === 'datetime') return el('input', { name, required, type: 'datetime-local' });
  return el('input', { name, required, type: 'text', inputmode: field.type === 'decimal' ? 'decimal' : undefined });
};

/** A field's text as a value on the wire. */
const typed = (value, field) => {
  if (field.upper !== 1 || field.type.class !== undefined) return JSON.parse(value);
  if (field.type === 'boolean') return value === 'true';
  if (numbers.includes(field.type)) return Number(value);
  if (field.type === 'datetime') return new Date(value).toISOString();
  return value;
};

const form = (name, action, template, about) => {
  const fields = fieldsOf(template, about);
  const method = action.method ?? template?.method ?? 'POST';
  const target = local(action.href ?? template?.target ?? state.url);
  const send = async (event) => {
    event.preventDefault();
    const body = {};
    try {
      for (const field of fields) {
        const value = event.target.elements[field.wire].value;
        if (value !== '') body[field.wire] = typed(value, field);
      }
    } catch (error) {
      return notice(el('div', { class: 'panel problem' }, `This is no JSON: ${error.message}`));
    }
    const sent = fields.length > 0 ? JSON.stringify(body) : undefined;
    const type = sent === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await ask(target, { method, body: sent, headers: { ...type, 'idempotency-key': key() } });
    if (answer) await outcome(about?.name ?? name, answer);
  };
  return el('form', { class: 'action', submit: send },
    fields.map((field) => el('label', {}, el('span', {}, field.name, field.lower > 0 ? '' : el('span', { class: 'soft' }, ' (optional)')), text(field.docs), input(field))),
    el('button', { type: 'submit', class: 'do' }, about?.name ?? template?.title ?? name),
    el('span', { class: 'soft' }, `${method} ${decoded(pathOf(target))}`));
};

/** What became of it: the state anew, or the problem. */
const outcome = async (name, answer) => {
  const made = answer.response.headers.get('location');
  if (!answer.response.ok) return notice(problem(answer));
  await go(made ? local(made) : state.url, made ? 'push' : 'stay');
  notice(el('div', { class: 'panel done' }, `Done: ${name} (${answer.response.status})`));
};
