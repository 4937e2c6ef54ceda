// A few lines over what goes on.

class Chart {
  /** Lines: [name of its values, words, colour, whether it is filled]. */
  constructor(page, across, lines, textOf) {
    Object.assign(this, {page, across, lines, textOf, history: null});
    this.canvas = element('canvas', 'chart');
    this.canvas.setAttribute('role', 'img');
    this.key = element('p', 'key');
    for (const [, words, colour] of lines) {
      const item = element('span');
      const mark = element('i');
      mark.style.background = colour;
      item.append(mark, words);
      this.key.append(item);
    }
  }

  show(history) {
    this.history = history;
    this.draw();
  }

  draw() {
    if (!this.history || !this.history[this.across].length) return;
    const {context, width, height} = fitted(this.canvas);
    const {colours} = this.page;
    const xs = this.history[this.across];
    const most = Math.max(1, ...this.lines.map(([name]) => this.history[name].reduce((a, b) => Math.max(a, b), 0)));
    const bottom = height - 18;
    const right = width - 4;
    context.font = '11px system-ui, sans-serif';
    const left = Math.ceil(context.measureText(countText(most)).width) + 8;
    const last = Math.max(xs[xs.length - 1], 1e-9);
    const x = value => left + value / last * (right - left);
    const y = value => bottom - value / most * (bottom - 8);
    context.fillStyle = colours.line;
    for (const share of [0, 0.5, 1]) context.fillRect(left, Math.round(y(share * most)), right - left, 1);
    context.fillStyle = colours.faint;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillText(countText(most), left - 5, y(most));
    context.fillText('0', left - 5, y(0));
    context.textBaseline = 'bottom';
    context.fillText(this.textOf(last), right, height);
    context.textAlign = 'left';
    context.fillText('0', left, height);
    for (const [name, , colour, isFilled] of this.lines) {
      const values = this.history[name];
      context.beginPath();
      context.moveTo(x(xs[0]), y(values[0]));
      for (let i = 1; i < xs.length; i++) {
        context.lineTo(x(xs[i]), y(values[i - 1]));
        context.lineTo(x(xs[i]), y(values[i]));
      }
      context.strokeStyle = colour;
      context.lineWidth = 1.5;
      context.stroke();
      if (isFilled) {
        context.lineTo(right, bottom);
        context.lineTo(x(xs[0]), bottom);
        context.fillStyle = `${colour}40`;
        context.fill();
      }
    }
    this.canvas.setAttribute('aria-label', this.lines.map(([name, words]) =>
      `${words}: ${countText(this.history[name][xs.length - 1])} now`).join(', '));
  }
}
