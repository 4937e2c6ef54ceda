// Explorations, and work that others do.

class ExplorationView {
  constructor(page, main) {
    this.chart = new Chart(page, 'schedules', [['timelines', 'different timelines, over schedules', '#4e9bd1', true]], countText);
    this.reached = new Table([['situation'], ['schedules', true], ['first', true], ['in which']], 'the first batch is under way');
    this.wrong = element('div');
    this.wrong.id = 'wrong';
    this.counts = new Table([['so far'], ['', true]], 'the first batch is under way');
    const left = element('div');
    left.append(section('What went wrong', this.wrong), section('Situations that were come to', this.reached.place));
    const right = element('div');
    right.append(section('Coverage', this.chart.canvas, this.chart.key), section('Counts', this.counts.place));
    main.replaceChildren(left, right);
  }

  show(state) {
    if (!state.counts) return;
    const names = {schedules: 'schedules', timelines: 'different timelines', states: 'states', messages: 'messages', choices: 'choices'};
    this.counts.show(Object.entries(state.counts).filter(([name, n]) => name !== 'states' || n)
      .map(([name, n]) => [names[name], countText(n)]));
    this.reached.show(state.reached.map(r => [r.name, countText(r.schedules), r.first || '–', r.words]),
      i => state.reached[i].schedules ? 'reached' : '');
    this.wrong.replaceChildren(...state.wrong.map(found => {
      const place = element('div', 'finding');
      place.append(element('b', '', `schedule ${countText(found.schedule)}: ${found.kind}`),
        found.times > 1 ? ` (${countText(found.times)} times)` : '', element('pre', '', found.what));
      return place;
    }));
    if (!state.wrong.length) this.wrong.append(element('p', 'none', 'nothing so far'));
    this.chart.show(state.history);
  }

  stateText(state) {
    if (state.doing) return ['stands', state.doing];
    return ['', 'explores'];
  }

  farText(state, rate, left) {
    if (!state.counts) {
      return state.isWhole ? 'all of it is one batch: figures come at its end' : 'the first batch is under way';
    }
    const parts = [countedText(state.counts.schedules, 'schedule'), countedText(state.counts.timelines, 'timeline'), `${clockText(state.tookNs)} on the clock`];
    if (state.tookNs > 0) parts.splice(1, 0, `${countText(Math.round(state.counts.schedules / (state.tookNs / 1e9)))} schedules/s`);
    if (left) parts.push(left);
    return parts.join(' · ');
  }

  done(state) {
    return state.counts ? state.counts.schedules : 0;
  }

  draw() {
    this.chart.draw();
  }
}

class WorkView {
  constructor(page, main) {
    this.nodes = new Table([['node'], ['threads', true], ['done', true], ['share', true], ['']], 'no node is there yet');
    this.nodes.place.id = 'nodes';
    this.chart = new Chart(page, 'seconds', [['done', 'replications done, over time', '#4e9bd1', true]], s => lengthText(s * 1e9));
    this.counts = new Table([['replications'], ['', true]], '');
    const left = element('div');
    left.append(section('Who did how much', this.nodes.place));
    const right = element('div');
    right.append(section('Counts', this.counts.place), section('Progress', this.chart.canvas, this.chart.key));
    main.replaceChildren(left, right);
  }

  show(state) {
    const {begun, done, troubled} = state.counts;
    const rows = [['done here', countText(done)], ['begun and not done', countText(begun - done)]];
    if (troubled) rows.push(['of them without a result', countText(troubled)]);
    this.counts.show(rows);
    this.nodes.show(state.nodes.map(n => [n.name, n.threads || '–', countText(n.done),
      done ? `${Math.round(100 * n.done / done)} %` : '–', n.isHere ? '' : 'has gone']), i => state.nodes[i].isHere ? '' : 'gone');
    this.chart.show(state.history);
  }

  stateText() {
    return ['', 'works'];
  }

  farText(state, rate, left) {
    const parts = [`${(100 * state.fraction).toFixed(1)} %`, `${countedText(state.counts.done, 'replication')} done`, `${clockText(state.tookNs)} on the clock`];
    if (rate !== null) parts.splice(2, 0, `${Number(rate.toPrecision(2))}/s`);
    if (left) parts.push(left);
    return parts.join(' · ');
  }

  done(state) {
    return state.counts.done;
  }

  draw() {
    this.chart.draw();
  }
}
