"""Runs the examples of README.md and docs/tools.md and compares the answers with those that they show.

    test_readme.py BASE-URL        such as http://127.0.0.1:8080

A block of shell or Python that is followed by a block of JSON is an example: its output is JSON that has what the
block shows, members that are not shown beside it.
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest

BASE_URL = ""
ROOT = pathlib.Path(__file__).parents[2]
PAGES = ("README.md", "docs/tools.md")
ADDRESS = "http://127.0.0.1:8080"
COMMANDS = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
SECONDS = 120


def examples(page):
    """(language, code, answer) of every example."""
    text = (ROOT / page).read_text()
    pattern = r"^```(sh|python)\n((?:(?!^```).*\n)*)```\n((?:(?!^```).*\n)*?)^```json\n((?:(?!^```).*\n)*)```$"
    return [(language, code, json.loads(answer)) for language, code, _, answer in re.findall(pattern, text, re.MULTILINE)]


def has(answer, shown):
    """Whether the answer has all that is shown."""
    if isinstance(shown, dict):
        return isinstance(answer, dict) and all(k in answer and has(answer[k], v) for k, v in shown.items())
    if isinstance(shown, list):
        return isinstance(answer, list) and len(answer) == len(shown) and all(map(has, answer, shown))
    return type(answer) is type(shown) and answer == shown


class Readme(unittest.TestCase):
    def test_answers_are_those_that_are_shown(self):
        for page in PAGES:
            found = examples(page)
            self.assertGreater(len(found), 0, page)
            for language, code, shown in found:
                with self.subTest(page=page, code=code):
                    ended = subprocess.run(
                        [*COMMANDS[language], code.replace(ADDRESS, BASE_URL)], capture_output=True, text=True, timeout=SECONDS
                    )
                    self.assertEqual(0, ended.returncode, ended.stdout + ended.stderr)
                    answer = json.loads(ended.stdout)
                    self.assertTrue(has(answer, shown), f"{ended.stdout} is not {json.dumps(shown)}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BASE_URL = sys.argv.pop().rstrip("/")
    unittest.main(verbosity=1)
