#include "CConsole.h"

// C23's #embed, which clang has in C11 as well.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t console_html[] = {
#embed "page/console.html"
};

static const uint8_t console_css[] = {
#embed "page/console.css"
};

static const uint8_t icon_svg[] = {
#embed "page/icon.svg"
};

static const uint8_t main_js[] = {
#embed "page/main.js"
};

static const uint8_t api_js[] = {
#embed "page/api.js"
};

static const uint8_t charts_js[] = {
#embed "page/charts.js"
};

static const uint8_t dom_js[] = {
#embed "page/dom.js"
};

static const uint8_t examples_js[] = {
#embed "page/examples.js"
};

static const uint8_t failures_js[] = {
#embed "page/failures.js"
};

static const uint8_t metrics_js[] = {
#embed "page/metrics.js"
};

static const uint8_t prometheus_js[] = {
#embed "page/prometheus.js"
};

static const uint8_t report_js[] = {
#embed "page/report.js"
};

static const uint8_t tabs_js[] = {
#embed "page/tabs.js"
};

static const uint8_t theme_js[] = {
#embed "page/theme.js"
};

static const uint8_t tokens_js[] = {
#embed "page/tokens.js"
};

static const uint8_t workbench_js[] = {
#embed "page/workbench.js"
};


static const sl_console_file files[] = {
    {"console.html", console_html, sizeof console_html},
    {"console.css", console_css, sizeof console_css},
    {"icon.svg", icon_svg, sizeof icon_svg},
    {"main.js", main_js, sizeof main_js},
    {"api.js", api_js, sizeof api_js},
    {"charts.js", charts_js, sizeof charts_js},
    {"dom.js", dom_js, sizeof dom_js},
    {"examples.js", examples_js, sizeof examples_js},
    {"failures.js", failures_js, sizeof failures_js},
    {"metrics.js", metrics_js, sizeof metrics_js},
    {"prometheus.js", prometheus_js, sizeof prometheus_js},
    {"report.js", report_js, sizeof report_js},
    {"tabs.js", tabs_js, sizeof tabs_js},
    {"theme.js", theme_js, sizeof theme_js},
    {"tokens.js", tokens_js, sizeof tokens_js},
    {"workbench.js", workbench_js, sizeof workbench_js},
};

const sl_console_file *sl_console_files(size_t *count) {
  *count = sizeof files / sizeof *files;
  return files;
}
