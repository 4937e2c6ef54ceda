// Asks for the newest state, shows it, and sets the pace.

const byId = id => document.getElementById(id);

const VIEWS = {run: RunView, exploration: ExplorationView, work: WorkView};
const MOST_FAILURES = 3;
const RETRY_MS = 400;
const LATER_MS = 2000;

/** Of the clock on the wall, in seconds and longer. */
function clockText(ns) {
  const s = Math.round(ns / 1e9);
  if (s < 60) return `${s} s`;
  return s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
}

class Page {
  constructor() {
    this.known = 0;
    this.isOver = false;
    this.rates = [];
    this.theme(matchMedia('(prefers-color-scheme: dark)').matches);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', event => this.theme(event.matches));
    byId('theme').addEventListener('click', () => this.theme(!this.isDark));
    byId('go').addEventListener('click', () => this.post(this.isPaused ? 'go' : 'pause'));
    byId('step').addEventListener('click', () => this.post('step'));
    byId('speed').addEventListener('change', () => this.post(`speed?per-second=${byId('speed').value}`));
    document.addEventListener('keydown', event => this.key(event));
    addEventListener('resize', () => this.view && this.view.draw());
  }

  get isPaused() {
    return Boolean(this.state && this.state.pace && this.state.pace.isPaused);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(SELECT|BUTTON|INPUT)$/.test(event.target.tagName)) return;
    const act = {' ': 'go', s: 'step', t: 'theme'}[event.key];
    if (act) {
      event.preventDefault();
      byId(act).click();
    }
  }

  theme(isDark) {
    this.isDark = isDark;
    document.documentElement.classList.toggle('dark', isDark);
    const style = getComputedStyle(document.documentElement);
    this.colours = Object.fromEntries(['ground', 'band', 'text', 'faint', 'line', 'focus']
      .map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
    if (this.view) this.view.draw();
  }

  tip(lines, event) {
    const place = byId('tip');
    place.hidden = !lines;
    if (!lines) return;
    place.replaceChildren(...lines.map((line, i) => element('div', i ? '' : 'type', line)));
    const box = place.getBoundingClientRect();
    place.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8))}px`;
    const below = event.clientY + 18;
    place.style.top = `${below + box.height > innerHeight ? Math.max(4, event.clientY - box.height - 12) : below}px`;
  }

  async post(what) {
    try {
      const answer = await fetch(what, {method: 'POST'});
      if (!answer.ok) this.say(`the program did not take it (${answer.status})`);
    } catch {
      // It has ended, as will be seen.
    }
  }

  say(text) {
    byId('notice').hidden = !text;
    byId('notice').textContent = text;
  }

  async follow() {
    let failures = 0;
    while (!this.isOver) {
      try {
        const answer = await fetch(`state?known=${this.known}`);
        if (!answer.ok) throw new Error(String(answer.status));
        const state = await answer.json();
        if (failures >= MOST_FAILURES) this.hearAgain();
        failures = 0;
        if (state.number > this.known) this.show(state);
      } catch {
        if (++failures === MOST_FAILURES) this.lose();
        await new Promise(after => setTimeout(after, failures < MOST_FAILURES ? RETRY_MS : LATER_MS));
      }
      await new Promise(requestAnimationFrame);
    }
  }

  show(state) {
    const isOther = !this.state || this.state.kind !== state.kind || this.state.name !== state.name || this.state.which !== state.which;
    this.state = state;
    this.known = state.number;
    if (isOther) this.begin(state);
    if (this.view) {
      this.view.show(state);
      this.showCourse(state);
    }
    if (state.isOver) this.end();
  }

  begin(state) {
    this.rates = [];
    byId('pace').hidden = true;
    byId('title').textContent = state.name || `swiotlb-sim ${state.command}`;
    byId('about').textContent = state.about || '';
    document.title = `${state.name || state.command}: live`;
    const Kind = VIEWS[state.kind];
    this.view = Kind ? new Kind(this, document.querySelector('main')) : null;
  }

  showCourse(state) {
    const [look, words] = this.view.stateText(state);
    byId('state').className = look;
    byId('state').textContent = words;
    const fraction = state.fraction || 0;
    if (fraction > 0) byId('progress').value = fraction;
    else byId('progress').removeAttribute('value');
    byId('far').textContent = this.view.farText(state, this.rate(state), this.left(state));
  }

  /** How much was done a second, lately. */
  rate(state) {
    this.rates.push([state.tookNs, this.view.done(state)]);
    while (this.rates.length > 2 && state.tookNs - this.rates[1][0] > 3e9) this.rates.shift();
    const [tookNs, done] = this.rates[0];
    return state.tookNs > tookNs ? (this.view.done(state) - done) / (state.tookNs - tookNs) * 1e9 : null;
  }

  left(state) {
    const {fraction, tookNs} = state;
    return fraction > 0.02 && fraction < 1 ? `about ${clockText(tookNs / fraction * (1 - fraction))} left` : '';
  }

  /** The program does not answer, and may again; what was there last stays meanwhile. */
  lose() {
    byId('state').className = 'over';
    byId('state').textContent = 'not heard';
    this.say('The program does not answer; it has ended, or is busy. This is the last that was heard of it.');
  }

  hearAgain() {
    this.say('');
    if (this.view && this.state) this.showCourse(this.state);
  }

  /** The program has ended; what was there last stays. */
  end() {
    this.isOver = true;
    byId('state').className = 'over';
    byId('state').textContent = 'over';
    this.say('Over; the program has ended. This is how it was at last.');
    if (byId('progress').value === undefined || !byId('progress').hasAttribute('value')) byId('progress').value = 0;
    if (this.state && this.state.pace) this.view.showPace(this.state);
  }
}

const page = new Page();
page.follow();
/** For tests. */
window.livePage = {
  get state() { return page.state; },
  get isOver() { return page.isOver; },
};
