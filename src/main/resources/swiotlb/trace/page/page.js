// Puts the parts together: what was chosen, keys, mouse and touch, and when to draw.

const byId = id => document.getElementById(id);

class Page {
  constructor(pack) {
    const messages = new Messages(pack);
    const slices = new Slices(pack, messages);
    this.head = pack.head;
    this.messages = messages;
    this.chosen = {mapping: null, message: -1, search: null};
    this.actors = new Actors(messages, slices);
    const model = {messages, slices, actors: this.actors, explanations: new Explanations(pack)};
    const last = slices.end.reduce((most, end) => Math.max(most, end), messages.time[messages.count - 1] || 0);
    this.view = new View(Math.min(messages.time[0] || 0, slices.start[0] ?? Infinity), last);
    this.timeLine = new TimeLine(byId('lines'), model, this.view, this.chosen);
    this.overview = new Overview(byId('overview'), messages, this.view, this.chosen);
    this.chart = new Chart(byId('chart'), byId('legend'), new UsedSlots(pack), this.view);
    this.panel = new Panel(byId('panel'), model, this.chosen, i => this.choose(i, true));
    this.rowElements = new Map();
    this.isDue = false;
    this.fitted = '';
    this.describe();
    this.listen();
    this.theme(matchMedia('(prefers-color-scheme: dark)').matches);
    this.resize();
    this.follow(location.hash);
  }

  describe() {
    const {head, messages} = this;
    const name = head.scenario || head.title;
    byId('title').textContent = name;
    document.title = `${name}: messages`;
    const facts = [`${countText(messages.count)} messages`, `${countText(messages.mappings.length)} mappings`];
    if (messages.count) facts.push(lengthText(this.view.span / 1.02));
    facts.push(head.isVirtual ? 'virtual time' : 'real threads');
    if (head.seed) facts.push(`seed ${head.seed}`);
    if (head.scenario) facts.push(head.title);
    if (head.selection) facts.push(`only ${head.selection}`);
    byId('about').textContent = facts.join(' · ');
    const notices = [];
    if (head.selected > messages.count) {
      const until = momentText(messages.time[messages.count - 1]);
      notices.push(`This page holds the first ${countText(messages.count)} of ${countText(head.selected)} messages, until ${until}. `
        + `For a later part write it with --from ${until.replace(' ', '')}, for more at once with --limit.`);
    }
    if (head.recorded) notices.push(`Only a part was recorded: ${head.recorded}.`);
    if (head.flaw) notices.push(head.flaw);
    if (!messages.count) notices.push('There is no message to show: nothing in the trace was selected.');
    byId('notice').textContent = notices.join('\n');
    byId('notice').hidden = !notices.length;
  }

  // Drawing.

  theme(isDark) {
    this.isDark = isDark;
    document.documentElement.classList.toggle('dark', isDark);
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(`--${name}`).trim();
    this.colours = Object.fromEntries(['ground', 'band', 'text', 'faint', 'line', 'mark', 'path', 'failure', 'focus', 'veil']
      .map(name => [name, colour(name)]));
    this.colours.sorts = ['failure', 'request', 'answer', 'giving', 'mark'].map(colour);
    this.timeLine.paint(this.colours);
    this.panel.show(this.colours);
    this.buildChart();
    this.due();
  }

  resize() {
    const stage = byId('stage');
    byId('times').style.setProperty('--bar', `${stage.offsetWidth - stage.clientWidth}px`);
    byId('lines').style.height = `${stage.clientHeight}px`;
    this.layOut();
    this.buildChart();
  }

  buildChart() {
    const place = byId('chart');
    const left = byId('lines').offsetLeft;
    if (!place.clientWidth) return;
    const bar = byId('stage').offsetWidth - byId('stage').clientWidth;
    this.chart.build(place.clientWidth, place.clientHeight, left, bar, this.colours);
    this.pointers(this.chart.plot.over);
  }

  layOut() {
    byId('space').style.height = `${this.actors.height}px`;
    this.due();
  }

  due() {
    if (!this.isDue) {
      this.isDue = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  draw() {
    this.isDue = false;
    const scroll = byId('stage').scrollTop;
    this.timeLine.draw(scroll);
    drawAxis(byId('axis'), this.timeLine, this.colours);
    this.overview.draw(this.colours);
    this.chart.draw();
    this.drawTree(scroll);
    byId('window').textContent = `${lengthText(this.view.span)} wide`;
  }

  /** Elements for the rows in sight alone. */
  drawTree(scroll) {
    const end = scroll + byId('stage').clientHeight;
    const tree = byId('tree');
    const inSight = new Set();
    const involved = this.involved();
    for (let i = firstFrom(this.actors.ends, scroll); i < this.actors.rows.length && this.actors.rows[i].y < end; i++) {
      const row = this.actors.rows[i];
      inSight.add(row.key);
      if (!this.rowElements.has(row.key)) {
        this.rowElements.set(row.key, this.rowElement(row));
        tree.append(this.rowElements.get(row.key));
      }
      this.placeRow(this.rowElements.get(row.key), row, involved.has(row));
    }
    for (const [key, made] of this.rowElements) {
      if (!inSight.has(key)) {
        made.remove();
        this.rowElements.delete(key);
      }
    }
  }

  involved() {
    const rows = new Set();
    for (const i of this.messages.pathOf(this.chosen.mapping)) {
      rows.add(this.actors.rowFor(this.messages.to[i]));
    }
    return rows;
  }

  rowElement(row) {
    const made = element('div', row.depth ? 'actor' : 'actor top');
    made.setAttribute('role', 'treeitem');
    made.setAttribute('aria-level', row.depth + 1);
    const button = element('button', row.children.length ? '' : 'leaf');
    button.type = 'button';
    button.style.paddingLeft = `${8 + 13 * row.depth}px`;
    button.title = row.actor >= 0 ? this.messages.actors[row.actor] : row.name;
    button.append(element('span', 'twist'), element('span', 'name', row.name === '/' ? '/ (the run)' : row.name));
    if (row.children.length) {
      button.append(element('span', 'size', `${row.children.length}`));
      button.addEventListener('click', () => {
        this.actors.toggle(row);
        this.layOut();
      });
    } else {
      button.tabIndex = -1;
    }
    made.append(button);
    return made;
  }

  placeRow(made, row, isInvolved) {
    made.style.top = `${row.y}px`;
    made.style.height = `${row.height}px`;
    made.classList.toggle('chosen', isInvolved);
    if (row.children.length) {
      const isOpen = this.actors.isOpen(row);
      made.setAttribute('aria-expanded', isOpen);
      made.querySelector('.twist').textContent = isOpen ? '▾' : '▸';
    }
  }

  // Choosing.

  /** Lights a message and the path of its mapping; -1 for nothing. */
  choose(i, reveal = false) {
    this.chosen.message = i;
    this.setMapping(i >= 0 && this.messages.mapping[i] >= 0 ? this.messages.mapping[i] : null);
    if (i >= 0) {
      if (reveal) this.reveal(i);
      byId('said').textContent = this.sentence(i);
    }
  }

  chooseMapping(mapping, reveal = true) {
    const path = this.messages.pathOf(mapping);
    if (!path.length) return false;
    this.chosen.message = -1;
    this.setMapping(mapping);
    if (reveal) this.reveal(path[0]);
    byId('said').textContent = `Mapping ${mapping}, ${path.length} messages`;
    return true;
  }

  setMapping(mapping) {
    this.chosen.mapping = mapping;
    byId('life').disabled = mapping === null;
    byId('only').disabled = mapping === null;
    this.showOnly(this.actors.only !== null && mapping !== null);
    const address = mapping === null ? ' ' : `#mapping=${mapping}`;
    try {
      history.replaceState(null, '', mapping === null ? location.pathname : address);
    } catch (e) {
      // A page without an address of its own needs none.
    }
    this.panel.show(this.colours);
    const current = byId('panel').querySelector('[aria-current]');
    if (current) current.scrollIntoView({block: 'nearest'});
    this.due();
  }

  /** Shows the actors of the chosen mapping alone, or all. */
  showOnly(isOnly) {
    const {messages} = this;
    if (isOnly || this.actors.only) {
      const path = messages.pathOf(this.chosen.mapping);
      this.actors.showOnly(isOnly ? new Set(path.flatMap(i => [messages.from[i], messages.to[i]])) : null);
      this.layOut();
    }
    byId('only').setAttribute('aria-pressed', isOnly);
  }

  sentence(i) {
    const {messages} = this;
    return `${messages.shortTypeOf(i)} from ${actorText(messages.actors[messages.from[i]])} to ${actorText(messages.actors[messages.to[i]])} at ${momentText(messages.time[i])}`;
  }

  /** Brings a message into sight. */
  reveal(i) {
    const time = this.messages.time[i];
    const {view} = this;
    if (time < view.from + view.span * 0.03 || time > view.to - view.span * 0.03) {
      view.show(time - view.span / 2, time + view.span / 2);
    }
    const row = this.actors.rowFor(this.messages.to[i]);
    const stage = byId('stage');
    if (row && (row.y < stage.scrollTop || row.y + row.height > stage.scrollTop + stage.clientHeight)) {
      stage.scrollTop = row.y - stage.clientHeight / 2;
    }
    this.due();
  }

  /** The next message of the mapping, of the search, or of all. */
  step(by) {
    const path = this.messages.pathOf(this.chosen.mapping);
    const now = this.chosen.message;
    if (path.length) {
      const place = firstFrom(path, now < 0 && by < 0 ? Infinity : now);
      const next = path[by < 0 ? place - 1 : path[place] === now ? place + 1 : place];
      if (next !== undefined) this.choose(next, true);
    } else {
      const next = now < 0 ? firstFrom(this.messages.time, this.view.from) : now + by;
      if (next >= 0 && next < this.messages.count) this.choose(next, true);
    }
  }

  stepMapping(by) {
    const {mappings, time} = this.messages;
    if (!mappings.length) return;
    let next;
    if (this.chosen.mapping === null) {
      const first = mappings.findIndex(m => time[this.messages.ofMapping.get(m)[0]] >= this.view.from);
      next = Math.max(0, first);
    } else {
      next = mappings.indexOf(this.chosen.mapping) + by;
    }
    if (next >= 0 && next < mappings.length) this.chooseMapping(mappings[next]);
  }

  /** All of the life of the chosen mapping; asked again, the way to its buffer. */
  fitMapping() {
    const path = this.messages.pathOf(this.chosen.mapping);
    if (!path.length) return;
    const life = lifeOf(this.messages, this.chosen.mapping);
    const whole = [this.messages.sent[path[0]], this.messages.time[path[path.length - 1]]];
    const answer = life.mapped ?? life.failed;
    const way = life.asked !== null && answer !== null
      ? [this.messages.sent[life.asked], this.messages.time[answer]] : whole;
    const around = ([from, to]) => [from - Math.max(20, to - from) * 0.06, to + Math.max(20, to - from) * 0.1];
    const [from, to] = around(whole);
    const fitted = `${this.chosen.mapping} ${this.view.from} ${this.view.to}`;
    this.view.show(...(fitted === this.fitted ? around(way) : [from, to]));
    this.fitted = `${this.chosen.mapping} ${this.view.from} ${this.view.to}`;
    const tops = path.flatMap(i => [this.messages.from[i], this.messages.to[i]])
      .map(actor => this.actors.rowFor(actor)).filter(Boolean).map(row => row.y);
    if (tops.length) byId('stage').scrollTop = Math.min(...tops) - 4;
    this.due();
  }

  follow(hash) {
    const address = /^#mapping=(\d+)$/.exec(hash);
    if (address && this.chooseMapping(Number(address[1]))) this.fitMapping();
  }

  // Searching.

  search(text) {
    const search = new Search(this.messages, text);
    this.chosen.search = search.text ? search : null;
    const n = search.found.length;
    byId('found').textContent = search.text ? (n ? `${countText(n)} found` : 'nothing found') : '';
    this.due();
  }

  nextMatch(by) {
    const {search} = this.chosen;
    if (!search || !search.found.length) return;
    const from = this.chosen.message < 0 ? firstFrom(this.messages.time, this.view.from) : this.chosen.message;
    const i = search.step(this.chosen.message < 0 && by > 0 ? from - 1 : from, by);
    this.choose(i, true);
    byId('found').textContent = `${countText(search.found.indexOf(i) + 1)} of ${countText(search.found.length)}`;
  }

  // Listening.

  listen() {
    const on = (id, event, act) => byId(id).addEventListener(event, act);
    on('in', 'click', () => this.change(() => this.view.zoom(1 / 1.6)));
    on('out', 'click', () => this.change(() => this.view.zoom(1.6)));
    on('fit', 'click', () => this.change(() => this.view.fit()));
    on('life', 'click', () => this.fitMapping());
    on('only', 'click', () => this.showOnly(!this.actors.only));
    on('theme', 'click', () => this.theme(!this.isDark));
    on('help', 'click', () => byId('keys').showModal());
    on('query', 'input', () => this.search(byId('query').value));
    on('query', 'keydown', event => {
      if (event.key === 'Enter') this.nextMatch(event.shiftKey ? -1 : 1);
      if (event.key === 'Escape') byId('lines').focus();
    });
    on('search', 'submit', event => event.preventDefault());
    on('stage', 'scroll', () => this.due());
    document.addEventListener('keydown', event => this.key(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', event => this.theme(event.matches));
    new ResizeObserver(() => this.resize()).observe(byId('stage'));
    this.pointers(byId('lines'));
    this.brush(byId('overview'));
  }

  change(act) {
    act();
    this.hover(null);
    this.due();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open
      || event.target === byId('query')) return;
    const {view} = this;
    const stage = byId('stage');
    const keys = {
      'ArrowLeft': () => view.pan(-0.1),
      'ArrowRight': () => view.pan(0.1),
      'ArrowUp': () => { stage.scrollTop -= 60; },
      'ArrowDown': () => { stage.scrollTop += 60; },
      '+': () => view.zoom(1 / 1.6),
      '=': () => view.zoom(1 / 1.6),
      '-': () => view.zoom(1.6),
      '0': () => view.fit(),
      'z': () => this.fitMapping(),
      'o': () => this.showOnly(!this.actors.only && this.chosen.mapping !== null),
      'n': () => this.step(1),
      'p': () => this.step(-1),
      ']': () => this.stepMapping(1),
      '[': () => this.stepMapping(-1),
      't': () => this.theme(!this.isDark),
      '?': () => byId('keys').showModal(),
      '/': () => byId('query').select(),
      'Escape': () => this.choose(-1),
    };
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      this.change(act);
    }
  }

  /** Wheel, drag, pinch, hover and click, on anything that shows the window of time. */
  pointers(target) {
    const active = new Map();
    const isLines = target === byId('lines');
    let moved = 0;
    target.addEventListener('wheel', event => {
      event.preventDefault();
      const delta = (event.deltaY || event.deltaX) * (event.deltaMode === 1 ? 24 : 1);
      const fraction = event.offsetX / target.clientWidth;
      this.change(() => (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
        ? this.view.pan((event.deltaX || event.deltaY) / 900)
        : this.view.zoom(Math.exp(Math.max(-240, Math.min(240, delta)) * 0.0022), fraction)));
    }, {passive: false});
    target.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      target.setPointerCapture(event.pointerId);
      active.set(event.pointerId, {x: event.clientX, y: event.clientY});
      moved = active.size > 1 ? Infinity : 0;
    });
    target.addEventListener('pointermove', event => {
      const before = active.get(event.pointerId);
      if (!before) {
        this.hover(event, isLines);
        return;
      }
      const now = {x: event.clientX, y: event.clientY};
      moved += Math.hypot(now.x - before.x, now.y - before.y);
      if (moved > 4) {
        target.classList.add('dragged');
        this.change(() => this.drag(target, [...active.values()], before, now, isLines));
      }
      active.set(event.pointerId, now);
    });
    const end = event => {
      active.delete(event.pointerId);
      target.classList.remove('dragged');
    };
    target.addEventListener('pointerup', event => {
      if (active.has(event.pointerId) && moved <= 4 && isLines) this.click(event);
      end(event);
    });
    target.addEventListener('pointercancel', end);
    target.addEventListener('pointerleave', () => this.hover(null));
    target.addEventListener('dblclick', () => this.change(() => this.view.fit()));
  }

  drag(target, active, before, now, isLines) {
    const width = target.clientWidth;
    if (active.length === 2) {
      const other = active.find(p => p.x !== before.x || p.y !== before.y) || active[0];
      const apart = p => Math.max(10, Math.abs(p.x - other.x));
      const middle = (other.x + now.x) / 2 - target.getBoundingClientRect().left;
      this.view.zoom(apart(before) / apart(now), middle / width);
    } else {
      this.view.pan((before.x - now.x) / width);
      if (isLines) byId('stage').scrollTop += before.y - now.y;
    }
  }

  brush(overview) {
    const go = event => {
      const {view} = this;
      const middle = view.min + event.offsetX / overview.clientWidth * (view.max - view.min);
      this.change(() => view.show(middle - view.span / 2, middle + view.span / 2));
    };
    overview.addEventListener('pointerdown', event => {
      overview.setPointerCapture(event.pointerId);
      go(event);
    });
    overview.addEventListener('pointermove', event => {
      if (event.buttons) go(event);
    });
  }

  click(event) {
    byId('lines').focus({preventScroll: true});
    const found = this.timeLine.at(event.offsetX, event.offsetY);
    if (!found) {
      this.choose(-1);
    } else if (found.messages) {
      this.choose(found.messages[0]);
    } else {
      const teller = this.messages.ofId.get(this.slices.message[found.slice]);
      if (teller !== undefined) this.choose(teller);
    }
  }

  get slices() {
    return this.timeLine.slices;
  }

  hover(event, isLines) {
    const cross = byId('cross');
    cross.hidden = !event;
    if (!event) {
      byId('tip').hidden = true;
      this.chart.point(null);
      return;
    }
    const width = byId('lines').clientWidth;
    const moment = this.view.from + event.offsetX / width * this.view.span;
    cross.style.left = `${byId('lines').offsetLeft + event.offsetX}px`;
    cross.classList.toggle('left', event.offsetX > width - 110);
    cross.dataset.time = momentText(Math.round(moment));
    this.chart.point(moment);
    const found = isLines ? this.timeLine.at(event.offsetX, event.offsetY) : null;
    this.tip(found, event);
  }

  tip(found, event) {
    const tip = byId('tip');
    tip.hidden = !found;
    if (!found) return;
    tip.replaceChildren();
    if (found.messages) this.tipOfMessages(tip, found.messages);
    else this.tipOfSlice(tip, found.slice);
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8))}px`;
    const below = event.clientY + 18;
    tip.style.top = `${below + box.height > innerHeight ? Math.max(4, event.clientY - box.height - 12) : below}px`;
  }

  tipOfMessages(tip, found) {
    const {messages} = this;
    const i = found[0];
    const mapping = messages.mapping[i] < 0 ? '' : ` · mapping ${messages.mapping[i]}`;
    tip.append(element('div', 'type', `${messages.typeOf(i)} #${messages.id[i]}${mapping}`),
      element('div', 'way', `${actorText(messages.actors[messages.from[i]])} → ${actorText(messages.actors[messages.to[i]])}`));
    const waited = messages.at[i] < 0 ? 'never delivered' : messages.at[i] > messages.sent[i]
      ? `sent ${momentText(messages.sent[i])}, came ${momentText(messages.at[i])} (${lengthText(messages.at[i] - messages.sent[i])})`
      : `at ${momentText(messages.time[i])}`;
    tip.append(element('div', '', waited));
    const fields = flat(messages.fields(i));
    const text = fields.slice(0, 14).map(([name, value]) => `${name.split('.').pop()} ${fieldText(name, value)}`).join(', ');
    tip.append(element('div', 'way', fields.length > 14 ? `${text}, …` : text));
    if (found.length > 1) {
      const more = found.length >= 500 ? '500 or more' : found.length - 1;
      tip.append(element('div', '', `and ${more} more here: zoom in, or step with n and p`));
    }
  }

  tipOfSlice(tip, slice) {
    const {slices, messages} = this;
    const mapping = slices.mapping[slice] < 0 ? '' : ` · mapping ${slices.mapping[slice]}`;
    tip.append(element('div', 'type', `${slices.kinds[slices.kind[slice]].title}${mapping}`),
      element('div', 'way', messages.actors[slices.actor[slice]]),
      element('div', '', `${lengthText(slices.end[slice] - slices.start[slice])}, from ${momentText(slices.start[slice])} to ${momentText(slices.end[slice])}`));
  }

  // Measuring.

  /** How long it takes to draw while panning or zooming through the trace, in milliseconds. */
  async measure(frames) {
    const drawn = [];
    const between = [];
    let before = 0;
    for (let i = 0; i < frames; i++) {
      const now = await new Promise(requestAnimationFrame);
      if (before) between.push(now - before);
      before = now;
      const began = performance.now();
      if (i % 60 < 30) this.view.zoom(1 / 1.25, 0.3);
      else if (i % 60 < 50) this.view.zoom(1.25, 0.6);
      else this.view.pan(0.2);
      if (i % 60 === 59) this.view.fit();
      this.draw();
      await Promise.resolve();
      drawn.push(performance.now() - began);
    }
    const at = (list, share) => list.slice().sort((a, b) => a - b)[Math.floor((list.length - 1) * share)];
    const sum = list => ({median: at(list, 0.5), p95: at(list, 0.95), most: at(list, 1)});
    return {frames, draw: sum(drawn), between: sum(between)};
  }
}

/** For tests: what is shown, and how fast. */
function hook(page) {
  return {
    get view() {
      return {from: page.view.from, to: page.view.to, min: page.view.min, max: page.view.max};
    },
    get chosen() {
      const {mapping, message, search} = page.chosen;
      return {mapping, message: message < 0 ? null : page.messages.id[message], found: search ? search.found.length : 0};
    },
    get isDark() {
      return page.isDark;
    },
    /** Where a message is on the screen, or null if its row or time is not. */
    placeOf(id) {
      const i = page.messages.ofId.get(id);
      const box = byId('lines').getBoundingClientRect();
      const x = page.timeLine.x(page.messages.time[i]);
      const y = page.timeLine.markY(page.messages.to[i]);
      return x < 0 || x > box.width || y === null || y < 0 || y > box.height ? null : {x: box.left + x, y: box.top + y};
    },
    isDrawn: () => !page.isDue,
    show: (from, to) => page.change(() => page.view.show(from, to)),
    json: id => page.messages.json(page.messages.ofId.get(id)),
    choose: mapping => page.chooseMapping(mapping),
    fitMapping: () => page.fitMapping(),
    measure: frames => page.measure(frames),
  };
}

function complain(text) {
  document.body.prepend(element('p', 'failure', text));
  document.querySelector('main').hidden = true;
}

async function begin() {
  if (typeof DecompressionStream === 'undefined') {
    complain('This browser cannot unpack what the page holds: it has no DecompressionStream. Any browser since May 2023 has it: Chrome 80, Firefox 113, Safari 16.4 or later.');
    return;
  }
  try {
    const pack = await unpack(byId('data').textContent);
    byId('data').remove();
    window.tracePage = hook(new Page(pack));
  } catch (e) {
    complain(`The page cannot be shown: ${e.message}. Was the file cut? Write it again.`);
    throw e;
  }
}

begin();
