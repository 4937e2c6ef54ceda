// Keys, mouse and touch.

class Controls {
  constructor(page) {
    this.page = page;
    this.view = page.view;
  }

  listen() {
    const on = (id, event, act) => byId(id).addEventListener(event, act);
    on('in', 'click', () => this.change(() => this.view.zoom(1 / 1.6)));
    on('out', 'click', () => this.change(() => this.view.zoom(1.6)));
    on('fit', 'click', () => this.change(() => this.view.fit()));
    on('life', 'click', () => this.page.fitMapping());
    on('only', 'click', () => this.page.showOnly(!this.page.actors.only));
    on('theme', 'click', () => this.page.theme(!this.page.isDark));
    on('help', 'click', () => byId('keys').showModal());
    on('query', 'input', () => this.page.search(byId('query').value));
    on('query', 'keydown', event => {
      if (event.key === 'Enter') this.page.nextMatch(event.shiftKey ? -1 : 1);
      if (event.key === 'Escape') byId('lines').focus();
    });
    on('search', 'submit', event => event.preventDefault());
    on('stage', 'scroll', () => this.page.due());
    document.addEventListener('keydown', event => this.key(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', event => this.page.theme(event.matches));
    new ResizeObserver(() => this.page.resize()).observe(byId('stage'));
    this.pointers(byId('lines'));
    this.brush(byId('overview'));
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
      'z': () => this.page.fitMapping(),
      'o': () => this.page.showOnly(!this.page.actors.only && this.page.chosen.mapping !== null),
      'n': () => this.page.step(1),
      'p': () => this.page.step(-1),
      ']': () => this.page.stepMapping(1),
      '[': () => this.page.stepMapping(-1),
      't': () => this.page.theme(!this.page.isDark),
      '?': () => byId('keys').showModal(),
      '/': () => byId('query').select(),
      'Escape': () => this.page.choose(-1),
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
        this.page.hover(event, isLines);
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
      if (active.has(event.pointerId) && moved <= 4 && isLines) this.page.click(event);
      end(event);
    });
    target.addEventListener('pointercancel', end);
    target.addEventListener('pointerleave', () => this.page.hover(null));
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

  change(act) {
    this.page.change(act);
  }
}
