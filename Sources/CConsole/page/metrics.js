// What the gateway counts, as it goes.

import { text } from "./api.js";
import { HistogramChart, LineChart } from "./charts.js";
import { byID, percent } from "./dom.js";
import { buckets, parse, quantile, total } from "./prometheus.js";

const INTERVAL = 2000;
/** Points of a line at most, and the room that few have. */
const SIZE = 90;
const LEAST = 20;

const number = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2).replace(/\.?0+$/, ""));
const seconds = (value) => (value >= 1 ? `${number(value)} s` : `${number(value * 1000)} ms`);
const bytes = (value) => `${number(value / (1 << 20))} MiB`;

/** Each makes a point of two readings of the page. */
const LINES = [
  ["Requests a second", number, (before, now, time) => rate(before, now, time, "sluice_http_requests_total")],
  ["Tokens a second", number, (before, now, time) => rate(before, now, time, "sluice_generated_tokens_total")],
  ["Waiting for the model", number, (_, now) => total(now, "sluice_queue_waiting")],
  ["Time to the first token (median)", seconds, (before, now) => middle(before, now, "sluice_time_to_first_token_seconds")],
  ["Time in the queue (median)", seconds, (before, now) => middle(before, now, "sluice_queue_seconds")],
  ["Share of masks in decoding", percent, (before, now) => part(before, now, "sluice_mask_seconds_total", "sluice_decode_seconds_total")],
  ["Memory", bytes, (_, now) => total(now, "process_resident_memory_bytes")],
  ["Requests under way", number, (_, now) => total(now, "sluice_http_requests_in_flight")],
];

let charts = [];
let masked = null;
let timer = null;
let last = null;

export function prepareMetrics() {
  charts = LINES.map(([title, format, point]) => ({ chart: new LineChart(title, format), point, values: [] }));
  masked = new HistogramChart("Masked probability of steps", (end) => (Number.isFinite(end) ? String(end) : "1"));
  byID("charts").replaceChildren(...charts.map(({ chart }) => chart.card), masked.card);
  byID("paused").addEventListener("change", () => (byID("paused").checked ? pauseMetrics() : watchMetrics()));
}

export function watchMetrics() {
  if (timer !== null || byID("paused").checked) return;
  timer = setInterval(read, INTERVAL);
  read();
}

export function pauseMetrics() {
  clearInterval(timer);
  timer = null;
  last = null;
}

async function read() {
  const problem = byID("metrics-problem");
  let now;
  try {
    now = { time: performance.now() / 1000, metrics: parse(await text("/metrics")) };
    problem.hidden = true;
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    return;
  }
  masked.show(buckets(now.metrics, "sluice_masked_probability"));
  for (const line of charts) {
    line.values.push(last ? line.point(last.metrics, now.metrics, now.time - last.time) : null);
    if (line.values.length > SIZE) line.values.shift();
    line.chart.show(line.values, Math.max(line.values.length, LEAST));
  }
  last = now;
}

function rate(before, now, time, name) {
  return Math.max(total(now, name) - total(before, name), 0) / time;
}

function middle(before, now, name) {
  return quantile(buckets(before, name), buckets(now, name), 0.5);
}

function part(before, now, name, whole) {
  const all = total(now, whole) - total(before, whole);
  return all > 0 ? (total(now, name) - total(before, name)) / all : null;
}
