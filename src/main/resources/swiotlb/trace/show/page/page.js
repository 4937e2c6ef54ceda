// Puts the parts together: what was chosen, and when to draw.

const byId = id => document.getElementById(id);

/** Mappings among which one is looked for whose story is told first. */
const MOST_LOOKED_AT = 2000;

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
    this.tree = new Tree(byId('tree'), this.actors, messages, () => this.layOut());
    this.tip = new Tip(byId('tip'), messages, slices);
    this.controls = new Controls(this);
    this.isDue = false;
    this.fitted = '';
    this.describe();
    this.controls.listen();
    this.theme(matchMedia('(prefers-color-scheme: dark)').matches);
    this.resize();
    this.follow(location.hash);
  }

  describe() {
    const {head, messages} = this;
    const name = head.scenario || head.title;
    byId('title').textContent = name;
    document.title = `${name}: messages`;
    const facts = [countedText(messages.count, 'message'), countedText(messages.mappings.length, 'mapping'),
      lengthText(this.view.span / 1.02)];
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
    if (head.format === 1) notices.push('A trace of format 1 does not say how full the areas were left: of used slots it shows those of transient pools alone.');
    if (head.recorded) notices.push(`Only a part was recorded: ${head.recorded}. How many slots were in use cannot be told.`);
    if (head.flaw) notices.push(head.flaw);
    byId('notice').textContent = notices.join('\n');
    byId('notice').hidden = !notices.length;
    byId('chart').hidden = Boolean(head.recorded);
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

  /** Draws at once: else the canvas would be stretched to its new size until the next frame, and a picture of it for good. */
  resize() {
    const stage = byId('stage');
    byId('times').style.setProperty('--bar', `${stage.offsetWidth - stage.clientWidth}px`);
    byId('lines').style.height = `${stage.clientHeight}px`;
    this.layOut();
    this.buildChart();
    this.draw();
  }

  buildChart() {
    const place = byId('chart');
    const left = byId('lines').offsetLeft;
    if (!place.clientWidth) return;
    const bar = byId('stage').offsetWidth - byId('stage').clientWidth;
    this.chart.build(place.clientWidth, place.clientHeight, left, bar, this.colours);
    this.controls.pointers(this.chart.plot.over);
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
    this.tree.draw(scroll, scroll + byId('stage').clientHeight, this.involved());
    byId('window').textContent = `${lengthText(this.view.span)} wide`;
  }

  involved() {
    const rows = new Set();
    for (const i of this.messages.pathOf(this.chosen.mapping)) {
      rows.add(this.actors.rowFor(this.messages.to[i]));
    }
    return rows;
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
    if (address && this.chooseMapping(Number(address[1]))) {
      this.fitMapping();
    } else if (matchMedia('(max-width: 900px)').matches) {
      this.tellFirst();
    }
  }

  /** Where there is little room: the story of a mapping that failed, or had it hard, or of the first. */
  tellFirst() {
    const {mappings} = this.messages;
    const lives = mappings.slice(0, MOST_LOOKED_AT).map(mapping => ({mapping, ...lifeOf(this.messages, mapping)}));
    const first = lives.find(life => life.failed !== null) ?? lives.find(life => life.transient) ?? lives[0];
    if (first && this.chooseMapping(first.mapping)) this.fitMapping();
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

  change(act) {
    act();
    this.hover(null);
    this.due();
  }

  click(event) {
    byId('lines').focus({preventScroll: true});
    const found = this.timeLine.at(event.offsetX, event.offsetY);
    if (!found) {
      this.choose(-1);
    } else if (found.messages) {
      this.choose(found.messages[0]);
    } else {
      const teller = this.messages.ofId.get(this.timeLine.slices.message[found.slice]);
      if (teller !== undefined) this.choose(teller);
    }
  }

  hover(event, isLines) {
    const cross = byId('cross');
    cross.hidden = !event;
    if (!event) {
      this.tip.hide();
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
    this.tip.show(found, event);
  }
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
