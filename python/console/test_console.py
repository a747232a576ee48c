"""The console in a headless Chromium, against a running gateway with keys, a journal and contracts.

    test_console.py [--screenshots DIR] --key KEY BASE-URL

The key opens generating, failures and metrics. With --screenshots, pictures of the views are left in DIR.
"""

import argparse
import json
import os
import shutil
import sys
import unittest
import urllib.request

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

OPTIONS = None
SECONDS = 60
PHONE = (360, 740)
DESKTOP = (1280, 900)


def request(path, body=None):
    """What the gateway answers to somebody with the key."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {OPTIONS.key}", "Content-Type": "application/json"}
    return urllib.request.urlopen(urllib.request.Request(OPTIONS.url + path, data, headers), timeout=SECONDS)


class ConsoleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        cls.browser = webdriver.Chrome(options=options, service=service)

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()

    def setUp(self):
        self.resize(*DESKTOP)
        self.prefer("light")
        self.browser.get(OPTIONS.url + "/")
        self.browser.execute_script("sessionStorage.clear(); localStorage.clear()")
        self.browser.get(OPTIONS.url + "/#workbench")
        self.browser.refresh()

    def tearDown(self):
        # An answer that is an error is a line of the network; the rest would be the page's own mistakes.
        errors = [
            entry["message"]
            for entry in self.browser.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING") and entry["source"] != "network"
        ]
        self.assertEqual([], errors)

    def resize(self, width, height):
        settings = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", settings)

    def prefer(self, scheme):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, condition):
        # The page may put another element in its place between two questions.
        waiting = WebDriverWait(self.browser, SECONDS, 0.05, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(lambda _: condition())

    def picture(self, name):
        if OPTIONS.screenshots:
            self.browser.save_screenshot(os.path.join(OPTIONS.screenshots, name + ".png"))

    def whole_picture(self, name):
        """Of all of the page, however long it is."""
        if OPTIONS.screenshots:
            width = self.browser.execute_script("return innerWidth")
            self.resize(width, self.browser.execute_script("return document.documentElement.scrollHeight"))
            self.picture(name)

    def log_in(self):
        self.find("#key").send_keys(OPTIONS.key, Keys.TAB)
        with request("/v1/models") as answer:
            model = json.load(answer)["data"][0]["id"]
        self.wait(lambda: self.find("#model").text == model)

    def fill(self, selector, text):
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def generate(self):
        self.find("#generate").click()
        self.wait(lambda: self.find("#outcome").is_displayed() and self.find("#generate").is_enabled())

    def open(self, view):
        self.find(f"#tab-{view}").click()
        self.wait(lambda: self.find(f"#{view}").is_displayed())

    def test_asks_for_a_key(self):
        self.wait(lambda: self.find("#model").text == "needs an API key")
        self.assertEqual("true", self.find("#key").get_attribute("aria-invalid"))
        self.log_in()
        self.assertIsNone(self.find("#key").get_attribute("aria-invalid"))

    def test_generates(self):
        self.log_in()
        self.fill("#seed", "1")
        self.generate()
        texts = self.browser.execute_script(
            "return [...document.querySelectorAll('#tokens .token')].map((token) => token.textContent)"
        )
        document = json.loads("".join(texts))
        self.assertEqual({"name", "age"}, set(document))
        self.assertEqual("".join(texts), self.find("#outcome").get_attribute("data-text"))
        with request(
            "/v1/generate",
            {
                "prompt": self.find("#prompt").get_attribute("value"),
                "schema": json.loads(self.find("#schema").get_attribute("value")),
                "max_tokens": 128, "temperature": 0.7, "seed": 1,
            },
        ) as answer:
            self.assertEqual(json.load(answer)["value"], document)
        self.assertIn("Done", self.find("#status").get_attribute("textContent"))
        self.assertEqual(len(texts), len(self.all("#mass-chart rect")))
        self.picture("light")

    def test_tells_of_each_token(self):
        self.log_in()
        self.generate()
        tokens = self.all("#tokens .token")
        self.picture("token")
        tokens[0].click()
        self.assertIn("Allowed by the mask", self.find("#inspector").text)
        self.assertTrue(self.all("#inspector .candidate"))
        self.assertEqual("true", tokens[0].get_attribute("aria-selected"))
        # And by keyboard.
        self.browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        self.assertEqual(tokens[2], self.browser.switch_to.active_element)
        self.assertEqual("true", tokens[2].get_attribute("aria-selected"))
        self.assertIn("place 3", self.find("#inspector").text)
        self.browser.switch_to.active_element.send_keys(Keys.END)
        self.assertEqual(tokens[-1], self.browser.switch_to.active_element)

    def test_uses_contracts(self):
        self.log_in()
        self.wait(lambda: self.all("#source option[value^='contract:ticket-triage']"))
        option = self.find("#source option[value^='contract:ticket-triage']").get_attribute("value")
        Select(self.find("#source")).select_by_value(option)
        self.assertFalse(self.find("#schema").is_displayed())
        self.fill("#prompt", "Somebody logged into my account from abroad!")
        self.generate()
        self.assertIn("category", json.loads(self.find("#outcome").get_attribute("data-text")))

    def test_checks_schemas(self):
        self.log_in()
        self.find("#check").click()
        self.wait(lambda: self.find("#report").is_displayed())
        self.assertIn("enforced", self.find("#report .verdict").text)
        Select(self.find("#source")).select_by_value("own")
        self.fill("#schema", json.dumps({"type": "string", "pattern": "(a)\\1"}))
        self.find("#check").click()
        self.wait(lambda: "refused" in self.find("#report .verdict").text)
        self.assertIn("#/pattern", self.find("#report").text)
        self.find("#report summary").click()
        self.assertTrue(self.find("#report .state.refused").is_displayed())
        self.generate()
        self.assertIn("invalid_schema (schema)", self.find("#outcome").text)

    def test_says_what_is_no_json(self):
        self.log_in()
        Select(self.find("#source")).select_by_value("own")
        self.fill("#schema", "{")
        self.find("#generate").click()
        self.assertEqual("true", self.find("#schema").get_attribute("aria-invalid"))
        self.assertTrue(self.find("#schema-problem").is_displayed())

    def test_stops(self):
        self.log_in()
        Select(self.find("#source")).select_by_value("own")
        self.fill("#schema", json.dumps({"type": "array", "items": {"type": "boolean"}, "minItems": 400}))
        self.fill("#max-tokens", "1500")
        # From within the page, for the model may be done before a driver has found the button.
        self.browser.execute_script(
            """const tokens = document.getElementById("tokens");
            new MutationObserver((_, observer) => {
              observer.disconnect();
              document.getElementById("stop").click();
            }).observe(tokens, { childList: true });"""
        )
        self.find("#generate").click()
        self.wait(lambda: self.find("#outcome").is_displayed())
        self.assertEqual("Stopped.", self.find("#outcome").text)

    def test_shows_failures_and_runs_them_again(self):
        with request("/v1/generate", {"prompt": "Tell me more.", "max_tokens": 2, "seed": 3}):
            pass
        self.log_in()
        self.open("failures")
        self.wait(lambda: self.all("#failure-list tbody tr"))
        self.find("#failure-list tbody button").click()
        self.wait(lambda: self.find("#failure").is_displayed())
        self.assertIn("cut_off", self.find("#failure").text)
        self.find("#failure button.primary").click()
        self.wait(lambda: "STILL_FAILING" in self.find("#failure").text)
        self.whole_picture("failures")

    def test_draws_metrics(self):
        self.log_in()
        self.generate()
        self.open("metrics")
        points = 0
        while points < 4:
            with request("/v1/generate", {"prompt": "Who?", "schema": {"type": "boolean"}, "max_tokens": 8}):
                pass
            points = len(self.find(".chart polyline").get_attribute("points").split())
        values = [figure.find_element(By.CSS_SELECTOR, ".value").text for figure in self.all(".chart")]
        self.assertNotIn("–", values)
        self.assertFalse(self.find("#metrics-problem").is_displayed())
        self.whole_picture("metrics")

    def test_follows_the_system_and_the_switch(self):
        def background():
            return self.browser.execute_script("return getComputedStyle(document.body).backgroundColor")

        light = background()
        self.prefer("dark")
        self.assertNotEqual(light, background())
        self.find("#theme").click()
        self.assertEqual("light", self.browser.execute_script("return document.documentElement.dataset.theme"))
        self.assertEqual(light, background())
        self.find("#theme").click()
        self.log_in()
        self.generate()
        self.find("#check").click()
        self.wait(lambda: self.find("#report").is_displayed())
        self.whole_picture("dark")
        # It is kept.
        self.prefer("light")
        self.browser.refresh()
        self.assertNotEqual(light, background())

    def test_fits_a_phone(self):
        self.resize(*PHONE)
        self.log_in()
        self.generate()
        self.find("#check").click()
        self.wait(lambda: self.find("#report").is_displayed())
        for view in ("workbench", "failures", "metrics"):
            self.open(view)
            width = self.browser.execute_script("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, PHONE[0], view)
            self.picture(f"phone-{view}")
        self.open("workbench")
        self.whole_picture("phone")

    def test_everything_has_a_name(self):
        unnamed = self.browser.execute_script(
            """return [...document.querySelectorAll("input, select, textarea, button")]
              .filter((item) => !item.labels?.length && !item.getAttribute("aria-label") && !item.textContent.trim())
              .map((item) => item.outerHTML)"""
        )
        self.assertEqual([], unnamed)

    def test_moves_between_views_by_keyboard(self):
        self.find("#tab-workbench").send_keys(Keys.ARROW_RIGHT)
        self.assertEqual("tab-failures", self.browser.switch_to.active_element.get_attribute("id"))
        self.wait(lambda: self.find("#failures").is_displayed())
        self.browser.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
        self.wait(lambda: self.find("#workbench").is_displayed())


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--screenshots", metavar="DIR")
    parser.add_argument("--key", required=True)
    parser.add_argument("url")
    OPTIONS = parser.parse_args()
    if OPTIONS.screenshots:
        os.makedirs(OPTIONS.screenshots, exist_ok=True)
    unittest.main(argv=sys.argv[:1])


if __name__ == "__main__":
    main()
