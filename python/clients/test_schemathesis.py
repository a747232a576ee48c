"""Schemathesis against a running gateway: what it describes in /openapi.json is what it does.

    test_schemathesis.py [OPTION...] BASE-URL        such as --max-examples 5 http://127.0.0.1:8080

Options are those of `schemathesis run`. All phases run: the description's examples, every constraint at its edges,
random requests, and sequences along the description's links. No answer may have a status, a content type or a body that
is not described, none may be a failure of ours, and what breaks the description has to be refused.
"""

import json
import os
import pathlib
import subprocess
import sys
import urllib.request

HERE = pathlib.Path(__file__).parent


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    *options, base_url = sys.argv[1:]
    with urllib.request.urlopen(base_url + "/v1/models", timeout=30) as answer:
        model = json.load(answer)["data"][0]["id"]
    schemathesis = pathlib.Path(sys.executable).parent / "schemathesis"
    command = [
        schemathesis, "--config-file", HERE / "schemathesis.toml", "run", base_url + "/openapi.json",
        "--suppress-health-check", "all", "--generation-database", "none", *options,
    ]  # fmt: skip
    sys.exit(subprocess.run(command, cwd=HERE, env={**os.environ, "SLUICE_SERVED_MODEL": model}).returncode)


if __name__ == "__main__":
    main()
