// The tree of actors: who stands below whom, which rows are open, what each row shows.

const NATURAL = new Intl.Collator('en', {numeric: true});
const FAMILIES = [
  [/^allocator$/, null],
  [/^restricted-/, null],
  [/^device-/, 'devices'],
  [/^cpu-/, 'CPUs'],
  [/^(atomic-pool|page-allocator|encryption)$/, 'memory'],
];
/** From who asks down to who is asked, so that most arrows lead down first. */
const FAMILY_ORDER = ['devices', 'CPUs', 'allocator', 'restricted', 'memory', '/', 'others'];

/** Names from the top of the tree down to an actor. */
function chainOf(path) {
  if (path === '/' || path === '') return [path || 'outside'];
  const parts = path.split('/').slice(1);
  const family = FAMILIES.find(([pattern]) => pattern.test(parts[0]));
  const chain = family ? (family[1] ? [family[1]] : []) : ['others'];
  for (const part of parts) {
    if (/^transient-\d+$/.test(part)) chain.push('transient pools');
    chain.push(part);
  }
  return chain;
}

class Row {
  constructor(name, parent) {
    this.name = name;
    this.parent = parent;
    this.key = parent ? `${parent.key}\n${name}` : name;
    this.depth = parent ? parent.depth + 1 : -1;
    this.actor = -1;
    this.children = [];
    this.open = false;
    this.y = 0;
    this.height = 0;
    this.contents = {open: null, shut: null};
  }

  actors() {
    return this.children.reduce((all, child) => all.concat(child.actors()),
      this.actor < 0 ? [] : [this.actor]);
  }
}

class Actors {
  constructor(messages, slices) {
    this.messages = messages;
    this.slices = slices;
    this.paths = messages.actors;
    this.received = listsBy(messages.to, this.paths.length);
    this.spent = listsBy(slices.actor, this.paths.length);
    this.root = this.tree();
    this.only = null;
    this.begin();
    this.layOut();
  }

  tree() {
    const root = new Row('', null);
    const byKey = new Map([['', root]]);
    this.paths.forEach((path, actor) => {
      if (path === '') return;
      let row = root;
      for (const name of chainOf(path)) {
        const key = `${row.key}\n${name}`;
        if (!byKey.has(key)) {
          const child = new Row(name, row);
          row.children.push(child);
          byKey.set(key, child);
        }
        row = byKey.get(key);
      }
      row.actor = actor;
    });
    const place = row => {
      const found = FAMILY_ORDER.findIndex(name => row.name.startsWith(name));
      return found < 0 ? FAMILY_ORDER.length : found;
    };
    const sort = (row, compare) => {
      row.children.sort(compare);
      row.children.forEach(child => sort(child, byKind));
    };
    const byKind = (a, b) => kindOf(a) - kindOf(b) || NATURAL.compare(a.name, b.name);
    sort(root, (a, b) => place(a) - place(b) || NATURAL.compare(a.name, b.name));
    root.children = root.children.map(
      row => (row.actor < 0 && row.children.length === 1 ? hoisted(row) : row));
    return root;
  }

  /** Opens what fits on a screen. */
  begin() {
    this.root.open = true;
    for (const row of this.root.children) {
      row.open = row.name !== 'others' && row.children.length <= 12;
      row.children.forEach((child, i) => {
        child.open = i === 0 && child.name.startsWith('pool-') && child.children.length <= 16;
      });
    }
  }

  /** Shows some actors alone, all of them open; null for all rows as they were opened and shut. */
  showOnly(actors) {
    this.only = actors;
    this.layOut();
  }

  isShown(row) {
    return !this.only || this.only.has(row.actor) || row.children.some(child => this.isShown(child));
  }

  isOpen(row) {
    return row.open || this.only !== null;
  }

  /** Gives every visible row its place. */
  layOut() {
    this.rows = [];
    this.rowOfActor = new Int32Array(this.paths.length).fill(-1);
    let y = 0;
    const visit = row => {
      if (!this.isShown(row)) return;
      const shown = this.contents(row);
      row.y = y;
      row.height = shown.height;
      y += row.height;
      const place = this.rows.push(row) - 1;
      if (row.actor >= 0) this.rowOfActor[row.actor] = place;
      if (this.isOpen(row)) row.children.forEach(visit);
      else row.actors().forEach(actor => { this.rowOfActor[actor] = place; });
    };
    this.root.children.forEach(visit);
    this.height = y;
    this.ends = this.rows.map(row => row.y + row.height);
  }

  /** What a row shows: of its own actor if it is open, else of all below it as well. */
  contents(row) {
    const state = this.isOpen(row) && row.children.length ? 'open' : 'shut';
    if (!row.contents[state]) {
      const actors = state === 'open' ? [row.actor].filter(a => a >= 0) : row.actors();
      const lanes = lanesOf(this.slices, merged(actors.map(a => this.spent[a])));
      const laneHeight = lanes.length <= 2 ? 10 : 5;
      row.contents[state] = {
        received: merged(actors.map(a => this.received[a])),
        lanes,
        laneHeight,
        height: MARKS_HEIGHT + lanes.length * (laneHeight + 1) + (lanes.length ? 2 : 0),
      };
    }
    return row.contents[state];
  }

  toggle(row, open = !row.open) {
    if (row.children.length && row.open !== open && !this.only) {
      row.open = open;
      this.layOut();
    }
  }

  /** The row at a height, or null. */
  at(y) {
    const place = firstFrom(this.ends, y + 1e-6);
    return y >= 0 && place < this.rows.length ? this.rows[place] : null;
  }

  rowFor(actor) {
    return this.rowOfActor[actor] < 0 ? null : this.rows[this.rowOfActor[actor]];
  }
}

const MARKS_HEIGHT = 17;

/** Of slices that take turns. */
const MOST_LANES = 3;

function kindOf(row) {
  return ['pool-', 'transient pools'].findIndex(name => row.name.startsWith(name)) >>> 0;
}

/** A family of one is no family. */
function hoisted(row) {
  const child = row.children[0];
  const lift = r => {
    r.depth--;
    r.children.forEach(lift);
  };
  lift(child);
  child.parent = row.parent;
  return child;
}

/** For each number the places at which it stands. */
function listsBy(numbers, count) {
  const sizes = new Uint32Array(count);
  numbers.forEach(n => sizes[n]++);
  const lists = Array.from(sizes, size => new Uint32Array(size));
  sizes.fill(0);
  numbers.forEach((n, place) => { lists[n][sizes[n]++] = place; });
  return lists;
}

function merged(lists) {
  if (lists.length === 1) return lists[0];
  const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let place = 0;
  for (const list of lists) {
    all.set(list, place);
    place += list.length;
  }
  return all.sort();
}

/**
 * Slices side by side in lanes: those that take turns share lanes, in which they do not overlap as
 * long as there are lanes enough. A lane also knows how long it was busy before each slice, and the
 * latest end so far.
 */
function lanesOf(slices, list) {
  const groups = new Map();
  for (const i of list) {
    if (!groups.has(slices.group[i])) groups.set(slices.group[i], {lanes: [], ends: []});
    const {lanes, ends} = groups.get(slices.group[i]);
    let lane = ends.findIndex(end => end <= slices.start[i]);
    if (lane < 0 && lanes.length < MOST_LANES) lane = lanes.push([]) - 1;
    if (lane < 0) lane = ends.indexOf(Math.min(...ends));
    lanes[lane].push(i);
    ends[lane] = Math.max(ends[lane] || 0, slices.end[i]);
  }
  const lanes = [...groups].sort((a, b) => a[0] - b[0]).flatMap(([, group]) => group.lanes);
  return lanes.map(places => {
    const indexes = Uint32Array.from(places);
    const busy = new Float64Array(indexes.length + 1);
    const latest = new Float64Array(indexes.length);
    let end = 0;
    indexes.forEach((i, place) => {
      end = Math.max(end, slices.end[i]);
      latest[place] = end;
      busy[place + 1] = busy[place] + slices.end[i] - slices.start[i];
    });
    return {indexes, busy, latest};
  });
}
