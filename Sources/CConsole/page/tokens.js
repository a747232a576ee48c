// The tokens of a document as they come, and what is known of the one that is chosen.

import { massChart } from "./charts.js";
import { byID, element, facts, percent } from "./dom.js";

const SPACES = { " ": "␣", "\n": "⏎", "\t": "⇥" };

/** A token's text, with what can't be seen made visible. */
export function visible(text) {
  return text === "" ? "∅" : text.replace(/[ \n\t]/g, (space) => SPACES[space]);
}

export class TokenStrip {
  constructor() {
    this.list = byID("tokens");
    this.tokens = [];
    this.chosen = -1;
    this.follows = true;
    this.list.addEventListener("keydown", (event) => this.step(event));
    this.list.addEventListener("click", (event) => {
      const place = [...this.list.children].indexOf(event.target.closest(".token"));
      if (place >= 0) this.choose(place, true);
    });
  }

  clear() {
    this.tokens = [];
    this.chosen = -1;
    this.follows = true;
    this.list.replaceChildren();
    byID("mass").hidden = true;
  }

  add(token) {
    const isForced = token.masked_mass === null;
    this.tokens.push(token);
    this.list.append(
      element(
        "span",
        {
          class: isForced ? "token forced" : "token",
          role: "option",
          tabindex: "-1",
          "aria-selected": "false",
          "aria-label": `${visible(token.token)}, ${isForced ? "the only choice" : `${token.allowed} allowed`}`,
          "--mass": token.masked_mass ?? 0,
        },
        token.token,
      ),
    );
    if (this.follows) this.choose(this.tokens.length - 1, false);
  }

  /** All tokens have come. The one at which the mask did most is shown, unless another one has been chosen. */
  end() {
    if (!this.tokens.length) return;
    if (this.follows) {
      const masses = this.tokens.map((token) => token.masked_mass ?? -1);
      this.choose(masses.indexOf(Math.max(...masses)), false);
    }
    byID("mass").hidden = false;
    byID("mass-chart").replaceChildren(massChart(this.tokens, (place) => this.choose(place, true)));
  }

  step(event) {
    const last = this.tokens.length - 1;
    const place = {
      ArrowRight: Math.min(this.chosen + 1, last),
      ArrowDown: Math.min(this.chosen + 1, last),
      ArrowLeft: Math.max(this.chosen - 1, 0),
      ArrowUp: Math.max(this.chosen - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    if (place === undefined || last < 0) return;
    event.preventDefault();
    this.choose(place, true);
  }

  /** - byUser: chosen by hand, after which the newest one is no longer followed. */
  choose(place, byUser) {
    const before = this.list.children[this.chosen];
    if (before) {
      before.setAttribute("aria-selected", "false");
      before.tabIndex = -1;
    }
    this.chosen = place;
    const item = this.list.children[place];
    item.setAttribute("aria-selected", "true");
    item.tabIndex = 0;
    if (byUser) {
      this.follows = false;
      item.focus({ preventScroll: false });
    }
    byID("inspector").replaceChildren(...inspected(this.tokens[place], place));
  }
}

function inspected(token, place) {
  const isForced = token.masked_mass === null;
  const parts = [
    element(
      "p",
      { class: "token-head" },
      element("code", { class: "big" }, visible(token.token)),
      element("span", { class: "faint" }, ` token ${token.id}, place ${place + 1}`),
    ),
    facts([
      ["Allowed by the mask", token.allowed === 1 ? "1 token" : `${token.allowed} tokens`],
      ["Masked probability", isForced ? null : percent(token.masked_mass)],
      ["Probability under the mask", percent(Math.exp(token.logprob))],
    ]),
  ];
  if (isForced) {
    parts.push(element("p", { class: "faint" }, "There was no other choice, so the model was not asked."));
    return parts;
  }
  const before = token.top_logprobs_unmasked;
  parts.push(
    element(
      "div",
      { class: "candidates" },
      candidates("Before the mask", before, token, (candidate) => candidate.allowed),
      candidates("After the mask", token.top_logprobs, token, () => true),
    ),
  );
  return parts;
}

function candidates(title, list, token, isAllowed) {
  return element(
    "div",
    {},
    element("h3", {}, title),
    element(
      "ol",
      {},
      list.map((candidate) => {
        const share = Math.exp(candidate.logprob);
        const kinds = ["candidate"];
        if (!isAllowed(candidate)) kinds.push("forbidden");
        if (candidate.token === token.token && isAllowed(candidate)) kinds.push("taken");
        return element(
          "li",
          { class: kinds.join(" "), "--share": share },
          element("code", {}, visible(candidate.token)),
          element("span", { class: "share" }, percent(share)),
          isAllowed(candidate) ? null : element("span", { class: "visually-hidden" }, " masked"),
        );
      }),
    ),
  );
}
