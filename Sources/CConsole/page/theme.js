// Light and dark: as the system says, unless the switch says otherwise.

import { byID } from "./dom.js";

const KEY = "sluice-theme";
const NAMES = { system: "as the system says", light: "light", dark: "dark" };
const MARKS = { system: "◐", light: "☀", dark: "☾" };

function show(theme) {
  document.documentElement.dataset.theme = theme;
  const button = byID("theme");
  button.textContent = MARKS[theme];
  button.setAttribute("aria-label", `Colours: ${NAMES[theme]}`);
  button.title = `Colours: ${NAMES[theme]}`;
}

export function prepareTheme() {
  const order = Object.keys(NAMES);
  let theme = localStorage.getItem(KEY);
  if (!order.includes(theme)) theme = "system";
  show(theme);
  byID("theme").addEventListener("click", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length];
    localStorage.setItem(KEY, theme);
    show(theme);
  });
}
