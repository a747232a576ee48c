// The gateway's API.

import { byID } from "./dom.js";

/** What an answer of the gateway says went wrong. */
export class APIError extends Error {
  constructor(status, error) {
    super(error?.message ?? `The gateway answered with ${status}.`);
    this.status = status;
    this.code = error?.code ?? null;
    this.parameter = error?.param ?? null;
    this.violations = error?.violations ?? [];
  }
}

const KEY = "sluice-key";

/** Keeps the key for this tab alone. */
export function prepareKey(onChange) {
  const field = byID("key");
  field.value = sessionStorage.getItem(KEY) ?? "";
  field.addEventListener("change", () => {
    if (field.value) sessionStorage.setItem(KEY, field.value);
    else sessionStorage.removeItem(KEY);
    onChange();
  });
}

function headers(hasBody) {
  const key = byID("key").value.trim();
  return { ...(key && { Authorization: `Bearer ${key}` }), ...(hasBody && { "Content-Type": "application/json" }) };
}

async function failure(response) {
  let error = null;
  try {
    error = (await response.json()).error;
  } catch {
    // The status says enough.
  }
  return new APIError(response.status, error);
}

async function send(path, body, signal) {
  const hasBody = body !== undefined;
  const response = await fetch(path, {
    method: hasBody ? "POST" : "GET",
    headers: headers(hasBody),
    body: hasBody ? JSON.stringify(body) : undefined,
    cache: "no-store",
    signal,
  });
  if (!response.ok) throw await failure(response);
  return response;
}

export async function get(path) {
  return (await send(path)).json();
}

export async function text(path) {
  return (await send(path)).text();
}

export async function post(path, body) {
  return (await send(path, body)).json();
}

/** The events of a stream, one after another; an error that comes as an event is thrown. */
export async function* stream(path, body, signal) {
  const response = await send(path, body, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (true) {
    const { done, value } = await reader.read();
    if (done) throw new APIError(response.status, { message: "The stream broke off." });
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      if (!block.startsWith("data: ")) continue;
      const data = block.slice("data: ".length);
      if (data === "[DONE]") return;
      const event = JSON.parse(data);
      if (event.error) throw new APIError(response.status, event.error);
      yield event;
    }
  }
}
