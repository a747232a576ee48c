// Small charts, drawn as SVG.

import { element, percent, svg } from "./dom.js";

const [WIDTH, HEIGHT] = [300, 80];

/** The masked probability of each token, as bars that can be clicked. */
export function massChart(tokens, onChoose) {
  const width = 100 / Math.max(tokens.length, 12);
  const bars = tokens.map((token, place) => {
    const mass = token.masked_mass ?? 0;
    const height = token.masked_mass === null ? 1 : Math.max(mass * 38, 1);
    const bar = svg("rect", {
      x: place * width, y: 40 - height, width: width * 0.8, height,
      class: token.masked_mass === null ? "bar forced" : "bar",
    });
    bar.append(svg("title", {}, `${place + 1}: ${token.masked_mass === null ? "the only choice" : percent(mass)}`));
    bar.addEventListener("click", () => onChoose(place));
    return bar;
  });
  return svg(
    "svg",
    { viewBox: "0 0 100 40", preserveAspectRatio: "none", class: "mass", role: "img", "aria-labelledby": "mass-title" },
    ...bars,
  );
}

/** A line over time with what it stands at. */
export class LineChart {
  /** - format: how a value is written. */
  constructor(title, format, { most = 0 } = {}) {
    this.format = format;
    this.most = most;
    this.line = svg("polyline", { class: "line", points: "" });
    this.area = svg("polygon", { class: "area", points: "" });
    this.value = element("span", { class: "value" }, "–");
    this.top = element("span", { class: "faint" }, "");
    this.picture = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": title },
      this.area,
      this.line,
    );
    this.card = element(
      "figure",
      { class: "chart card" },
      element("figcaption", {}, element("span", {}, title), this.value),
      this.picture,
      this.top,
    );
  }

  /** - values: the oldest first, null for none; - size: how many there is room for. */
  show(values, size) {
    const known = values.filter((value) => value !== null);
    const last = values.at(-1) ?? null;
    this.value.textContent = last === null ? "–" : this.format(last);
    const largest = Math.max(...known, this.most, 1e-9);
    this.top.textContent = known.length ? `most ${this.format(Math.max(...known))}` : "";
    const points = [];
    for (const [index, value] of values.entries()) {
      if (value === null) continue;
      const x = ((size - values.length + index) / (size - 1)) * WIDTH;
      points.push([x, HEIGHT - 2 - (value / largest) * (HEIGHT - 8)]);
    }
    const text = points.map((point) => point.map((number) => number.toFixed(1)).join(",")).join(" ");
    this.line.setAttribute("points", text);
    this.area.setAttribute("points", points.length ? `${points[0][0].toFixed(1)},${HEIGHT} ${text} ${points.at(-1)[0].toFixed(1)},${HEIGHT}` : "");
  }
}

/** How often values fell into which range. */
export class HistogramChart {
  constructor(title, format) {
    this.format = format;
    this.value = element("span", { class: "value" }, "–");
    this.picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": title });
    this.axis = element("div", { class: "axis faint" });
    this.card = element(
      "figure",
      { class: "chart card" },
      element("figcaption", {}, element("span", {}, title), this.value),
      this.picture,
      this.axis,
    );
  }

  show(buckets) {
    const all = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
    this.value.textContent = `${all}`;
    const largest = Math.max(...buckets.map((bucket) => bucket.count), 1);
    const width = WIDTH / Math.max(buckets.length, 1);
    this.picture.replaceChildren(
      ...buckets.map((bucket, index) => {
        const height = (bucket.count / largest) * (HEIGHT - 8);
        const bar = svg("rect", { x: index * width + 1, y: HEIGHT - height - 1, width: width - 2, height: height + 1, class: "bar" });
        bar.append(svg("title", {}, `up to ${this.format(bucket.end)}: ${bucket.count}`));
        return bar;
      }),
    );
    const ends = buckets.map((bucket) => this.format(bucket.end));
    const middle = ends[Math.floor((ends.length - 1) / 2)] ?? "";
    this.axis.replaceChildren(...[ends[0] ?? "", middle, ends.at(-1) ?? ""].map((end) => element("span", {}, end)));
  }
}
