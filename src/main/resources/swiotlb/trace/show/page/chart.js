// Used slots over time, by pool, one pool on top of the other; drawn by uPlot.

const POOL_COLOURS = ['#4e9bd1', '#f0b04c', '#5bb898', '#c98bb0', '#8fa3ad', '#d9825b', '#b9b04a', '#7b8fd4'];
const MOST_POOLS = 8;

/** Steps of every pool at all moments at which one of them changes. */
class UsedSlots {
  constructor(pack) {
    const used = {at: pack.numbers('used.at'), pool: pack.numbers('used.pool'), slots: pack.numbers('used.slots')};
    const size = {at: pack.numbers('size.at'), slots: pack.numbers('size.slots')};
    this.pools = this.namesOf(pack.head.pools, used.pool);
    const lineOf = pack.head.pools.map(path => this.lineFor(path));
    const order = used.at.map((_, i) => i).sort((a, b) => used.at[a] - used.at[b] || a - b);
    const changes = order.length + size.at.length;
    this.at = new Float64Array(changes);
    this.slots = this.pools.map(() => new Float64Array(changes));
    this.capacity = new Float64Array(changes);
    const ofPool = new Float64Array(pack.head.pools.length);
    const now = new Float64Array(this.pools.length);
    let capacity = 0;
    for (let i = 0, u = 0, s = 0; i < changes; i++) {
      if (s < size.at.length && (u >= order.length || size.at[s] <= used.at[order[u]])) {
        this.at[i] = size.at[s];
        capacity += size.slots[s++];
      } else {
        const place = order[u++];
        const pool = used.pool[place];
        this.at[i] = used.at[place];
        now[lineOf[pool]] += used.slots[place] - ofPool[pool];
        ofPool[pool] = used.slots[place];
      }
      this.pools.forEach((_, p) => { this.slots[p][i] = now[p]; });
      this.capacity[i] = capacity;
    }
    this.growth = growthOf(pack);
    const most = column => column.reduce((a, b) => Math.max(a, b), 0);
    this.mostOf = this.slots.map(most);
    this.mostCapacity = most(this.capacity);
    const together = most(this.at.map((_, i) => this.slots.reduce((sum, line) => sum + line[i], 0)));
    // Transient pools come on top of the total.
    this.most = Math.max(1, together, this.mostCapacity);
  }

  /** Pools with changes; if there are many, the last ones are one. */
  namesOf(paths, changed) {
    const seen = new Set(changed);
    const names = paths.filter((path, i) => seen.has(i) && path !== 'transient')
      .sort(NATURAL.compare);
    this.transient = seen.has(paths.indexOf('transient'));
    const shown = names.slice(0, MOST_POOLS - 1);
    this.rest = names.length > shown.length;
    return shown.concat(this.rest ? ['other pools'] : [], this.transient ? ['transient'] : []);
  }

  lineFor(path) {
    if (path === 'transient') return this.pools.indexOf('transient');
    const line = this.pools.indexOf(path);
    return line < 0 ? this.pools.indexOf('other pools') : line;
  }

  /** The place of the last change until a moment, or -1. */
  placeAt(moment) {
    return firstFrom(this.at, moment + 0.5) - 1;
  }

  /**
   * What is to be drawn of a window: moments, from the top down the sum of each pool and all below
   * it, and the capacity. Where many changes fall on one pixel, the most and the least of them.
   */
  window(from, to, pixels) {
    const first = Math.max(0, this.placeAt(from));
    const last = Math.max(first, this.placeAt(to));
    const moments = [];
    const pools = this.pools.length;
    const lines = Array.from({length: pools + 1}, () => []);
    const tell = (at, low, high) => {
      moments.push(at);
      const value = (column) => {
        let most = column[low];
        for (let i = low + 1; i < high; i++) most = Math.max(most, column[i]);
        return most;
      };
      let sum = 0;
      for (let p = 0; p < pools; p++) {
        sum += value(this.slots[p]);
        lines[pools - 1 - p].push(sum);
      }
      lines[pools].push(value(this.capacity));
    };
    if (this.at.length === 0 || this.at[first] > to) return [[from, to]].concat(lines.map(() => [0, 0]));
    if (this.at[first] > from) {
      moments.push(from);
      lines.forEach(line => line.push(0));
    }
    if (last - first < 2 * pixels) {
      for (let i = first; i <= last; i++) tell(Math.max(from, this.at[i]), i, i + 1);
    } else {
      const step = (to - from) / pixels;
      for (let i = first, pixel = 0; i <= last; pixel++) {
        const end = Math.min(last + 1, firstFrom(this.at, from + (pixel + 1) * step, i, last + 1));
        if (end > i) {
          tell(from + pixel * step, i, end);
          tell(from + (pixel + 0.5) * step, end - 1, end);
        }
        i = end;
      }
    }
    moments.push(to);
    lines.forEach(line => line.push(line[line.length - 1]));
    return [moments].concat(lines);
  }
}

function growthOf(pack) {
  const slots = pack.numbers('growth.slots');
  const event = pack.numbers('growth.event');
  return [...pack.numbers('growth.at')].map((at, i) => {
    const name = (pack.head.events[event[i]] || '').toLowerCase();
    return {at, name, text: slots[i] > 0 ? `${name} +${countText(slots[i])}` : name};
  }).sort((a, b) => a.at - b.at);
}

/** Marks of an axis from 0 in steps, and one where it ends. */
function marksTo(end, step) {
  const marks = [];
  for (let at = 0; at < end - step * 0.6; at += step) marks.push(at);
  return marks.concat(end);
}

class Chart {
  constructor(place, legend, used, view) {
    this.place = place;
    this.used = used;
    this.view = view;
    this.values = [];
    this.fillLegend(legend);
    this.point(null);
  }

  fillLegend(legend) {
    this.title = element('h2');
    legend.append(this.title);
    const names = ['total without transient'].concat([...this.used.pools].reverse());
    names.forEach((name, i) => {
      const line = element('div', 'series');
      line.append(element('span', i ? `swatch pool-${this.used.pools.length - i}` : 'swatch capacity'));
      const title = element('span', 'name', name.replace(/^\/allocator\//, '').replace(/^total .*/, 'total'));
      title.title = name;
      const value = element('span', 'value');
      line.append(title, value);
      this.values.push(value);
      legend.append(line);
    });
    legend.querySelectorAll('.swatch').forEach((swatch, i) => {
      if (i) swatch.style.background = this.colour(this.used.pools.length - i);
      if (i && this.isHatched(this.used.pools.length - i)) swatch.classList.add('hatched');
    });
  }

  colour(pool) {
    return this.used.pools[pool] === 'transient' ? '#cc6f6f' : POOL_COLOURS[pool % POOL_COLOURS.length];
  }

  /** The colour of a pool's surface: paler than its edge. */
  surface(pool, ground) {
    const part = (hex, at) => parseInt(hex.slice(at, at + 2), 16);
    const mixed = [1, 3, 5].map(at => Math.round(part(this.colour(pool), at) * 0.62 + part(ground, at) * 0.38));
    return `#${mixed.map(n => n.toString(16).padStart(2, '0')).join('')}`;
  }

  isHatched(pool) {
    return pool % 2 === 1 || this.used.pools[pool] === 'transient';
  }

  /** Draws anew with the colours and the size of now. */
  build(width, height, left, right, colours) {
    if (this.plot) this.plot.destroy();
    const stepped = uPlot.paths.stepped({align: 1});
    const pools = [...this.used.pools.keys()].reverse();
    const pattern = document.createElement('canvas').getContext('2d');
    this.plot = new uPlot({
      width,
      height,
      padding: [16, right, 4, 0],
      legend: {show: false},
      cursor: {drag: {x: false, y: false}, y: false, points: {show: false}},
      scales: {
        x: {time: false, range: () => [this.view.from, this.view.to]},
        y: {range: () => [0, this.used.most]},
      },
      axes: [
        {show: false},
        {
          size: left,
          stroke: colours.faint,
          grid: {stroke: colours.line, width: 1},
          ticks: {stroke: colours.line, width: 1, size: 4},
          font: '11px system-ui, sans-serif',
          space: 28,
          splits: (plot, axis, least, most, step) => marksTo(most, step),
          values: (_, marks) => marks.map(countText),
        },
      ],
      series: [{}].concat(pools.map(pool => ({
        stroke: this.colour(pool),
        fill: this.isHatched(pool) ? hatched(pattern, this.surface(pool, colours.ground)) : this.surface(pool, colours.ground),
        width: 1.5,
        paths: stepped,
        points: {show: false},
      })), {stroke: colours.text, width: 1.5, dash: [6, 4], paths: stepped, points: {show: false}}),
      hooks: {draw: [plot => this.drawGrowth(plot, colours)]},
    }, this.window(width - left - right), this.place);
  }

  window(pixels) {
    return this.used.window(this.view.from, this.view.to, Math.max(100, Math.floor(pixels)));
  }

  /** Shows the window of now. */
  draw() {
    if (this.plot) this.plot.setData(this.window(this.plot.over.clientWidth));
  }

  drawGrowth(plot, colours) {
    const context = plot.ctx;
    const scale = devicePixelRatio;
    const top = plot.bbox.top;
    const right = plot.bbox.left + plot.bbox.width;
    let before = -Infinity;
    context.save();
    context.font = `${10 * scale}px system-ui, sans-serif`;
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.fillStyle = colours.text;
    context.strokeStyle = colours.faint;
    context.lineWidth = scale;
    const marks = this.used.growth
      .map(step => ({x: plot.valToPos(step.at, 'x', true), text: step.text}))
      .filter(mark => mark.x >= plot.bbox.left && mark.x <= right);
    for (const [i, {x, text}] of marks.entries()) {
      if (x - before < 5 * scale) {
        context.fillRect(x, top - 6 * scale, scale, 6 * scale);
        continue;
      }
      before = x;
      context.setLineDash([2 * scale, 3 * scale]);
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x, top + plot.bbox.height);
      context.stroke();
      context.beginPath();
      context.moveTo(x - 4 * scale, top - 6 * scale);
      context.lineTo(x + 4 * scale, top - 6 * scale);
      context.lineTo(x, top);
      context.fill();
      // As far as the next mark, where there is one.
      const next = marks.slice(i + 1).find(mark => mark.x - x >= 5 * scale);
      const room = (next ? next.x - 4 * scale : right) - (x + 6 * scale);
      if (context.measureText(text).width < room) context.fillText(text, x + 6 * scale, top - 4 * scale);
    }
    context.restore();
  }

  /** Shows the values of a moment, or, if there is none, the most of each. */
  point(moment) {
    const place = moment === null ? -1 : this.used.placeAt(moment);
    const pools = this.used.pools.length;
    this.values.forEach((value, i) => {
      const column = i ? this.used.slots[pools - i] : this.used.capacity;
      const most = i ? this.used.mostOf[pools - i] : this.used.mostCapacity;
      value.textContent = countText(moment === null ? most : place < 0 ? 0 : column[place]);
    });
    this.title.textContent = moment === null ? 'Used slots, at most' : 'Used slots here';
    if (this.plot) {
      const left = moment === null ? -10 : this.plot.valToPos(moment, 'x');
      this.plot.setCursor({left, top: moment === null ? -10 : 0}, false);
    }
  }
}
