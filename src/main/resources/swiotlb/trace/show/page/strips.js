// The strips above the time line: all of the trace, and the axis.

/** All of the trace in one strip, with the window that is shown. */
class Overview {
  constructor(canvas, messages, view, chosen) {
    Object.assign(this, {canvas, messages, view, chosen, bins: new Uint32Array(0)});
  }

  count(width) {
    const bins = new Uint32Array(Math.max(1, width));
    const scale = bins.length / (this.view.max - this.view.min);
    this.messages.time.forEach(t => bins[Math.min(bins.length - 1, Math.floor((t - this.view.min) * scale))]++);
    this.bins = bins;
    this.most = bins.reduce((most, n) => Math.max(most, n), 1);
  }

  draw(colours) {
    const {context, width, height} = fitted(this.canvas);
    if (this.bins.length !== width) this.count(width);
    const x = t => (t - this.view.min) / (this.view.max - this.view.min) * width;
    context.fillStyle = colours.faint;
    this.bins.forEach((n, i) => {
      if (n) {
        const bar = (height - 4) * (0.15 + 0.85 * Math.log1p(n) / Math.log1p(this.most));
        context.fillRect(i, height - bar, 1, bar);
      }
    });
    context.fillStyle = colours.path;
    for (const i of this.messages.pathOf(this.chosen.mapping)) {
      context.fillRect(x(this.messages.time[i]) - 1, 0, 2, height);
    }
    if (this.chosen.search) {
      context.fillStyle = colours.focus;
      const found = this.chosen.search.found;
      const step = Math.max(1, Math.floor(found.length / 4000));
      for (let i = 0; i < found.length; i += step) context.fillRect(x(this.messages.time[found[i]]), 0, 1, 6);
    }
    const from = x(this.view.from);
    const to = Math.max(from + 3, x(this.view.to));
    context.fillStyle = colours.veil;
    context.fillRect(0, 0, from, height);
    context.fillRect(to, 0, width - to, height);
    context.strokeStyle = colours.focus;
    context.lineWidth = 2;
    context.strokeRect(from, 1, to - from, height - 2);
  }
}

function drawAxis(canvas, timeLine, colours) {
  const {context, width, height} = fitted(canvas);
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (const [time, text] of timeLine.ticks) {
    const x = timeLine.x(time);
    context.fillStyle = colours.faint;
    context.fillRect(Math.round(x), height - 5, 1, 5);
    const half = context.measureText(text).width / 2;
    context.fillStyle = colours.text;
    if (x - half > 0 && x + half < width) context.fillText(text, x, height / 2 - 2);
  }
}
