// For tests: what is shown, and how fast.

/** How long it takes to draw while panning or zooming through the trace, in milliseconds. */
async function measure(page, frames) {
  const drawn = [];
  const between = [];
  let before = 0;
  for (let i = 0; i < frames; i++) {
    const now = await new Promise(requestAnimationFrame);
    if (before) between.push(now - before);
    before = now;
    const began = performance.now();
    if (i % 60 < 30) page.view.zoom(1 / 1.25, 0.3);
    else if (i % 60 < 50) page.view.zoom(1.25, 0.6);
    else page.view.pan(0.2);
    if (i % 60 === 59) page.view.fit();
    page.draw();
    await Promise.resolve();
    drawn.push(performance.now() - began);
  }
  const at = (list, share) => list.slice().sort((a, b) => a - b)[Math.floor((list.length - 1) * share)];
  const sum = list => ({median: at(list, 0.5), p95: at(list, 0.95), most: at(list, 1)});
  return {frames, draw: sum(drawn), between: sum(between)};
}

/** What a test may ask and do. */
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
    /** Texts of arrows: their boxes, and the arrow of each. */
    get labels() {
      return page.timeLine.labels;
    },
    /** Where the axis of used slots ends, and what it has to reach. */
    get slots() {
      return {end: page.chart.plot.scales.y.max, total: page.chart.used.mostCapacity, most: page.chart.used.most};
    },
    isDrawn: () => !page.isDue,
    show: (from, to) => page.change(() => page.view.show(from, to)),
    json: id => page.messages.json(page.messages.ofId.get(id)),
    choose: mapping => page.chooseMapping(mapping),
    fitMapping: () => page.fitMapping(),
    measure: frames => measure(page, frames),
  };
}
