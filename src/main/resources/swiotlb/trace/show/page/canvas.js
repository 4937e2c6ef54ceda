// The time line on its canvas. Only what is visible is looked at: sorted columns are entered by
// binary search, and what falls on the same few pixels is drawn as one density.

const CELL = 4;
const MOST_ARROWS = 400;
const HIT = 7;

class TimeLine {
  constructor(canvas, model, view, chosen) {
    this.canvas = canvas;
    Object.assign(this, model);
    this.view = view;
    this.chosen = chosen;
    this.sorts = this.messages.types.map(sortOf);
  }

  paint(colours) {
    this.colours = colours;
    this.looks = looksOf(this.slices.kinds, this.canvas.getContext('2d'));
  }

  x(time) {
    return (time - this.view.from) * this.scale;
  }

  draw(scroll) {
    const {context, width, height} = fitted(this.canvas);
    Object.assign(this, {context, width, height, scroll, scale: width / this.view.span});
    this.ticks = tickTexts(this.view.from, this.view.to, tickStep(this.view.span, width / 95));
    const first = firstFrom(this.actors.ends, scroll);
    const rows = [];
    for (let i = first; i < this.actors.rows.length && this.actors.rows[i].y < scroll + height; i++) {
      rows.push(this.actors.rows[i]);
    }
    this.drawGround(rows);
    for (const row of rows) this.drawSlices(row);
    for (const row of rows) this.drawMarks(row);
    this.drawArrows();
    this.labels = [];
    if (this.chosen.mapping !== null) this.drawPath();
    if (this.chosen.message >= 0) this.drawRing(this.chosen.message);
  }

  drawGround(rows) {
    const {context, width} = this;
    rows.forEach(row => {
      const y = row.y - this.scroll;
      if (row.depth === 0) {
        context.fillStyle = this.colours.band;
        context.fillRect(0, y, width, row.height);
      }
      context.fillStyle = this.colours.line;
      context.fillRect(0, y + row.height - 1, width, 1);
    });
    context.fillStyle = this.colours.line;
    for (const [time] of this.ticks) context.fillRect(Math.round(this.x(time)), 0, 1, this.height);
  }

  /** How strongly something is drawn that is not part of the chosen mapping. */
  get dimmed() {
    return this.chosen.mapping === null ? 1 : 0.28;
  }

  drawSlices(row) {
    const {lanes, laneHeight} = this.actors.contents(row);
    lanes.forEach((lane, i) =>
      this.drawLane(lane, this.laneY(row, i), laneHeight));
    this.context.globalAlpha = 1;
  }

  laneY(row, lane) {
    return row.y - this.scroll + MARKS_HEIGHT + lane * (this.actors.contents(row).laneHeight + 1);
  }

  drawLane(lane, y, height) {
    const {start, end, kind} = this.slices;
    const {indexes, busy} = lane;
    for (let i = firstFrom(lane.latest, this.view.from); i < indexes.length;) {
      const slice = indexes[i];
      const x = this.x(start[slice]);
      if (x > this.width) return;
      if (end[slice] < this.view.from) {
        i++;
        continue;
      }
      if (this.x(end[slice]) - x >= 2) {
        this.drawSlice(slice, y, height, this.dimmed);
        i++;
        continue;
      }
      const cell = Math.floor(x);
      let next = Math.max(i + 1, nextFrom(start, indexes, this.view.from + (cell + 2) / this.scale, i));
      const last = indexes[next - 1];
      if (next - 1 > i && (end[last] - start[last]) * this.scale >= 2) next--;
      const share = Math.min(1, (busy[next] - busy[i]) * this.scale / 2);
      this.context.globalAlpha = (0.35 + 0.65 * share) * this.dimmed;
      this.context.fillStyle = this.looks[kind[this.longest(indexes, i, next)]].fill;
      this.context.fillRect(cell, y, 2, height);
      i = next;
    }
  }

  /** The longest of some slices; of very many, of the first. */
  longest(indexes, from, to) {
    const {start, end} = this.slices;
    let longest = indexes[from];
    for (let i = from + 1; i < to && i < from + 64; i++) {
      if (end[indexes[i]] - start[indexes[i]] > end[longest] - start[longest]) longest = indexes[i];
    }
    return longest;
  }

  drawSlice(slice, y, height, alpha) {
    const {context} = this;
    const look = this.looks[this.slices.kind[slice]];
    const x = Math.max(-2, this.x(this.slices.start[slice]));
    const end = Math.min(this.width + 2, this.x(this.slices.end[slice]));
    const width = Math.max(1.5, end - x - 0.5);
    context.globalAlpha = alpha;
    context.fillStyle = look.paint;
    context.fillRect(x, y, width, height);
    if (height < 9 || width < 34) return;
    context.font = '10px system-ui, sans-serif';
    const text = look.title;
    if (context.measureText(text).width < width - 8) {
      if (look.hatch) {
        context.fillStyle = look.fill;
        context.fillRect(Math.max(0, x) + 2, y, context.measureText(text).width + 4, height);
      }
      context.fillStyle = look.text;
      context.textBaseline = 'middle';
      context.fillText(text, Math.max(0, x) + 4, y + height / 2 + 0.5);
    }
  }

  /** Messages where they came in: a mark each, or, where they are dense, bars of their number. */
  drawMarks(row) {
    const {context, messages} = this;
    const {received} = this.actors.contents(row);
    const middle = row.y - this.scroll + MARKS_HEIGHT / 2;
    const single = SORTS.map(() => []);
    const failures = [];
    context.fillStyle = this.colours.mark;
    context.globalAlpha = 0.75 * this.dimmed;
    for (let i = nextFrom(messages.time, received, this.view.from, 0); i < received.length;) {
      const x = this.x(messages.time[received[i]]);
      if (x > this.width) break;
      const cell = Math.floor(x / CELL);
      const limit = this.view.from + (cell + 1) * CELL / this.scale;
      const next = Math.max(i + 1, nextFrom(messages.time, received, limit, i));
      if (next - i === 1) {
        single[this.sorts[messages.type[received[i]]]].push(x);
      } else {
        const height = Math.min(MARKS_HEIGHT - 4, 3 + 2.2 * Math.log2(next - i + 1));
        context.fillRect(cell * CELL, middle - height / 2, CELL - 0.5, height);
        if (this.holdsFailure(received, i, next)) failures.push(cell * CELL + CELL / 2);
        this.drawNumber(received, i, next, x, middle);
      }
      i = next;
    }
    single.forEach((places, sort) => {
      if (places.length) this.drawSingles(places, sort, middle);
    });
    if (failures.length) this.drawSingles(failures, FAILURE, middle);
    context.globalAlpha = 1;
  }

  drawSingles(places, sort, middle) {
    const {context} = this;
    context.globalAlpha = this.dimmed;
    context.fillStyle = this.colours.sorts[sort];
    context.beginPath();
    for (const x of places) markPath(context, SORTS[sort].shape, x, middle, 4);
    context.fill();
  }

  holdsFailure(received, from, to) {
    for (let i = from; i < to && i < from + 64; i++) {
      if (this.sorts[this.messages.type[received[i]]] === FAILURE) return true;
    }
    return false;
  }

  /** How many came at one moment, where there is room to say so. */
  drawNumber(received, from, to, x, middle) {
    const after = to < received.length ? this.x(this.messages.time[received[to]]) : Infinity;
    if (after - x < 26 || to - from > 999) return;
    const {context} = this;
    context.save();
    context.font = '9px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.fillStyle = this.colours.faint;
    context.fillText(`${to - from}`, x + 6, middle);
    context.restore();
  }

  markY(actor) {
    const row = this.actors.rowFor(actor);
    return row ? row.y - this.scroll + MARKS_HEIGHT / 2 : null;
  }

  drawArrows() {
    const {messages} = this;
    const first = firstFrom(messages.time, this.view.from);
    const end = firstFrom(messages.time, this.view.to, first);
    if (this.chosen.mapping !== null || end - first > MOST_ARROWS) return;
    this.context.globalAlpha = 0.55;
    for (let i = first; i < end; i++) this.drawArrow(i, this.colours.mark, 1);
    this.context.globalAlpha = 1;
  }

  /** From the sender when it was sent to the receiver when it came; returns where its text fits. */
  drawArrow(i, colour, width) {
    const {messages, context} = this;
    const fromY = this.markY(messages.from[i]);
    const toY = this.markY(messages.to[i]);
    if (fromY === null || toY === null || messages.at[i] < 0) return null;
    let x = this.x(messages.sent[i]);
    let y = fromY;
    let endX = this.x(messages.at[i]);
    let endY = toY;
    const far = 40;
    if (endX < -far || x > this.width + far || Math.max(y, endY) < -far
      || Math.min(y, endY) > this.height + far) return null;
    const slope = endX > x ? (endY - y) / (endX - x) : 0;
    if (x < -far) [x, y] = [-far, y + slope * (-far - x)];
    if (endX > this.width + far) [endX, endY] = [this.width + far, endY - slope * (endX - this.width - far)];
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(endX, endY);
    context.stroke();
    if (fromY !== toY) this.drawHead(x, y, endX, endY, 3 + 2 * width);
    return {x, y, endX, endY, isLong: fromY !== toY || endX - x > 40};
  }

  drawHead(x, y, endX, endY, size) {
    const {context} = this;
    const angle = Math.atan2(endY - y, endX - x);
    context.beginPath();
    context.moveTo(endX, endY);
    for (const side of [-0.4, 0.4]) {
      context.lineTo(endX - size * Math.cos(angle + side), endY - size * Math.sin(angle + side));
    }
    context.fill();
  }

  /** The slices and messages of the chosen mapping, over all else. */
  drawPath() {
    const {messages, slices, context} = this;
    for (const slice of slices.onPath(this.chosen.mapping, messages)) {
      const row = this.actors.rowFor(slices.actor[slice]);
      if (row) this.drawOwnSlice(row, slice);
    }
    context.globalAlpha = 1;
    const path = messages.pathOf(this.chosen.mapping);
    const isFailure = i => (this.sorts[messages.type[i]] === FAILURE ? 1 : 0);
    const labels = [];
    for (const i of path) {
      const place = this.drawArrow(i, isFailure(i) ? this.colours.failure : this.colours.path, 1.6);
      if (place && place.isLong) labels.push({...place, text: messages.shortTypeOf(i)});
    }
    for (const i of path.slice().sort((a, b) => isFailure(a) - isFailure(b) || a - b)) this.drawOwnMark(i);
    this.drawLabels(rarestFirst(labels));
  }

  drawOwnSlice(row, slice) {
    const {lanes, laneHeight} = this.actors.contents(row);
    const lane = lanes.findIndex(({indexes}) => indexes[firstFrom(indexes, slice)] === slice);
    const y = this.laneY(row, lane);
    if (lane < 0 || y > this.height || this.x(this.slices.end[slice]) < 0
      || this.x(this.slices.start[slice]) > this.width) return;
    this.drawSlice(slice, y, laneHeight, 1);
    const x = Math.max(-2, this.x(this.slices.start[slice]));
    const end = Math.min(this.width + 2, this.x(this.slices.end[slice]));
    this.context.strokeStyle = this.colours.text;
    this.context.lineWidth = 1;
    this.context.strokeRect(x, y - 0.5, Math.max(2, end - x), laneHeight + 1);
  }

  drawOwnMark(i) {
    const x = this.x(this.messages.time[i]);
    const y = this.markY(this.messages.to[i]);
    if (y === null || x < -10 || x > this.width + 10) return;
    const {context} = this;
    const sort = this.sorts[this.messages.type[i]];
    context.beginPath();
    markPath(context, SORTS[sort].shape, x, y, 5);
    context.lineWidth = 2;
    context.strokeStyle = this.colours.ground;
    context.stroke();
    context.fillStyle = this.colours.sorts[sort];
    context.fill();
  }

  /** Texts of arrows, each beside its own, as many as do not cover each other. */
  drawLabels(labels) {
    const {context} = this;
    const taken = [];
    this.labels = taken;
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    for (const {text, ...arrow} of labels) {
      const isFree = box => box.left >= 0 && box.right <= this.width && box.top >= 0 && box.end <= this.height
        && !taken.some(other => other.left < box.right && box.left < other.right && other.top < box.end
          && box.top < other.end);
      const box = besides(arrow, context.measureText(text).width + 6, 14, this.height).find(isFree);
      if (!box) continue;
      taken.push({...box, arrow, text});
      const x = box.left + 3;
      const y = box.top + 7;
      context.lineWidth = 4;
      context.strokeStyle = this.colours.ground;
      context.strokeText(text, x, y);
      context.fillStyle = this.colours.text;
      context.fillText(text, x, y);
    }
  }

  drawRing(i) {
    const x = this.x(this.messages.time[i]);
    const y = this.markY(this.messages.to[i]);
    if (y === null) return;
    this.context.strokeStyle = this.colours.focus;
    this.context.lineWidth = 2.5;
    this.context.beginPath();
    this.context.arc(x, y, 9, 0, 2 * Math.PI);
    this.context.stroke();
  }

  /** What is at a place of the canvas: messages, nearest first, or a slice, or nothing. */
  at(x, y) {
    const row = this.actors.at(y + this.scroll);
    if (!row || x < 0) return null;
    const inside = y + this.scroll - row.y;
    const contents = this.actors.contents(row);
    const time = this.view.from + x / this.scale;
    if (inside < MARKS_HEIGHT) {
      const reach = HIT / this.scale;
      const found = [];
      for (let i = nextFrom(this.messages.time, contents.received, time - reach, 0);
        i < contents.received.length && this.messages.time[contents.received[i]] <= time + reach
        && found.length < 500; i++) found.push(contents.received[i]);
      const own = i => (this.messages.mapping[i] === this.chosen.mapping ? 0 : 1);
      const distance = i => Math.abs(this.messages.time[i] - time);
      found.sort((a, b) => own(a) - own(b) || distance(a) - distance(b) || a - b);
      return found.length ? {row, messages: found} : null;
    }
    const lane = contents.lanes[Math.floor((inside - MARKS_HEIGHT) / (contents.laneHeight + 1))];
    const slice = lane ? this.sliceAt(lane, time) : -1;
    return slice < 0 ? null : {row, slice};
  }

  sliceAt(lane, time) {
    const reach = 2 / this.scale;
    for (let i = firstFrom(lane.latest, time - reach); i < lane.indexes.length; i++) {
      const slice = lane.indexes[i];
      if (this.slices.start[slice] > time + reach) return -1;
      if (this.slices.end[slice] >= time - reach) return slice;
    }
    return -1;
  }
}

/**
 * Boxes beside an arrow, those at the middle of what is seen of it first. One corner is near the
 * arrow, which leads away from the box on both sides of it.
 */
function besides({x, y, endX, endY}, width, height, end) {
  const dx = endX - x;
  const dy = endY - y;
  const inSight = at => (dy === 0 ? at : Math.min(1, Math.max(0, (at - y) / dy)));
  const shown = dy === 0 ? [0, 1] : [inSight(0), inSight(end)].sort((a, b) => a - b);
  const gap = 3;
  const leadsDown = dx * dy > 0;
  const boxes = [];
  for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
    const part = shown[0] + (shown[1] - shown[0]) * share;
    const atX = x + dx * part;
    const atY = y + dy * part;
    const isFlat = dy === 0;
    const isSteep = dx === 0;
    const right = isFlat ? atX - width / 2 : atX + gap;
    const left = isFlat ? right : atX - gap - width;
    const above = isSteep ? atY - height / 2 : atY - gap - height;
    const below = isSteep ? above : atY + gap;
    for (const [boxX, boxY] of [[right, leadsDown || isFlat ? above : below], [left, leadsDown || isFlat ? below : above]]) {
      boxes.push({left: boxX, right: boxX + width, top: boxY, end: boxY + height});
    }
  }
  return boxes;
}

/** What is said once before what is said again and again. */
function rarestFirst(labels) {
  const counts = new Map();
  for (const {text} of labels) counts.set(text, (counts.get(text) || 0) + 1);
  return labels.sort((a, b) => counts.get(a.text) - counts.get(b.text));
}
