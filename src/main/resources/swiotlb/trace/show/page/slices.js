// How slices and messages look: by colour and by pattern or shape, so that no one needs the colour.

/** Colours that people with any kind of colour vision tell apart; waiting is hatched. */
const KINDS = {
  LOCK_WAIT: {fill: '#d55e00', text: '#000', hatch: true},
  SEARCH: {fill: '#0072b2', text: '#fff'},
  RELEASE: {fill: '#56b4e9', text: '#000'},
  POOL_WAIT: {fill: '#e69f00', text: '#000', hatch: true},
  THROTTLE_WAIT: {fill: '#a6761d', text: '#fff', hatch: true},
  TRANSIENT: {fill: '#cc79a7', text: '#000'},
  COPY_IN: {fill: '#009e73', text: '#000'},
  COPY_BACK: {fill: '#7fd1b2', text: '#000'},
  TRANSFER: {fill: '#b8b8c4', text: '#000'},
  LOOK_UP: {fill: '#f0e442', text: '#000'},
  GROWTH_QUEUED: {fill: '#e6b85c', text: '#000', hatch: true},
  GROWTH: {fill: '#9a6b2f', text: '#fff'},
  PAGE_STATE: {fill: '#7a5195', text: '#fff'},
  HANDLING: {fill: '#6f7f95', text: '#fff'},
  GRACE_PERIOD: {fill: '#9db4c0', text: '#000', hatch: true},
};
/** What takes turns can share lanes: who holds a lock; what a CPU does; the rest apart. */
const SHARED_LANES = [['SEARCH', 'RELEASE'], ['COPY_IN', 'LOOK_UP', 'COPY_BACK'], ['GROWTH_QUEUED', 'GROWTH']];

function laneGroups(kinds) {
  return kinds.map(({name}, i) => {
    const shared = SHARED_LANES.find(names => names.includes(name));
    return shared ? kinds.findIndex(kind => kind.name === shared[0]) : i;
  });
}

const OTHER_KIND = {fill: '#888888', text: '#000'};

/** What sort of message a type is, and the shape that marks it. */
const SORTS = [
  {name: 'failure', shape: 'cross', types: /(Failed|Exhausted|DoesNotFit|Refused|Retry|NotChanged|Dead|Lost)$/},
  {name: 'request', shape: 'triangle', types: /(Request|Take|Claim|Grow|Allocate\w*|StartWorker|Change)$/},
  {name: 'answer', shape: 'circle', types: /(Mapped|Granted|Found|Changed|Started|Done|Finished)$/},
  {name: 'giving back', shape: 'square', types: /(Unmap|Unmapped|Release|Free\w*|Unread)$/},
  {name: 'other', shape: 'bar', types: /(?:)/},
];
const FAILURE = 0;

function sortOf(type) {
  if (/Unmapped$/.test(type)) return 3;
  return SORTS.findIndex(sort => sort.types.test(type));
}

function markPath(context, shape, x, y, size) {
  if (shape === 'triangle') {
    context.moveTo(x - size * 0.8, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x - size * 0.8, y + size);
    context.closePath();
  } else if (shape === 'circle') {
    context.moveTo(x + size * 0.9, y);
    context.arc(x, y, size * 0.9, 0, 2 * Math.PI);
  } else if (shape === 'square') {
    context.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6);
  } else if (shape === 'cross') {
    const a = size;
    const b = size * 0.35;
    context.moveTo(x, y - b);
    for (const [dx, dy] of [[a - b, -a], [a, -a + b], [b, 0], [a, a - b], [a - b, a], [0, b],
      [b - a, a], [-a, a - b], [-b, 0], [-a, b - a], [b - a, -a]]) {
      context.lineTo(x + dx, y + dy);
    }
    context.closePath();
  } else {
    context.rect(x - 1, y - size, 2, size * 2);
  }
}

/** Stripes over a colour. */
function hatched(context, fill) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const paint = tile.getContext('2d');
  paint.fillStyle = fill;
  paint.fillRect(0, 0, 6, 6);
  paint.strokeStyle = 'rgba(255,255,255,.55)';
  paint.lineWidth = 1.5;
  paint.beginPath();
  for (const d of [-6, 0, 6]) {
    paint.moveTo(d - 1, 7);
    paint.lineTo(d + 7, -1);
  }
  paint.stroke();
  return context.createPattern(tile, 'repeat');
}

function looksOf(kinds, context) {
  return kinds.map(kind => {
    const look = KINDS[kind.name] || OTHER_KIND;
    return {...look, title: kind.title, paint: look.hatch ? hatched(context, look.fill) : look.fill};
  });
}
