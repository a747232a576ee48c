// The failure journal, and requests that run again.

import { get, post } from "./api.js";
import { announce, byID, element, facts } from "./dom.js";

export function prepareFailures() {
  byID("reload").addEventListener("click", showFailures);
  byID("kind").addEventListener("change", showFailures);
}

export async function showFailures() {
  const list = byID("failure-list");
  const kind = byID("kind").value;
  try {
    const page = await get(`/v1/failures?limit=50${kind ? `&kind=${encodeURIComponent(kind)}` : ""}`);
    list.replaceChildren(page.data.length ? table(page.data) : element("p", { class: "faint" }, "No failures are recorded."));
    if (page.has_more) list.append(element("p", { class: "faint" }, "These are the latest 50."));
  } catch (error) {
    const isOff = error.code === "journal_off";
    list.replaceChildren(
      element(
        "p",
        { class: isOff ? "notice" : "problem" },
        isOff ? "Nothing is recorded: start the gateway with --journal FILE." : error.message,
      ),
    );
    byID("failure").hidden = true;
  }
}

function table(records) {
  const head = element("tr", {}, ["Failure", "Time", "Kind", "Code", "State"].map((name) => element("th", { scope: "col" }, name)));
  const rows = records.map((record) =>
    element(
      "tr",
      {},
      element("td", {}, element("button", { type: "button", onclick: () => showFailure(record.id) }, `Show ${record.id}`)),
      element("td", {}, new Date(record.time).toLocaleString()),
      element("td", {}, record.kind),
      element("td", {}, element("code", {}, record.code)),
      element("td", {}, stateMark(record.state)),
    ),
  );
  return element("div", { class: "scroll" }, element("table", {}, element("thead", {}, head), element("tbody", {}, rows)));
}

async function showFailure(id) {
  const card = byID("failure");
  try {
    const record = await get(`/v1/failures/${id}`);
    const result = element("div", { class: "retried" });
    const state = stateMark(record.state);
    card.replaceChildren(
      element("h2", { tabindex: "-1" }, `Failure ${record.id}`),
      element("p", {}, record.reason),
      facts([
        ["Kind", record.kind],
        ["Code", record.code],
        ["State", state],
        ["Endpoint", record.endpoint],
        ["Contract", record.contract ? `${record.contract.name}@${record.contract.version}` : null],
        ["Seed", record.seed],
        ["Retries", record.retries],
        ["Tokens", record.tokens?.length],
      ]),
      element("h3", {}, "Request"),
      element("pre", { class: "document" }, JSON.stringify(record.request, null, 2)),
      ...(record.text ? [element("h3", {}, "Generated until then"), element("pre", { class: "document" }, record.text)] : []),
      element(
        "div",
        { class: "buttons" },
        element("button", { type: "button", class: "primary", disabled: record.redacted, onclick: (event) => retry(id, event.target, state, result) }, "Run it again"),
      ),
      ...(record.redacted ? [element("p", { class: "faint" }, "Fields were taken out of its request, so it can't run again.")] : []),
      result,
    );
  } catch (error) {
    card.replaceChildren(element("p", { class: "problem" }, error.message));
  }
  card.hidden = false;
  card.querySelector("h2")?.focus();
}

function stateMark(state) {
  return element("span", { class: `state ${state.toLowerCase()}` }, state);
}

async function retry(id, button, state, result) {
  button.disabled = true;
  announce(`Failure ${id} runs again`);
  try {
    const outcome = await post(`/v1/failures/${id}/retry`, {});
    result.replaceChildren(
      element("p", {}, stateMark(outcome.failure.state), ` answered with ${outcome.status}`),
      ...outcome.problems.map((problem) => element("p", { class: "notice" }, `${problem.code}: ${problem.reason}`)),
      element("pre", { class: "document" }, JSON.stringify(outcome.answer, null, 2)),
    );
    state.replaceWith(stateMark(outcome.failure.state));
    announce(`Failure ${id} is ${outcome.failure.state}`);
    showFailures();
  } catch (error) {
    result.replaceChildren(element("p", { class: "problem" }, error.message));
  }
  button.disabled = false;
}
