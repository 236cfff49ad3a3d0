// What the model says of an address: which collection, which class, which identifier.

const loadShape = async () => {
  const answer = await fetch(localBase + '/', { headers: headers({ accept: 'application/vnd.smie.shape+json' }), cache: 'no-store' });
  if (!answer.ok) return null;
  const shape = await answer.json();
  shape.collections.forEach((collection) => { collection.segments = collection.path.split('/'); });
  return shape;
};

const classAt = (index) => state.shape?.classes[index] ?? null;

/** Collection, class and identifier that a path leads to; deeper paths keep what they lie under. */
const placeOf = (url) => {
  if (!state.shape || !isOurs(url)) return null;
  const segments = pathOf(url).replace(/\/$/, '').split('/');
  let best = null;
  for (const collection of state.shape.collections) {
    const own = collection.segments;
    const fits = own.length <= segments.length
      && own.every((part, at) => part.startsWith('{') || part.toLowerCase() === segments[at].toLowerCase());
    if (fits && (!best || own.length > best.segments.length)) best = collection;
  }
  if (!best) return null;
  const rest = segments.slice(best.segments.length);
  const named = best.identifiers.find((one) => one.segment !== null && one.segment === rest[0]?.toLowerCase());
  const identifier = named ?? best.identifiers.find((one) => one.segment === null) ?? null;
  const value = named ? rest[1] : identifier && rest.length > 0 ? rest[0] : undefined;
  return { collection: best, class: classAt(best.class), identifier: value === undefined ? null : identifier, value };
};

/** What to call a link: class and identifier, the identifier masked where it tells of a person. */
const labelOf = (url) => {
  const place = placeOf(url);
  if (!place?.class) return decoded(pathOf(url));
  if (!place.identifier) return place.class.name;
  return `${place.class.name} ${place.identifier.personal ? '•••••' : decoded(place.value)}`;
};
