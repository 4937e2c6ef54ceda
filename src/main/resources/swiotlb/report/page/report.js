// Draws the charts of the page, and draws them anew where its width or its colours change.

const charts = JSON.parse(document.getElementById('charts').textContent);
const drawn = new Map();

function coloursNow() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(`--${name}`).trim();
  return {
    faint: colour('faint'),
    line: colour('line'),
    series: [0, 1, 2, 3, 4, 5].map(i => colour(`series-${i}`)),
    heat: ['heat-low', 'heat-middle', 'heat-high'].map(colour),
  };
}

function draw(place, width) {
  const chart = charts[place.dataset.chart];
  const old = drawn.get(place);
  if (old) old.plot.destroy();
  const plot = (chart.kind === 'heat' ? drawHeat : drawLines)(place, chart, width, coloursNow());
  drawn.set(place, {plot, width});
}

function drawAll(width) {
  for (const place of document.querySelectorAll('.plot')) draw(place, width || place.clientWidth);
}

const watch = new ResizeObserver(entries => {
  if (document.documentElement.classList.contains('printing')) return;
  for (const {target} of entries) {
    if (Math.abs((drawn.get(target) || {width: 0}).width - target.clientWidth) >= 1) draw(target, target.clientWidth);
  }
});

function print(isPrinting) {
  document.documentElement.classList.toggle('printing', isPrinting);
  drawAll(isPrinting ? 680 : 0);
}

/** A button that copies the text beside it. */
function copies(listing) {
  const button = document.createElement('button');
  const text = listing.querySelector('pre');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const range = document.createRange();
    range.selectNodeContents(text);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Selected';
    }
  });
  listing.append(button);
}

document.querySelectorAll('.listing').forEach(copies);
drawAll();
document.querySelectorAll('.plot').forEach(place => watch.observe(place));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawAll());
addEventListener('beforeprint', () => print(true));
addEventListener('afterprint', () => print(false));
document.documentElement.dataset.drawn = 'yes';
