// The views, one at a time; the address says which.

const ALL = ["workbench", "failures", "metrics"];

/** - onShow: told the view that is shown, and the one that was. */
export function prepareTabs(onShow) {
  const tabs = ALL.map((name) => document.getElementById(`tab-${name}`));
  let shown = null;

  function show(name) {
    if (name === shown) return;
    for (const [index, tab] of tabs.entries()) {
      const isShown = ALL[index] === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      document.getElementById(ALL[index]).hidden = !isShown;
    }
    const before = shown;
    shown = name;
    onShow(name, before);
  }

  function fromAddress() {
    const name = location.hash.slice(1);
    show(ALL.includes(name) ? name : ALL[0]);
  }

  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => {
      location.hash = ALL[index];
    });
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (index + step + ALL.length) % ALL.length;
      location.hash = ALL[next];
      tabs[next].focus();
    });
  }
  addEventListener("hashchange", fromAddress);
  fromAddress();
}
