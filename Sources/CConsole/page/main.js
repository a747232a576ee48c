// The console: a page on the gateway's own API.

import { prepareKey, get } from "./api.js";
import { byID } from "./dom.js";
import { prepareFailures, showFailures } from "./failures.js";
import { pauseMetrics, prepareMetrics, watchMetrics } from "./metrics.js";
import { prepareTabs } from "./tabs.js";
import { prepareTheme } from "./theme.js";
import { prepareWorkbench, readContracts } from "./workbench.js";

async function readModel() {
  try {
    byID("model").textContent = (await get("/v1/models")).data[0].id;
    byID("key").removeAttribute("aria-invalid");
  } catch (error) {
    byID("model").textContent = error.status === 401 ? "needs an API key" : "not reached";
    if (error.status === 401) byID("key").setAttribute("aria-invalid", "true");
  }
}

function refresh() {
  readModel();
  readContracts();
}

prepareTheme();
prepareWorkbench();
prepareFailures();
prepareMetrics();
prepareKey(refresh);
prepareTabs((name, before) => {
  if (before === "metrics") pauseMetrics();
  if (name === "metrics") watchMetrics();
  if (name === "failures") showFailures();
});
refresh();
