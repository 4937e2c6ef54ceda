// How great something was, row by row over time: a canvas of cells, and a line that says what is under the pointer.

const LEFT = 96;
const RIGHT = 12;
const AXIS = 42;
const SCALE = 34;

function parts(colour) {
  return [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
}

/** A colour of the scale: from the lowest over a middle one to the highest. */
function shade(share, colours) {
  const [from, to, part] = share < 0.5
    ? [colours.heat[0], colours.heat[1], share * 2]
    : [colours.heat[1], colours.heat[2], share * 2 - 1];
  const a = parts(from);
  const b = parts(to);
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * part)).join(',')})`;
}

/** Steps of an axis that people like: 1, 2 or 5 times a power of ten. */
function niceStep(span, most) {
  const least = span / most;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map(times => times * power).find(step => step >= least);
}

function drawHeat(place, chart, width, colours) {
  const rowHeight = Math.max(7, Math.min(20, Math.floor(380 / chart.rows.length)));
  const height = chart.rows.length * rowHeight;
  const canvas = document.createElement('canvas');
  const scale = Math.max(2, Math.ceil(devicePixelRatio));
  canvas.width = width * scale;
  canvas.height = (height + AXIS + SCALE) * scale;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height + AXIS + SCALE}px`;
  place.append(canvas);
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  context.font = FONT;
  const wide = width - LEFT - RIGHT;
  const most = Math.max(0, ...chart.values.map(row => Math.max(0, ...row)));
  drawScale(context, chart, most, wide, colours);
  chart.values.forEach((row, i) => {
    const top = SCALE + i * rowHeight;
    row.forEach((value, column) => {
      const from = Math.floor(LEFT + column * wide / chart.columns);
      const to = Math.floor(LEFT + (column + 1) * wide / chart.columns);
      context.fillStyle = shade(most ? value / most : 0, colours);
      context.fillRect(from, top, to - from, rowHeight - 1);
    });
  });
  drawNames(context, chart, rowHeight, colours);
  drawTimes(context, chart, SCALE + height, wide, colours);
  listen(canvas, chart, rowHeight, wide);
  return {destroy: () => canvas.remove()};
}

function drawScale(context, chart, most, wide, colours) {
  const long = Math.min(160, wide / 2);
  for (let x = 0; x < long; x++) {
    context.fillStyle = shade(x / long, colours);
    context.fillRect(LEFT + x, 8, 1, 10);
  }
  context.fillStyle = colours.faint;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.fillText('0', LEFT - 6, 13);
  context.textAlign = 'left';
  context.fillText(`${shown(most)} ${chart.shade.unit}`.trim(), LEFT + long + 6, 13);
}

/** Every row, or as many as can be read. */
function drawNames(context, chart, rowHeight, colours) {
  const each = Math.ceil(12 / rowHeight);
  context.fillStyle = colours.faint;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  chart.rows.forEach((name, i) => {
    if (i % each === 0) context.fillText(name, LEFT - 6, SCALE + (i + 0.5) * rowHeight, LEFT - 8);
  });
}

function drawTimes(context, chart, top, wide, colours) {
  const span = chart.step * chart.columns;
  const step = niceStep(span, Math.max(2, wide / 80));
  context.fillStyle = colours.faint;
  context.strokeStyle = colours.faint;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (let at = 0; at <= span * 1.0001; at += step) {
    const x = Math.round(LEFT + at / span * wide) + 0.5;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + 5);
    context.stroke();
    context.fillText(shown(at), x, top + 8);
  }
  context.fillText(chart.across.title, LEFT + wide / 2, top + 25);
}

function listen(canvas, chart, rowHeight, wide) {
  const says = canvas.closest('figure').querySelector('.here');
  canvas.addEventListener('pointermove', ({offsetX, offsetY}) => {
    const column = Math.floor((offsetX - LEFT) / wide * chart.columns);
    const row = Math.floor((offsetY - SCALE) / rowHeight);
    const value = (chart.values[row] || [])[column];
    says.textContent = value === undefined ? '' : `${chart.rows[row]}, from ${shown(column * chart.step)} `
      + `${chart.across.unit}: ${shown(value)} ${chart.shade.unit}`;
  });
  canvas.addEventListener('pointerleave', () => { says.textContent = ''; });
}
