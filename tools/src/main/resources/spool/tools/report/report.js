'use strict';

const STATES = { run: 'runs', wait: 'waits for a hart', block: 'blocked' };
const UNITS = [['ns', 1], ['µs', 1e3], ['ms', 1e6], ['s', 1e9]];
const hint = document.getElementById('hint');

/** The largest unit in which `cycles` is at least 1. */
function unitFor(cycles) {
  return UNITS.findLast(([, size]) => cycles >= size) ?? UNITS[0];
}

function duration(cycles) {
  const [name, size] = unitFor(cycles);
  return +(cycles / size).toPrecision(4) + ' ' + name;
}

/** A round step of 1, 2 or 5 times a power of ten, at least `least`. */
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => step >= least * 0.999);
}

/** One timeline: what part of the time is seen, and what is under the pointer. */
class TimelineView {
  constructor(figure) {
    this.figure = figure;
    this.step = Number(figure.dataset.step);
    this.svg = figure.querySelector('svg');
    this.axis = figure.querySelector('.axis');
    this.plot = figure.querySelector('.plot');
    this.labels = [...figure.querySelectorAll('.labels span')].map(span => span.textContent);
    this.hartCount = this.labels.filter(label => label.startsWith('hart ')).length;
    [, , this.width, this.height] = this.svg.getAttribute('viewBox').split(' ').map(Number);
    this.from = 0;
    this.to = this.width;
    this.parsed = new Map();
    this.svg.querySelector('title').remove();
    this.addTools();
    this.listen();
    this.show(0, this.width);
    new ResizeObserver(() => this.drawAxis()).observe(this.plot);
  }

  addTools() {
    const tools = document.createElement('div');
    tools.className = 'tools';
    const button = (text, label, action) => {
      const element = document.createElement('button');
      element.type = 'button';
      element.textContent = text;
      element.setAttribute('aria-label', label);
      element.title = label;
      element.addEventListener('click', action);
      tools.append(element);
    };
    button('+', 'zoom in', () => this.zoom(0.5));
    button('−', 'zoom out', () => this.zoom(2));
    button('←', 'earlier', () => this.move(-0.25));
    button('→', 'later', () => this.move(0.25));
    button('all', 'the whole run', () => this.show(0, this.width));
    this.range = document.createElement('output');
    tools.append(this.range, 'drag to zoom, double-click for all');
    this.figure.querySelector('.rows').before(tools);
  }

  listen() {
    const keys = {
      '+': () => this.zoom(0.5), '=': () => this.zoom(0.5), '-': () => this.zoom(2),
      ArrowLeft: () => this.move(-0.25), ArrowRight: () => this.move(0.25),
      0: () => this.show(0, this.width),
    };
    this.figure.addEventListener('keydown', event => {
      if (keys[event.key] && !event.ctrlKey && !event.metaKey) {
        keys[event.key]();
        event.preventDefault();
      }
    });
    this.svg.addEventListener('wheel', event => {
      if (event.ctrlKey) {
        event.preventDefault();
        this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.timeAt(event));
      }
    }, { passive: false });
    this.svg.addEventListener('dblclick', () => this.show(0, this.width));
    this.svg.addEventListener('pointerdown', event => this.beginDrag(event));
    this.svg.addEventListener('pointermove', event => this.pointAt(event));
    this.svg.addEventListener('pointerleave', () => { hint.hidden = true; });
  }

  timeAt(event) {
    const box = this.svg.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    return this.from + Math.min(1, Math.max(0, part)) * (this.to - this.from);
  }

  beginDrag(event) {
    if (event.button !== 0 || event.pointerType === 'touch') {
      return;
    }
    const start = this.timeAt(event);
    const selection = document.createElement('div');
    selection.className = 'selection';
    this.plot.append(selection);
    this.svg.setPointerCapture(event.pointerId);
    const place = time => 100 * (time - this.from) / (this.to - this.from);
    const drag = moved => {
      const [left, right] = [start, this.timeAt(moved)].sort((a, b) => a - b);
      selection.style.left = place(left) + '%';
      selection.style.width = place(right) - place(left) + '%';
    };
    const end = released => {
      selection.remove();
      this.svg.removeEventListener('pointermove', drag);
      this.svg.removeEventListener('pointerup', end);
      this.svg.removeEventListener('pointercancel', end);
      const [left, right] = [start, this.timeAt(released)].sort((a, b) => a - b);
      if (released.type === 'pointerup' && right - left > (this.to - this.from) / 200) {
        this.show(left, right);
      }
    };
    this.svg.addEventListener('pointermove', drag);
    this.svg.addEventListener('pointerup', end);
    this.svg.addEventListener('pointercancel', end);
  }

  zoom(factor, around = (this.from + this.to) / 2) {
    this.show(around - (around - this.from) * factor, around + (this.to - around) * factor);
  }

  move(part) {
    const distance = part * (this.to - this.from);
    const within = Math.max(-this.from, Math.min(this.width - this.to, distance));
    this.show(this.from + within, this.to + within);
  }

  show(from, to) {
    const least = Math.min(this.width, 20);
    this.from = Math.max(0, Math.min(from, this.width - least));
    this.to = Math.min(this.width, Math.max(to, this.from + least));
    this.svg.setAttribute('viewBox', [this.from, 0, this.to - this.from, this.height].join(' '));
    this.range.textContent = duration((this.to - this.from) * this.step) + ' shown; ';
    this.drawAxis();
  }

  drawAxis() {
    this.axis.style.marginRight =
        this.axis.parentElement.clientWidth - this.axis.offsetLeft + this.figure.offsetLeft > 0
            ? this.figure.getBoundingClientRect().right - this.svg.getBoundingClientRect().right + 'px' : 0;
    const start = this.from * this.step;
    const length = (this.to - this.from) * this.step;
    const step = roundStep(Math.max(1, length / Math.max(1, Math.floor(this.svg.clientWidth / 90))));
    const [name, size] = unitFor(this.to * this.step);
    this.axis.replaceChildren();
    for (let tick = Math.ceil(start / step); step * tick <= start + length; tick++) {
      const place = (tick * step - start) / length;
      if (place * this.svg.clientWidth > this.svg.clientWidth - 60 && place > 0) {
        break;
      }
      const label = document.createElement('span');
      label.style.left = 100 * place + '%';
      label.textContent = +(tick * step / size).toPrecision(9) + ' ' + name;
      this.axis.append(label);
    }
  }

  /** The strokes of a row, each with its start, its end and its path. */
  strokes(row) {
    if (!this.parsed.has(row)) {
      const strokes = [...this.svg.querySelectorAll('g')[row].children].flatMap(path =>
        [...path.getAttribute('d').matchAll(/M(\d+) 0h(\d+)/g)].map(([, from, length]) =>
          ({ from: Number(from), to: Number(from) + Number(length), path })));
      this.parsed.set(row, strokes);
    }
    return this.parsed.get(row);
  }

  pointAt(event) {
    const box = this.svg.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / box.height * this.height);
    if (row < 0 || row >= this.height) {
      return;
    }
    const time = this.timeAt(event);
    const stroke = this.strokes(row).find(each => each.from <= time && time < each.to);
    const what = stroke ? this.describe(stroke, row) : row < this.hartCount ? 'idle' : 'not there';
    const when = stroke
        ? duration(stroke.from * this.step) + ' to ' + duration(stroke.to * this.step)
            + ' (' + duration((stroke.to - stroke.from) * this.step) + ')'
        : 'at ' + duration(time * this.step);
    hint.textContent = this.labels[row] + ': ' + what + '\n' + when;
    hint.hidden = false;
    const { width, height } = hint.getBoundingClientRect();
    hint.style.left = Math.max(4, Math.min(innerWidth - width - 8, event.clientX + 14)) + 'px';
    hint.style.top = (event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18) + 'px';
  }

  describe({ path }, row) {
    if (row >= this.hartCount) {
      return STATES[[...path.classList].find(name => STATES[name])];
    }
    const unit = path.dataset.unit;
    return unit === undefined
        ? path.classList[0]
        : this.labels[this.hartCount + Number(unit)] ?? 'job ' + (Number(unit) + 1);
  }
}

document.querySelectorAll('.timeline').forEach(figure => new TimelineView(figure));

addEventListener('beforeprint', () => {
  document.querySelectorAll('details').forEach(each => { each.open = true; });
});
