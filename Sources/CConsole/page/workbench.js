// A request and what comes of it.

import { APIError, get, post, stream } from "./api.js";
import { announce, byID, element, facts, percent } from "./dom.js";
import { examples } from "./examples.js";
import { showReport } from "./report.js";
import { TokenStrip } from "./tokens.js";

let strip = null;
let controller = null;

export function prepareWorkbench() {
  strip = new TokenStrip();
  fillSources([]);
  byID("source").addEventListener("change", chooseSource);
  byID("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    generate();
  });
  byID("ask").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byID("ask").requestSubmit();
  });
  byID("stop").addEventListener("click", () => controller?.abort());
  byID("check").addEventListener("click", check);
  chooseSource();
}

/** Contracts stand beside the examples. */
export async function readContracts() {
  try {
    fillSources((await get("/v1/contracts")).data.map((contract) => contract.id));
  } catch {
    fillSources([]);
  }
}

function fillSources(contracts) {
  const select = byID("source");
  const chosen = select.value;
  const group = (label, options) => element("optgroup", { label }, options);
  const option = (value, text) => element("option", { value }, text);
  select.replaceChildren(
    group("Examples", examples.map((example, index) => option(`example:${index}`, example.name))),
    option("own", "My own schema"),
    ...(contracts.length ? [group("Contracts", contracts.map((id) => option(`contract:${id}`, id)))] : []),
  );
  if ([...select.options].some((item) => item.value === chosen)) select.value = chosen;
}

function chooseSource() {
  const [kind, name] = byID("source").value.split(/:(.*)/s);
  byID("schema-field").hidden = kind === "contract";
  byID("variables-field").hidden = kind !== "contract";
  if (kind === "example") {
    byID("schema").value = JSON.stringify(examples[name].schema, null, 2);
    byID("prompt").value = examples[name].prompt;
  }
}

/** The JSON of a field; undefined where it is none, which the field then says. */
function json(id) {
  const field = byID(id);
  const problem = byID(`${id}-problem`);
  try {
    const value = JSON.parse(field.value);
    problem.hidden = true;
    field.removeAttribute("aria-invalid");
    return value;
  } catch (error) {
    problem.textContent = `This is not JSON: ${error.message}`;
    problem.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
    return undefined;
  }
}

/** What the request and a check have in common; undefined where the form is not right yet. */
function subject() {
  const [kind, name] = byID("source").value.split(/:(.*)/s);
  if (kind !== "contract") {
    const schema = json("schema");
    return schema === undefined ? undefined : { schema };
  }
  return { contract: name };
}

function request() {
  const body = subject();
  if (!body) return undefined;
  if (body.contract) {
    body.variables = json("variables");
    if (body.variables === undefined) return undefined;
  }
  body.prompt = byID("prompt").value;
  for (const [field, key] of [["max-tokens", "max_tokens"], ["temperature", "temperature"], ["seed", "seed"]]) {
    if (byID(field).value !== "") body[key] = Number(byID(field).value);
  }
  if (byID("clarify").checked) body.clarify = true;
  return { ...body, stream: true, trace: true };
}

async function generate() {
  const body = request();
  if (!body || controller) return;
  controller = new AbortController();
  setBusy(true);
  strip.clear();
  byID("outcome").hidden = true;
  byID("document-empty").hidden = true;
  announce("Generating");
  const answer = { tokens: [], text: "", clarify: null, reason: null, usage: null, metadata: null };
  const began = performance.now();
  try {
    for await (const event of stream("/v1/generate", body, controller.signal)) {
      answer.text += event.text ?? "";
      answer.clarify ??= event.clarify ?? null;
      answer.reason ??= event.finish_reason ?? null;
      answer.usage ??= event.usage ?? null;
      answer.metadata ??= event.metadata ?? null;
      for (const token of event.tokens ?? []) {
        answer.tokens.push(token);
        strip.add(token);
      }
      byID("progress").textContent = `${answer.tokens.length} tokens`;
    }
    showAnswer(answer, performance.now() - began);
  } catch (error) {
    showError(error);
  } finally {
    controller = null;
    setBusy(false);
    strip.end();
  }
}

function setBusy(isBusy) {
  byID("generate").disabled = isBusy;
  byID("stop").hidden = !isBusy;
  byID("tokens").setAttribute("aria-busy", String(isBusy));
}

function showAnswer(answer, milliseconds) {
  const asked = answer.tokens.filter((token) => token.masked_mass !== null);
  const mean = asked.reduce((sum, token) => sum + token.masked_mass, 0) / (asked.length || 1);
  const forced = answer.tokens.length - asked.length;
  const outcome = byID("outcome");
  const source = answer.metadata?.source;
  const parts = [];
  if (answer.clarify !== null) {
    parts.push(element("p", { class: "question" }, element("strong", {}, "The model asks: "), answer.clarify));
  } else if (!answer.tokens.length || source === "fallback") {
    parts.push(element("pre", { class: "document" }, answer.text));
  }
  parts.push(
    facts([
      ["Ended", answer.reason],
      ["Source", source],
      ["Tokens", `${answer.usage?.completion_tokens ?? 0} (prompt ${answer.usage?.prompt_tokens ?? 0})`],
      ["Only choice", answer.tokens.length ? `${forced} of ${answer.tokens.length}` : null],
      ["Masked, on average", asked.length ? percent(mean) : null],
      ["Seed", answer.metadata?.seed],
      ["Attempts", answer.metadata?.attempts > 1 ? answer.metadata.attempts : null],
      ["Time", `${Math.round(milliseconds)} ms`],
    ]),
  );
  for (const flag of answer.metadata?.rules?.flagged ?? []) {
    parts.push(element("p", { class: "notice" }, `Rule ${flag.rule}: ${flag.message}`));
  }
  outcome.replaceChildren(...parts);
  outcome.dataset.text = answer.text;
  outcome.hidden = false;
  announce(answer.clarify !== null ? `The model asks: ${answer.clarify}` : `Done, ${answer.tokens.length} tokens: ${answer.text}`);
}

function showError(error) {
  const outcome = byID("outcome");
  if (error.name === "AbortError") {
    outcome.replaceChildren(element("p", { class: "notice" }, "Stopped."));
    announce("Stopped");
  } else {
    const place = error instanceof APIError && error.parameter ? ` (${error.parameter})` : "";
    outcome.replaceChildren(
      element("p", { class: "problem" }, error.message),
      element("p", { class: "faint" }, `${error.code ?? error.name}${place}`),
      ...(error.violations ?? []).map((verdict) => element("p", { class: "notice" }, `Rule ${verdict.rule}: ${verdict.message}`)),
    );
    announce(`Error: ${error.message}`);
  }
  outcome.hidden = false;
}

async function check() {
  const body = subject();
  if (!body) return;
  announce("Checking the schema");
  try {
    showReport(await post("/v1/schemas/check", body));
  } catch (error) {
    showError(error);
  }
}
