// Going from address to address: ask, show, remember.

const main = document.getElementById('main');
const bar = document.getElementById('location');

const headers = (more) => ({ ...(state.token === '' ? {} : { authorization: `Bearer ${state.token}` }), ...more });

const wanted = 'application/prs.hal-forms+json, application/hal+json;q=0.9, application/json;q=0.8, application/atom+xml;q=0.7, application/problem+json;q=0.6, */*;q=0.1';

const notice = (node) => document.getElementById('notice').replaceChildren(...[node].filter(Boolean));

/** Asks an address; what cannot be asked at all is told. */
const ask = async (url, options = {}) => {
  try {
    const response = await fetch(url, { cache: 'no-store', ...options, headers: headers({ accept: wanted, ...options.headers }) });
    return { response, body: await response.text(), type: (response.headers.get('content-type') ?? '').split(';')[0].trim() };
  } catch (error) {
    notice(el('div', { class: 'panel problem' }, `There is no answer from ${url}: ${error.message}`));
    return null;
  }
};

/** A problem (RFC 9457) with everything that it says. */
const problem = ({ response, body, type }) => {
  let told = {};
  try { told = type.endsWith('json') ? JSON.parse(body) : {}; } catch { /* Shown as it is, below. */ }
  const known = ['type', 'title', 'status', 'detail', 'instance', 'trace_id', 'violations', 'impediments'];
  const rest = Object.fromEntries(Object.entries(told).filter(([name]) => !known.includes(name)));
  return el('div', { class: 'panel problem', id: 'problem' },
    el('h2', {}, `${response.status} ${told.title ?? response.statusText}`),
    told.detail && el('p', {}, told.detail),
    told.impediments && impediments(told.impediments),
    told.violations && el('ul', {}, told.violations.map((one) => el('li', {}, el('code', {}, one.pointer), ` ${one.detail ?? one.message ?? ''}`))),
    Object.keys(rest).length > 0 && plain(rest),
    told.trace_id && el('p', { class: 'soft' }, 'Trace ', el('code', {}, told.trace_id)),
    Object.keys(told).length === 0 && el('pre', {}, body));
};

/** The document as it came; one that may tell of persons is shown when it is asked for. */
const asSent = ({ response, body, type }) => {
  const head = el('p', {}, el('code', {}, `${response.status} ${type}`));
  let pretty = body;
  try { pretty = JSON.stringify(JSON.parse(body), null, 2); } catch { /* It is no JSON. */ }
  const show = () => el('pre', { tabindex: '0' }, pretty);
  return [head, placeOf(state.url)?.class?.attributes.some((one) => one.personal) ? masked('the whole document', show) : show()];
};

const content = (answer) => {
  if (state.raw) return asSent(answer);
  if (!answer.response.ok) return [problem(answer)];
  if (answer.type.endsWith('json')) {
    const document = JSON.parse(answer.body);
    return json(document);
  }
  return (answer.type.endsWith('xml') && feed(answer.body)) || asSent(answer);
};

const show = () => {
  if (!state.answer) return;
  let nodes;
  try {
    nodes = content(state.answer);
  } catch (error) {
    nodes = [el('div', { class: 'panel problem' }, `This cannot be shown: ${error.message}`), ...asSent(state.answer)];
  }
  main.replaceChildren(...nodes.flat(3).filter(Boolean));
  document.title = `${main.querySelector('h1')?.textContent ?? decoded(pathOf(state.url))} · ${state.shape?.model ?? 'smie'}`;
};

/** Goes to an address. `push` makes a step that the browser's back button takes back. */
const go = async (url, step = 'push') => {
  notice(null);
  main.setAttribute('aria-busy', 'true');
  const answer = await ask(url);
  main.removeAttribute('aria-busy');
  if (!answer) return;
  state.url = url;
  state.answer = answer;
  if (step === 'push' && url !== location.href) history.pushState(null, '', url);
  bar.value = url.slice(location.origin.length);
  show();
  main.dataset.ready = url;
  if (step === 'push') {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
};

const languages = () => {
  const select = document.getElementById('language');
  const offered = state.shape?.languages ?? ['en'];
  const own = navigator.languages.map((one) => one.split('-')[0]).map((one) => one === 'no' ? 'nb' : one);
  state.language = own.find((one) => offered.includes(one)) ?? offered[0];
  select.replaceChildren(...offered.map((one) => el('option', { value: one, selected: one === state.language }, one)));
  select.addEventListener('change', () => { state.language = select.value; show(); });
};

const start = async () => {
  document.getElementById('bar').addEventListener('submit', (event) => {
    event.preventDefault();
    const url = new URL(bar.value, location.href).href;
    if (isOurs(local(url))) go(local(url));
    else notice(el('div', { class: 'panel problem' }, 'This address is not of this API.'));
  });
  document.getElementById('home').addEventListener('click', () => go(`${localBase}${state.shape?.root ?? ''}/`));
  document.getElementById('token').addEventListener('change', async (event) => {
    state.token = event.target.value.trim();
    state.shape ??= await loadShape();
    go(state.url, 'stay');
  });
  document.getElementById('raw').addEventListener('change', (event) => { state.raw = event.target.checked; show(); });
  addEventListener('popstate', () => go(location.href, 'back'));
  try { state.shape = await loadShape(); } catch { /* Documents are shown without the model. */ }
  languages();
  await go(location.href, 'replace');
};

start();
