// Lines over time, or over what was varied; drawn by uPlot.

const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4], [1, 5]];
const FONT = '12px system-ui, "DejaVu Sans", sans-serif';

const shown = value => value == null ? '–' : String(Number(value.toPrecision(4)));

/** Least and greatest of an axis of powers of ten. */
const decades = (least, most) => [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most))];

function pathsOf(style) {
  return style === 'line' ? uPlot.paths.linear() : uPlot.paths.stepped({align: 1});
}

/** Names of moments at the top of a chart, as far as they have room. */
function drawMarks(plot, marks, colours) {
  const context = plot.ctx;
  const scale = devicePixelRatio;
  const {left, top, width, height} = plot.bbox;
  let end = -Infinity;
  context.save();
  context.font = `${11 * scale}px system-ui, sans-serif`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = colours.faint;
  context.strokeStyle = colours.faint;
  context.lineWidth = scale;
  context.setLineDash([2 * scale, 3 * scale]);
  for (const [at, text] of marks) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    if (x < left || x > left + width) continue;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + height);
    context.stroke();
    const long = context.measureText(text).width;
    const from = Math.min(x + 3 * scale, left + width - long);
    if (from > end) {
      context.fillText(text, from, top - 5 * scale);
      end = from + long + 8 * scale;
    }
  }
  context.restore();
}

function seriesOf(chart, colours) {
  const dots = chart.x.length <= 40;
  const all = [{label: chart.across.title, value: (_, x) => placeOf(chart, x)}];
  const data = [chart.x];
  const bands = [];
  chart.series.forEach((line, i) => {
    const stroke = colours.series[i % colours.series.length];
    const isSurface = line.style === 'surface';
    all.push({
      label: line.name,
      stroke,
      width: 2,
      dash: isSurface ? [] : DASHES[i % DASHES.length],
      marker: isSurface ? 'solid' : ['solid', 'dashed', 'dotted'][i % 3],
      fill: isSurface ? `${stroke}30` : undefined,
      paths: pathsOf(line.style),
      points: {show: dots && line.style === 'line', size: 7},
      value: (_, y) => y == null ? '–' : `${shown(y)} ${chart.up.unit}`.trim(),
    });
    data.push(line.values);
    if (line.low) {
      bands.push({series: [data.length + 1, data.length], fill: `${stroke}28`});
      for (const bound of [line.low, line.high]) {
        all.push({label: '', class: 'bound', stroke: `${stroke}70`, width: 1, paths: pathsOf(line.style), points: {show: false}});
        data.push(bound);
      }
    }
  });
  return {series: all, data, bands};
}

function placeOf(chart, x) {
  if (x == null) return '–';
  const {labels} = chart.across;
  return labels.length ? labels[Math.round(x)] || '' : `${shown(x)} ${chart.across.unit}`.trim();
}

function rangeUp(chart) {
  if (chart.up.log) return (_, least, most) => decades(Math.max(least, 1e-9), Math.max(most, 1e-9));
  return (_, least, most) => [Math.min(0, least), (most || 1) * 1.06];
}

/** Draws a chart of lines anew into its place. */
function drawLines(place, chart, width, colours) {
  const {series, data, bands} = seriesOf(chart, colours);
  const {labels} = chart.across;
  const last = chart.x.length - 1;
  const grid = {stroke: colours.line, width: 1};
  const axis = {stroke: colours.faint, grid, ticks: {...grid, size: 5}, font: FONT, labelFont: FONT, labelSize: 18, labelGap: 0};
  const across = labels.length
    ? {splits: () => chart.x, values: () => labels, space: 10}
    : {values: (_, marks) => marks.map(mark => mark == null ? '' : shown(mark)), space: 60};
  return new uPlot({
    width,
    height: Math.max(220, Math.min(340, Math.round(width * 0.36))),
    padding: [chart.marks.length ? 20 : 10, 12, 0, 0],
    legend: {markers: {width: 3, dash: (plot, i) => plot.series[i].marker || 'solid'}},
    cursor: {drag: {x: !labels.length, y: false}, sync: labels.length ? undefined : {key: `${chart.across.title} ${chart.x[last]}`}},
    scales: {
      x: {
        time: false,
        distr: chart.across.log ? 3 : 1,
        range: labels.length ? [-0.3, last + 0.3] : (_, least, most) => least === most ? [least - 1, most + 1] : [least, most],
      },
      y: {distr: chart.up.log ? 3 : 1, range: rangeUp(chart)},
    },
    axes: [
      {...axis, ...across, label: chart.across.title, size: 34},
      {...axis, label: chart.up.title, size: 58, values: (_, marks) => marks.map(mark => mark == null ? '' : shown(mark))},
    ],
    series,
    bands,
    hooks: {draw: [plot => drawMarks(plot, chart.marks, colours)]},
  }, data, place);
}
