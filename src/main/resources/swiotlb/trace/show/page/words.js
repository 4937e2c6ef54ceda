// Searching, and saying what a message is.

/** A search: every word must match; what a word means depends on how it is written. */
class Search {
  constructor(messages, text) {
    this.text = text.trim();
    this.messages = messages;
    const terms = this.text.split(/\s+/).filter(Boolean).map(word => this.term(word));
    this.found = [];
    if (terms.length) {
      for (let i = 0; i < messages.count; i++) {
        if (terms.every(matches => matches(i))) this.found.push(i);
      }
    }
  }

  term(word) {
    const messages = this.messages;
    if (/^\d+$/.test(word)) return i => messages.mapping[i] === Number(word);
    if (/^#\d+$/.test(word)) return i => messages.id[i] === Number(word.slice(1));
    const pair = /^([\w.]+)=(.+)$/.exec(word);
    if (pair) return this.field(pair[1], pair[2].toLowerCase());
    const part = word.toLowerCase();
    const holds = text => text.toLowerCase().includes(part);
    const types = messages.types.map(holds);
    const actors = messages.actors.map(holds);
    const words = messages.words.map(holds);
    const inFields = words.some(Boolean) ? this.wordColumns(words) : () => false;
    return i => types[messages.type[i]] || actors[messages.from[i]] || actors[messages.to[i]]
      || inFields(i);
  }

  /** Whether a text of the fields is among some words. */
  wordColumns(words) {
    const messages = this.messages;
    const columns = messages.shapes.map((shape, s) => {
      const marks = shape.match(/[\u0001\u0002]/g) || [];
      return messages.columnsOf(s).filter((_, place) => marks[place] === '\u0002');
    });
    return i => columns[messages.shape[i]].some(column => words[column[messages.inShape[i]]]);
  }

  /** A field by the end of its path: slots=32 finds request.demand.slots as well. */
  field(path, value) {
    const messages = this.messages;
    const last = path.split('.').pop();
    const shapes = messages.shapes.map(shape => shape.includes(`"${last}":`));
    return i => shapes[messages.shape[i]] && flat(messages.fields(i)).some(([name, text]) =>
      (name === path || name.endsWith(`.${path}`)) && text.toLowerCase() === value);
  }

  /** The next match after a message, or before it; from the other end where there is none. */
  step(from, by) {
    const found = this.found;
    if (!found.length) return -1;
    const place = firstFrom(found, from);
    const next = by > 0 ? (found[place] === from ? place + 1 : place) : place - 1;
    return found[(next + found.length) % found.length];
  }
}

/** Fields with the path to each, in order. */
function flat(value, path = '', out = []) {
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    if (!entries.length) out.push([path, Array.isArray(value) ? '[]' : '{}']);
    for (const [key, inner] of entries) flat(inner, path ? `${path}.${key}` : key, out);
  } else {
    out.push([path, String(value)]);
  }
  return out;
}

const UNIT_FIELD = /Ns$/;

/** A field's value with its unit, if the name ends in one. */
function fieldText(name, value) {
  if (UNIT_FIELD.test(name) && /^\d+$/.test(value)) return `${momentText(Number(value))}`;
  return value;
}

function actorText(path) {
  return path === '' ? '(outside)' : path;
}

/** An actor without the allocator that all share. */
function shortText(path) {
  return actorText(path).replace(/^\/(allocator\/)?(?=.)/, '');
}

/** An element with a class and a text, which is never taken for markup. */
function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** When things happened to a mapping, as far as its messages tell. */
function lifeOf(messages, mapping) {
  const life = {asked: null, mapped: null, unmapped: null, failed: null, transient: false};
  for (const i of messages.pathOf(mapping)) {
    const type = messages.typeOf(i);
    if (type === 'Area.MapRequest' && life.asked === null
      && messages.actors[messages.from[i]].startsWith('/device-')) life.asked = i;
    if (type === 'MapClient.Mapped') {
      life.mapped = i;
      life.transient = messages.fields(i).pool === -1;
    }
    if (type === 'MapClient.MapFailed') life.failed = i;
    if (type === 'MapClient.Unmapped') life.unmapped = i;
    if (type === 'Device.Retry' && life.unmapped !== null
      && messages.fields(i).reason === 'NOT_REACHABLE') {
      // Slots were found, and given back unused: nothing served it.
      Object.assign(life, {failed: life.unmapped, mapped: null, unmapped: null, transient: false});
    }
  }
  return life;
}
