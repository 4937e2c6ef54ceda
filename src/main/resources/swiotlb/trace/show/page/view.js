// The window of time, and canvases as large as they are shown.

/** The part of time that is shown, in nanoseconds; never narrower than the eye can use. */
class View {
  constructor(min, max) {
    const margin = Math.max(50, (max - min) * 0.01);
    this.min = min - margin;
    this.max = max + margin;
    this.fit();
  }

  fit() {
    this.show(this.min, this.max);
  }

  show(from, to) {
    const span = Math.min(this.max - this.min, Math.max(20, to - from));
    const middle = (from + to) / 2;
    this.from = Math.min(this.max - span, Math.max(this.min, middle - span / 2));
    this.to = this.from + span;
  }

  get span() {
    return this.to - this.from;
  }

  /** Makes the span longer by a factor, and keeps what stands at a fraction of the width there. */
  zoom(factor, fraction = 0.5) {
    const span = Math.min(this.max - this.min, Math.max(20, this.span * factor));
    const from = this.from + this.span * fraction - span * fraction;
    this.show(from, from + span);
  }

  pan(fraction) {
    const by = this.span * fraction;
    this.show(this.from + by, this.to + by);
  }
}

function fitted(canvas) {
  const scale = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return {context, width, height};
}
