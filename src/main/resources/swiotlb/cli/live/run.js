// A run.

const SORT_LOOKS = ['failure', 'request', 'answer', 'giving', ''];

class RunView {
  constructor(page, main) {
    this.page = page;
    this.pools = new Pools(page);
    this.chart = new Chart(page, 'timeNs', [['lasting', 'slots of lasting pools', '#8fa3ad'],
      ['used', 'in use', '#4e9bd1', true], ['transient', 'of transient pools', '#cc79a7']], momentText);
    this.counters = new Table([['counter'], ['', true]], 'not there yet');
    this.devices = new Table([['device'], ['buffers now', true], ['mapped', true], ['failed', true]], 'no device has a buffer yet');
    this.queues = new Table([['mailbox'], ['messages', true]], 'nothing waits');
    this.news = element('ul', 'news');
    this.messages = element('tbody');
    this.messages.id = 'messages';
    const table = element('table');
    const head = element('thead');
    const row = element('tr');
    for (const words of ['at', 'from → to', 'message', 'fields']) row.append(element('th', '', words));
    head.append(row);
    table.append(head, this.messages);
    const scroll = element('div', 'messages');
    scroll.tabIndex = 0;
    scroll.setAttribute('role', 'region');
    scroll.setAttribute('aria-label', 'Latest messages');
    scroll.append(table);
    const left = element('div');
    const map = element('div', 'map');
    map.append(this.pools.place);
    left.append(section('Slots by area', map, this.pools.key),
      section('Transient pools', this.pools.ownTitle, this.pools.own),
      section('Slots over time', this.chart.canvas, this.chart.key));
    const right = element('div');
    right.append(section('Counters', this.counters.place), section('Devices', this.devices.place),
      section('Messages that wait', this.queues.place), section('What happened', this.news));
    const whole = section('Latest messages, newest first', scroll);
    whole.classList.add('whole');
    main.replaceChildren(left, right, whole);
    byId('pace').hidden = false;
  }

  show(state) {
    this.state = state;
    this.pools.show(state);
    this.chart.show(state.history);
    const {counts} = state;
    const rows = Object.entries(state.counters || {}).map(([name, value]) => [name, countText(value)]);
    rows.push(['maps', countText(counts.maps)], ['  in transient pools', countText(counts.inTransientPools)],
      ['unmaps', countText(counts.unmaps)], ['failed maps', countText(counts.failed)],
      ['requests without an answer', countText(counts.unanswered)]);
    if (counts.waits) rows.push(['told to wait', countText(counts.waits)]);
    this.counters.show(rows);
    this.devices.show(state.devices.map(d => [d.name.slice(1), countText(d.live), countText(d.maps), countText(d.failed)]));
    this.queues.show(state.queues.map(q => [q.actor, countText(q.waiting)]));
    this.news.replaceChildren(...state.news.map(n => {
      const item = element('li');
      item.append(element('time', '', momentText(n.atNs)), element('span', '', n.what));
      return item;
    }));
    const next = (state.next || []).map(message => this.message(message, true));
    this.messages.replaceChildren(...next, ...state.messages.slice().reverse().map(message => this.message(message, false)));
    this.showPace(state);
  }

  message(message, isNext) {
    const row = element('tr', isNext ? 'next' : '');
    const way = `${message.from || '–'} → ${message.to}`;
    const type = element('td', `type ${SORT_LOOKS[sortOf(message.type)]}`, message.type);
    const cells = [element('td', '', isNext ? 'next' : momentText(message.atNs)), element('td', '', way), type,
      element('td', 'fields', message.fields)];
    cells[1].title = way;
    cells[3].title = message.fields;
    cells[0].title = `#${message.id}, ${momentText(message.atNs)}`;
    row.append(...cells);
    return row;
  }

  showPace({pace, isVirtual, hasEnded}) {
    const canPace = isVirtual && !hasEnded && !this.page.isOver;
    for (const id of ['go', 'step', 'speed']) byId(id).disabled = !canPace;
    byId('go').textContent = pace.isPaused ? 'Go on' : 'Pause';
    byId('pace').title = isVirtual ? '' : 'Real threads do not stand still between messages: the pace is that of the machine.';
    if (document.activeElement !== byId('speed')) byId('speed').value = String(pace.perSecond);
  }

  stateText(state) {
    if (state.hasEnded) return ['over', 'the run is over'];
    if (state.pace.isPaused) return ['stands', 'stands'];
    return ['', 'runs'];
  }

  farText(state, rate) {
    const {counts} = state;
    const parts = [countedText(counts.messages, 'message'), `${momentText(state.timeNs)} ${state.isVirtual ? 'of virtual time' : 'of real time'}`,
      `${clockText(state.tookNs)} on the clock`];
    if (rate !== null && !state.hasEnded) parts.splice(1, 0, `${countText(Number(rate.toPrecision(2)))} messages/s`);
    if (state.allRuns > 1) parts.push(`${counts.runs} of ${state.allRuns} runs ended`);
    return parts.join(' · ');
  }

  done(state) {
    return state.counts.messages;
  }

  draw() {
    this.pools.draw();
    this.chart.draw();
  }
}
