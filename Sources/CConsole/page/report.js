// What the masks make of a schema.

import { announce, byID, element, facts } from "./dom.js";

const VERDICTS = {
  enforced: "Every keyword that constrains is enforced.",
  refused: "Requests with this schema are refused.",
  unsatisfiable: "No value is valid for this schema.",
};

export function showReport(report) {
  const shortest = report.shortest;
  const counts = Object.entries(report.counts).filter(([, count]) => count > 0);
  byID("report-body").replaceChildren(
    element(
      "p",
      { class: `verdict ${report.verdict}` },
      element("strong", {}, report.verdict),
      ` ${VERDICTS[report.verdict] ?? ""}`,
    ),
    facts([
      ["Draft", report.draft],
      ["Keywords", counts.map(([name, count]) => `${count} ${name}`).join(", ")],
      ["Shortest document", shortest ? `${shortest.bytes} bytes, ${shortest.tokens} tokens` : null],
      ["Longest document", shortest ? (report.longest.bytes === null ? "no bound" : `at most ${report.longest.bytes} bytes`) : null],
    ]),
    ...(shortest ? [element("pre", { class: "document" }, shortest.text)] : []),
    ...places("Refused", report.refusals, (item) => item.message),
    ...places("Likely not meant", report.lint, (item) => `${item.location}: ${item.message}`),
    ...places("May be expensive", report.notes, (item) => `${item.location}: ${item.message}`),
    keywords(report.keywords),
  );
  byID("report").hidden = false;
  byID("report-title").focus();
  announce(`The schema is ${report.verdict}`);
}

function places(title, items, text) {
  if (!items.length) return [];
  return [
    element("h3", {}, title),
    element("ul", { class: "places" }, items.map((item) => element("li", {}, text(item)))),
  ];
}

function keywords(entries) {
  const rows = entries.map((entry) =>
    element(
      "tr",
      {},
      element("td", {}, element("code", {}, entry.location)),
      element("td", {}, element("span", { class: `state ${entry.status}` }, entry.status)),
      element("td", { class: "faint" }, entry.reason ?? ""),
    ),
  );
  const head = element("tr", {}, ["Keyword", "Lot", "Why"].map((name) => element("th", { scope: "col" }, name)));
  return element(
    "details",
    {},
    element("summary", {}, `All ${entries.length} keywords`),
    element("div", { class: "scroll" }, element("table", {}, element("thead", {}, head), element("tbody", {}, rows))),
  );
}
