// Reads Prometheus' text format, as far as the gateway writes it.

const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** - Returns: samples by the name of their metric, each with `labels` and `value`. */
export function parse(page) {
  const metrics = new Map();
  for (const line of page.split("\n")) {
    if (!line || line.startsWith("#")) continue;
    const end = line.lastIndexOf(" ");
    const [, name, written] = /^(\w+)(?:\{(.*)\})?$/.exec(line.slice(0, end));
    const labels = Object.fromEntries([...(written ?? "").matchAll(LABEL)].map(([, key, value]) => [key, value]));
    if (!metrics.has(name)) metrics.set(name, []);
    metrics.get(name).push({ labels, value: Number(line.slice(end + 1)) });
  }
  return metrics;
}

/** The sum of a metric's samples whose labels are among those. */
export function total(metrics, name, labels = {}) {
  return (metrics.get(name) ?? [])
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
    .reduce((sum, sample) => sum + sample.value, 0);
}

/** The buckets of a histogram, not cumulated: their upper ends and counts. */
export function buckets(metrics, name) {
  const counts = new Map();
  for (const { labels, value } of metrics.get(`${name}_bucket`) ?? []) {
    const end = labels.le === "+Inf" ? Infinity : Number(labels.le);
    counts.set(end, (counts.get(end) ?? 0) + value);
  }
  const ends = [...counts.keys()].sort((a, b) => a - b);
  return ends.map((end, index) => ({ end, count: counts.get(end) - (index ? counts.get(ends[index - 1]) : 0) }));
}

/** The value below which a share of what came between two pages of a histogram lies; null for nothing. */
export function quantile(before, now, share) {
  const counts = now.map((bucket, index) => bucket.count - (before[index]?.count ?? 0));
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (!all) return null;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    if (below + count >= share * all) {
      const start = index ? now[index - 1].end : 0;
      const end = Number.isFinite(now[index].end) ? now[index].end : start;
      return start + ((share * all - below) / count) * (end - start);
    }
    below += count;
  }
  return null;
}
