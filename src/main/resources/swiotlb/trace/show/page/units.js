// Numbers and times as people read them.

const UNITS = [['ns', 1], ['µs', 1e3], ['ms', 1e6], ['s', 1e9]];

/** The largest unit of which a time is at least one. */
function unitOf(ns) {
  let unit = UNITS[0];
  for (const u of UNITS) {
    if (Math.abs(ns) >= u[1]) unit = u;
  }
  return unit;
}

/** A moment, exact to the nanosecond. */
function momentText(ns) {
  const [name, factor] = unitOf(ns);
  const digits = Math.round(Math.log10(factor));
  const text = (ns / factor).toFixed(digits);
  return `${digits ? text.replace(/\.?0+$/, '') : text} ${name}`;
}

/** A moment with all the digits of its unit, for columns of them. */
function alignedText(ns) {
  const [name, factor] = unitOf(ns);
  return `${(ns / factor).toFixed(Math.round(Math.log10(factor)))} ${name}`;
}

/** A length of time, to three digits. */
function lengthText(ns) {
  const [name, factor] = unitOf(ns);
  const value = ns / factor;
  const digits = factor === 1 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return `${value.toFixed(digits)} ${name}`;
}

/** The distance between marks of an axis: 1, 2 or 5 times a power of ten, and whole nanoseconds. */
function tickStep(span, most) {
  const rough = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find(f => f * power >= rough) || 10;
  return Math.max(1, factor * power);
}

/** What stands at the marks of an axis: all in one unit, with the digits that tell them apart. */
function tickTexts(from, to, step) {
  const [name, factor] = unitOf(Math.max(Math.abs(from), Math.abs(to)));
  const digits = Math.max(0, Math.ceil(Math.log10(factor / step) - 1e-9));
  const texts = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const text = (at / factor).toFixed(digits);
    texts.push([at, `${text === '-0' ? '0' : text} ${name}`]);
  }
  return texts;
}

function countText(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** How many there are of something: 1 mapping, 2 mappings. */
function countedText(n, thing) {
  return `${countText(n)} ${thing}${n === 1 ? '' : 's'}`;
}

/** The first place in a sorted array at which a value is not less than a limit. */
function firstFrom(sorted, limit, low = 0, high = sorted.length) {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As firstFrom, for places that are probably near: doubles its steps before it halves them. */
function nextFrom(keys, indexes, limit, place) {
  let step = 1;
  let low = place;
  let high = place;
  while (high < indexes.length && keys[indexes[high]] < limit) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, indexes.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[indexes[middle]] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
