// The panel beside the time line: what was chosen, or how to read the picture.

const MOST_LISTED = 500;

class Panel {
  constructor(place, model, chosen, choose) {
    Object.assign(this, {place, chosen, choose}, model);
  }

  show(colours) {
    const {mapping, message} = this.chosen;
    this.place.replaceChildren();
    if (mapping === null && message < 0) {
      this.showLegend(colours);
      return;
    }
    if (mapping !== null) this.showMapping(mapping);
    if (message >= 0) this.showFields(message);
  }

  heading(text) {
    this.place.append(element('h3', '', text));
  }

  showMapping(mapping) {
    const life = lifeOf(this.messages, mapping);
    const title = element('h2', '', `Mapping ${mapping}`);
    if (life.transient) title.append(element('span', 'badge transient', 'transient pool'));
    if (life.failed !== null) title.append(element('span', 'badge failure', 'failed'));
    this.place.append(title, element('p', '', this.lifeText(life)));
    if (this.messages.cut.has(mapping)) {
      this.place.append(element('p', '', `This page does not hold every message about it, and tells of those that it holds alone. All of its life: trace explain FILE --mapping ${mapping}.`));
    }
    const sentences = this.explanations.of(mapping);
    if (sentences.length) {
      const list = element('ul', 'sentences');
      sentences.forEach(line => list.append(element('li', '', line)));
      this.heading('What happened');
      this.place.append(list);
    }
    this.showTimes(mapping);
    const {path, besides} = this.messages.lifeOf(mapping);
    this.showPath(path);
    this.showBesides(besides);
  }

  lifeText(life) {
    const {sent, time} = this.messages;
    if (life.asked === null) return 'Its request is not among the messages of this page.';
    const asked = sent[life.asked];
    const parts = [`Asked for at ${momentText(asked)}`];
    if (life.mapped !== null) parts.push(`mapped ${lengthText(time[life.mapped] - asked)} later`);
    if (life.failed !== null) parts.push(`failed ${lengthText(time[life.failed] - asked)} later`);
    if (life.unmapped !== null && life.mapped !== null) {
      parts.push(`held for ${lengthText(time[life.unmapped] - time[life.mapped])}`);
    }
    return `${parts.join(', ')}.`;
  }

  /** Where its time went, by kind. */
  showTimes(mapping) {
    const sums = new Map();
    for (const slice of this.slices.onPath(mapping, this.messages)) {
      const sum = sums.get(this.slices.kind[slice]) || {ns: 0, count: 0};
      sum.ns += this.slices.end[slice] - this.slices.start[slice];
      sum.count++;
      sums.set(this.slices.kind[slice], sum);
    }
    if (!sums.size) return;
    this.heading('Where its time went');
    const list = element('div', 'legend');
    [...sums].sort((a, b) => a[0] - b[0]).forEach(([kind, {ns, count}]) => {
      const times = count > 1 ? ` in ${count}` : '';
      list.append(this.kindLine(kind, `${this.slices.kinds[kind].title} ${lengthText(ns)}${times}`));
    });
    this.place.append(list);
  }

  kindLine(kind, text) {
    const line = element('div');
    const swatch = element('canvas');
    line.append(swatch, element('span', '', text));
    swatch.width = 36;
    swatch.height = 28;
    const context = swatch.getContext('2d');
    context.scale(2, 2);
    context.fillStyle = looksOf(this.slices.kinds, context)[kind].paint;
    context.fillRect(0, 2, 18, 10);
    return line;
  }

  showPath(path) {
    this.heading(`Its ${path.length} message${path.length === 1 ? '' : 's'}`);
    const list = element('ol');
    list.id = 'path';
    list.className = 'steps';
    for (const i of path.slice(0, MOST_LISTED)) list.append(this.step(i));
    this.place.append(list);
    if (path.length > MOST_LISTED) {
      this.place.append(element('p', '', `The first ${MOST_LISTED} are listed; n and p reach all.`));
    }
  }

  /** What it caused that is not on its path. */
  showBesides(besides) {
    if (!besides.length) return;
    const more = element('details');
    more.append(element('summary', '', `It caused ${besides.length} more`));
    const list = element('ol', 'steps');
    for (const i of besides.slice(0, MOST_LISTED)) list.append(this.step(i));
    more.append(list);
    more.open = besides.includes(this.chosen.message);
    this.place.append(more);
  }

  step(i) {
    const messages = this.messages;
    const item = element('li');
    const button = element('button');
    button.type = 'button';
    button.dataset.message = i;
    const type = element('span', 'type', messages.shortTypeOf(i));
    if (sortOf(messages.typeOf(i)) === FAILURE) type.classList.add('failure');
    button.append(element('span', 'time', alignedText(messages.time[i])), type,
      element('span', 'way', `${shortText(messages.actors[messages.from[i]])} → ${shortText(messages.actors[messages.to[i]])}`));
    if (i === this.chosen.message) button.setAttribute('aria-current', 'step');
    button.addEventListener('click', () => this.choose(i));
    item.append(button);
    return item;
  }

  showFields(i) {
    const messages = this.messages;
    if (messages.mapping[i] < 0) {
      this.place.append(element('h2', '', messages.shortTypeOf(i)), element('p', '', 'A message that concerns no one mapping.'));
    }
    this.heading(`Message #${messages.id[i]} ${messages.typeOf(i)}`);
    const list = element('dl');
    const line = (name, value) => list.append(element('dt', '', name), element('dd', '', value));
    line('from', actorText(messages.actors[messages.from[i]]));
    line('to', actorText(messages.actors[messages.to[i]]));
    line('sent', momentText(messages.sent[i]));
    line('came', messages.at[i] < 0 ? 'never: nobody handled it' : momentText(messages.at[i]));
    if (messages.handled[i] >= 0) line('handled for', lengthText(messages.handled[i]));
    if (messages.queued[i] >= 0) line('waited behind', `${messages.queued[i]}`);
    list.append(element('dt', '', 'caused by'), this.cause(messages.cause[i]));
    for (const [name, value] of flat(messages.fields(i)).slice(0, 300)) line(name, fieldText(name, value));
    this.place.append(list);
  }

  cause(id) {
    const value = element('dd');
    const i = this.messages.ofId.get(id);
    if (i === undefined) {
      value.textContent = id ? `#${id}, which is not on this page` : 'no message';
    } else {
      const button = element('button', '', `#${id} ${this.messages.shortTypeOf(i)}`);
      button.type = 'button';
      button.addEventListener('click', () => this.choose(i));
      value.append(button);
    }
    return value;
  }

  showLegend(colours) {
    const {messages, slices} = this;
    this.place.append(element('h2', '', 'How to read this'));
    for (const text of [
      'Every row is an actor; a closed row stands for all below it. A mark is a message where and when it came in; a bar stands for many. Arrows lead from the sender to the receiver.',
      'Click a message or a slice to light the path of its mapping and to read what happened. Press ? for keys.',
    ]) this.place.append(element('p', '', text));
    this.heading('Messages');
    const marks = element('div', 'legend');
    SORTS.forEach((sort, s) => {
      const line = element('div');
      const canvas = element('canvas');
      canvas.width = 36;
      canvas.height = 28;
      const context = canvas.getContext('2d');
      context.scale(2, 2);
      context.fillStyle = colours.sorts[s];
      context.beginPath();
      markPath(context, sort.shape, 9, 7, 4.5);
      context.fill();
      line.append(canvas, element('span', '', sort.name));
      marks.append(line);
    });
    this.place.append(marks);
    this.heading('Time that something took');
    const kinds = element('div', 'legend');
    const present = new Set(slices.kind);
    slices.kinds.forEach((kind, k) => {
      if (present.has(k)) kinds.append(this.kindLine(k, kind.title));
    });
    this.place.append(kinds);
    if (messages.mappings.length) {
      this.heading('Mappings');
      this.place.append(element('p', '', `${countText(messages.mappings.length)}, from ${messages.mappings[0]} to ${messages.mappings[messages.mappings.length - 1]}. Search for a number, or step through them with [ and ].`));
    }
  }
}
