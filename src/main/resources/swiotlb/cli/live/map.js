// Slots by area: a row for each area, a cell for each slot or some of them.

const LEVELS = {light: ['#1f6fb8', '31, 111, 184'], dark: ['#66a9ee', '102, 169, 238']};
const LABEL = 58;
const NUMBER = 74;

/** Of all areas that are drawn. */
function rowHeight(areas) {
  return areas <= 16 ? 16 : areas <= 64 ? 11 : 6;
}

/** The kernel's counters are those of the default allocator: others' pools say whose they are. */
function nameText(pool) {
  return pool.restricted ? `${pool.name} of restricted ${pool.restricted},` : pool.name;
}

class PoolMap {
  constructor(page, isFresh) {
    this.page = page;
    this.isFresh = isFresh;
    this.place = element('div', 'pool');
    this.title = element('h3', '', '');
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.place.append(this.title, this.canvas);
    this.bornAt = performance.now();
    this.canvas.addEventListener('pointermove', event => this.hover(event));
    this.canvas.addEventListener('pointerleave', () => page.tip(null));
  }

  show(pool, height) {
    this.pool = pool;
    this.height = height;
    this.place.classList.toggle('fresh', this.isFresh && performance.now() - this.bornAt < 3000);
    this.title.textContent = `${nameText(pool)} `;
    const cells = !pool.rows ? ' · not drawn: too many areas'
      : pool.perCell === 1 ? '' : ` · ${pool.perCell} slots a cell`;
    const share = `${countText(pool.used)} of ${countedText(pool.slots, 'slot')} in ${countedText(pool.areas, 'area')}`;
    this.title.append(element('span', '', share + cells));
    this.canvas.hidden = !pool.rows;
    if (!pool.rows) return;
    this.canvas.setAttribute('aria-label', `${nameText(pool)}: ${share}`);
    this.canvas.style.height = `${pool.areas * (this.height + 2)}px`;
    this.draw();
  }

  draw() {
    const {pool, height} = this;
    if (!pool || !pool.rows) return;
    const {context, width} = fitted(this.canvas);
    const colours = this.page.colours;
    const levels = LEVELS[this.page.isDark ? 'dark' : 'light'];
    const left = height >= 10 ? LABEL : 0;
    const right = height >= 10 ? NUMBER : 0;
    this.left = left;
    this.cell = (width - left - right) / pool.rows[0].length;
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'middle';
    pool.rows.forEach((row, area) => {
      const y = area * (height + 2);
      context.fillStyle = colours.band;
      context.fillRect(left, y, width - left - right, height);
      context.strokeStyle = colours.line;
      context.strokeRect(left + 0.5, y + 0.5, width - left - right - 1, height - 1);
      for (let i = 0; i < row.length;) {
        let end = i + 1;
        while (end < row.length && row[end] === row[i]) end++;
        if (row[i] !== '0') {
          context.fillStyle = row[i] === '9' ? levels[0] : `rgba(${levels[1]}, ${0.25 + 0.06 * row[i]})`;
          context.fillRect(left + i * this.cell, y, (end - i) * this.cell, height);
        }
        i = end;
      }
      if (left) {
        context.fillStyle = colours.faint;
        context.textAlign = 'left';
        context.fillText(`area ${area}`, 0, y + height / 2 + 0.5);
        context.textAlign = 'right';
        context.fillText(`${pool.usedByArea[area]}/${pool.slots / pool.areas}`, width, y + height / 2 + 0.5);
      }
    });
  }

  hover(event) {
    const {pool} = this;
    const area = Math.floor(event.offsetY / (this.height + 2));
    if (!pool.rows || !pool.rows[area]) {
      this.page.tip(null);
      return;
    }
    const slots = pool.slots / pool.areas;
    const cell = Math.floor((event.offsetX - this.left) / this.cell);
    const lines = [`${nameText(pool)}, area ${area}`, `${pool.usedByArea[area]} of ${countedText(slots, 'slot')} in use`];
    if (cell >= 0 && cell < pool.rows[area].length) {
      const from = area * slots + cell * pool.perCell;
      const to = Math.min(from + pool.perCell, (area + 1) * slots) - 1;
      const level = Number(pool.rows[area][cell]);
      lines.push(`${from === to ? `slot ${from}` : `slots ${from} to ${to}`}: ${level === 0 ? 'free' : level === 9 ? 'in use' : 'some in use'}`);
    }
    if (pool.lockWaitNs[area]) lines.push(`its lock was waited for ${lengthText(pool.lockWaitNs[area])} in all, by requests that it served`);
    this.page.tip(lines, event);
  }
}

/** All pools of a run. */
class Pools {
  constructor(page) {
    this.page = page;
    this.maps = new Map();
    this.isBegun = false;
    this.place = element('div', 'pools');
    this.key = element('p', 'key');
    for (const [look, text] of [['free', 'free'], ['part', 'some in use'], ['full', 'in use'], ['own', 'transient pool']]) {
      const item = element('span');
      item.append(element('i', look), text);
      this.key.append(item);
    }
    this.own = element('ul', 'own');
    this.ownTitle = element('p', 'key');
  }

  show(state) {
    const here = new Set(state.pools.map(pool => pool.name));
    for (const [name, map] of this.maps) {
      if (!here.has(name)) {
        map.place.remove();
        this.maps.delete(name);
      }
    }
    const height = rowHeight(state.pools.reduce((sum, pool) => sum + (pool.rows ? pool.areas : 0), 0));
    for (const pool of state.pools) {
      let map = this.maps.get(pool.name);
      if (!map) {
        map = new PoolMap(this.page, this.isBegun);
        this.maps.set(pool.name, map);
        this.place.append(map.place);
      }
      map.show(pool, height);
    }
    this.isBegun = state.pools.length > 0;
    const {pools, slots, list} = state.transient;
    this.ownTitle.textContent = pools ? `${countedText(pools, 'transient pool')} of ${countedText(slots, 'slot')}${pools > list.length ? `, the oldest ${list.length} of them` : ''}` : 'no transient pools';
    this.own.replaceChildren(...list.map(pool =>
      element('li', '', `${pool.device.slice(1)} · ${pool.slots} · ${lengthText(state.timeNs - pool.sinceNs)}`)));
  }

  draw() {
    this.maps.forEach(map => map.draw());
  }
}
