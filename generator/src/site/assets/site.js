// Search, and nothing else: the site is whole without this file.
(() => {
  'use strict';
  const root = document.body.dataset.root;
  const field = document.getElementById('search');
  const list = document.getElementById('found');
  let active = -1;

  // Letters as people type them who have no Nordic keyboard.
  const plain = (text) => text.toLowerCase()
    .replace(/[æä]/g, 'a').replace(/[øö]/g, 'o').replace(/å/g, 'a').normalize('NFD').replace(/[\u0300-\u036f]/g, '');

  const load = () => new Promise((done) => {
    if (window.smieIndex) return done();
    const script = document.createElement('script');
    script.src = root + 'search.js';
    script.onload = () => done();
    document.head.append(script);
  });

  const rank = (name, wanted) => name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 9;
  const kinds = ['class', 'package', 'enum', 'action', 'event', 'relation', 'attribute', 'value'];

  const show = async () => {
    await load();
    const wanted = plain(field.value.trim());
    const hits = wanted === '' ? [] : window.smieIndex
      .map((entry) => ({ entry, rank: rank(plain(entry[0]), wanted) }))
      .filter((hit) => hit.rank < 9)
      .sort((a, b) => a.rank - b.rank || kinds.indexOf(a.entry[1]) - kinds.indexOf(b.entry[1]) || (a.entry[0] < b.entry[0] ? -1 : 1))
      .slice(0, 30);
    active = -1;
    list.replaceChildren(...hits.map(({ entry: [name, kind, href, of] }, at) => {
      const item = document.createElement('li');
      item.id = 'found-' + at;
      item.setAttribute('role', 'option');
      const link = document.createElement('a');
      link.href = root + href;
      link.tabIndex = -1;
      link.textContent = name;
      const what = document.createElement('span');
      what.textContent = ' ' + kind + (of ? ' of ' + of : '');
      item.append(link, what);
      return item;
    }));
    if (wanted !== '' && hits.length === 0) {
      const item = document.createElement('li');
      item.textContent = 'nothing has this name';
      list.append(item);
    }
    list.hidden = wanted === '';
    field.setAttribute('aria-expanded', String(!list.hidden));
    field.removeAttribute('aria-activedescendant');
  };

  const move = (step) => {
    const items = [...list.querySelectorAll('[role=option]')];
    if (items.length === 0) return;
    active = (active + step + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute('aria-selected', String(at === active)));
    field.setAttribute('aria-activedescendant', items[active].id);
    items[active].scrollIntoView({ block: 'nearest' });
  };

  field.addEventListener('input', show);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      const link = list.querySelectorAll('[role=option] a')[Math.max(active, 0)];
      if (link) location.href = link.href;
    } else if (event.key === 'Escape') {
      field.value = '';
      show();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(input|textarea|select)$/i.test(document.activeElement.tagName)) {
      event.preventDefault();
      field.focus();
    }
  });
  document.addEventListener('click', (event) => {
    if (!event.target.closest('.search')) list.hidden = true;
  });
})();
