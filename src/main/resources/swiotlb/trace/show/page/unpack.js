// What the page holds: packed by Pack.java, column by column.

/** The JSON head, and the columns behind it, decoded when asked for. */
async function unpack(base64) {
  const characters = atob(base64.trim());
  const packed = new Uint8Array(characters.length);
  for (let i = 0; i < packed.length; i++) packed[i] = characters.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const headLength = new DataView(bytes.buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength)));
  const places = new Map();
  let place = 4 + headLength;
  for (const [name, [count, length]] of Object.entries(head.columns)) {
    places.set(name, {count, from: place, to: place + length});
    place += length;
  }
  return {
    head,
    numbers: name => numbersOf(bytes, places.get(name)),
    bytes: name => bytes.subarray(places.get(name).from, places.get(name).to),
  };
}

/** Each number is stored as its difference from the one before: see Column.java. */
function numbersOf(bytes, {count, from}) {
  const numbers = new Float64Array(count);
  let last = 0;
  for (let i = 0, place = from; i < count; i++) {
    let value = 0;
    let factor = 1;
    let byte;
    do {
      byte = bytes[place++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    last += value % 2 ? -(value + 1) / 2 : value / 2;
    numbers[i] = last;
  }
  return numbers;
}

/** Messages in the order of time, and what can be asked of them. */
class Messages {
  constructor(pack) {
    const head = pack.head;
    this.actors = head.actors;
    this.types = head.types;
    this.shapes = head.shapes;
    this.words = head.words;
    this.pack = pack;
    this.shapeColumns = new Map();
    this.lives = new Map();
    this.asides = new Set(pack.numbers('asides'));
    this.cut = new Set(pack.numbers('cut'));
    const columns = {};
    for (const name of ['id', 'cause', 'sent', 'at', 'handled', 'queued', 'mapping']) {
      columns[name] = pack.numbers(name);
    }
    for (const name of ['from', 'to', 'type', 'shape']) {
      columns[name] = Int32Array.from(pack.numbers(name));
    }
    this.count = columns.id.length;
    columns.time = columns.at.map((at, i) => (at < 0 ? columns.sent[i] : at));
    columns.inShape = this.placesInShape(columns.shape);
    Object.assign(this, inOrder(columns, columns.time));
    this.ofId = new Map();
    this.ofMapping = new Map();
    for (let i = 0; i < this.count; i++) {
      this.ofId.set(this.id[i], i);
      if (this.mapping[i] >= 0) {
        const known = this.ofMapping.get(this.mapping[i]);
        if (known) known.push(i);
        else this.ofMapping.set(this.mapping[i], [i]);
      }
    }
    this.mappings = [...this.ofMapping.keys()].sort((a, b) => a - b);
  }

  placesInShape(shape) {
    const next = new Int32Array(this.shapes.length);
    return shape.map(s => next[s]++);
  }

  /**
   * The messages on the way of a mapping, in order, and what else they caused, such as growth: told
   * apart in Life.java. Where nothing on the way is shown, what is shown stands for it.
   */
  lifeOf(mapping) {
    if (!this.lives.has(mapping)) {
      const all = this.ofMapping.get(mapping) || [];
      const path = all.filter(i => !this.asides.has(this.id[i]));
      const besides = all.filter(i => this.asides.has(this.id[i]));
      this.lives.set(mapping, path.length ? {path, besides} : {path: all, besides: []});
    }
    return this.lives.get(mapping);
  }

  pathOf(mapping) {
    return this.lifeOf(mapping).path;
  }

  columnsOf(shape) {
    if (!this.shapeColumns.has(shape)) {
      const marks = this.shapes[shape].match(/[\u0001\u0002]/g) || [];
      this.shapeColumns.set(shape, marks.map((_, i) => this.pack.numbers(`shape.${shape}.${i}`)));
    }
    return this.shapeColumns.get(shape);
  }

  /** The fields of a message as the JSON that they were. */
  json(i) {
    const columns = this.columnsOf(this.shape[i]);
    const place = this.inShape[i];
    let next = 0;
    return this.shapes[this.shape[i]].replace(/[\u0001\u0002]/g, mark => {
      const value = columns[next++][place];
      return mark === '\u0001' ? String(value) : this.words[value];
    });
  }

  fields(i) {
    return JSON.parse(this.json(i));
  }

  typeOf(i) {
    return this.types[this.type[i]];
  }

  shortTypeOf(i) {
    const type = this.typeOf(i);
    return type.slice(type.lastIndexOf('.') + 1);
  }
}

/** All columns in the order of one of them. */
function inOrder(columns, key) {
  let sorted = true;
  for (let i = 1; i < key.length && sorted; i++) sorted = key[i - 1] <= key[i];
  if (sorted) return columns;
  const order = Uint32Array.from(key, (_, i) => i).sort((a, b) => key[a] - key[b] || a - b);
  const ordered = {};
  for (const [name, column] of Object.entries(columns)) {
    ordered[name] = column.map((_, i) => column[order[i]]);
  }
  return ordered;
}

/** Time that something took in the model, in the order of its beginning. */
class Slices {
  constructor(pack, messages) {
    const columns = {};
    for (const name of ['start', 'end', 'mapping', 'message', 'kind', 'actor']) {
      columns[name] = Array.from(pack.numbers(`interval.${name === 'end' ? 'length' : name}`));
    }
    columns.end = columns.end.map((length, i) => columns.start[i] + length);
    this.kinds = pack.head.kinds;
    if (!pack.head.isVirtual) this.addHandling(columns, messages);
    for (const name of Object.keys(columns)) {
      columns[name] = (name === 'kind' || name === 'actor' ? Int32Array : Float64Array).from(columns[name]);
    }
    Object.assign(this, inOrder(columns, columns.start));
    const groups = laneGroups(this.kinds);
    this.group = this.kind.map(kind => groups[kind]);
    this.count = this.start.length;
    this.ofMapping = new Map();
    this.mapping.forEach((mapping, i) => {
      const known = this.ofMapping.get(mapping);
      if (known) known.push(i);
      else this.ofMapping.set(mapping, [i]);
    });
  }

  /** In real time, handling a message takes time as well. */
  addHandling(columns, messages) {
    const kind = this.kinds.push({name: 'HANDLING', title: 'handling a message'}) - 1;
    for (let i = 0; i < messages.count; i++) {
      if (messages.handled[i] <= 0) continue;
      const slice = {
        start: messages.at[i],
        end: messages.at[i] + messages.handled[i],
        mapping: messages.mapping[i],
        message: messages.id[i],
        kind,
        actor: messages.to[i],
      };
      for (const name of Object.keys(columns)) columns[name].push(slice[name]);
    }
  }

  /** Those that messages on the path of a mapping tell of. */
  onPath(mapping, messages) {
    const path = new Set(messages.pathOf(mapping).map(i => messages.id[i]));
    return (this.ofMapping.get(mapping) || []).filter(slice => path.has(this.message[slice]));
  }
}

/** Sentences on mappings, as far as the page holds some. */
class Explanations {
  constructor(pack) {
    this.text = pack.bytes('explained.text');
    this.places = new Map();
    const lengths = pack.numbers('explained.length');
    let from = 0;
    pack.numbers('explained.mapping').forEach((mapping, i) => {
      this.places.set(mapping, [from, from + lengths[i]]);
      from += lengths[i];
    });
  }

  of(mapping) {
    const place = this.places.get(mapping);
    if (!place) return [];
    const text = new TextDecoder().decode(this.text.subarray(...place));
    return text.replace(/(\d) us\b/g, '$1 µs').split('\n');
  }
}
