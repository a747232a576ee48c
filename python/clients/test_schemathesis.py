"""Schemathesis against a running gateway: what it describes in /openapi.json is what it does.

    test_schemathesis.py [OPTION...] BASE-URL        such as --max-examples 5 http://127.0.0.1:8080

The environment variable SLUICE_KEY has a key of the gateway with all scopes. Options are those of `schemathesis run`.

All phases run: the description's examples, every constraint at its edges, random requests, and sequences along the
description's links. No answer may have a status, a content type or a body that is not described, none may be a failure
of ours, and what breaks the description, or has no key, has to be refused. The description itself has to be valid
OpenAPI.
"""

import json
import os
import pathlib
import subprocess
import sys
import urllib.request

import openapi_spec_validator

HERE = pathlib.Path(__file__).parent


def get(url):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {os.environ['SLUICE_KEY']}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    *options, base_url = sys.argv[1:]
    openapi_spec_validator.validate(get(base_url + "/openapi.json"))
    model = get(base_url + "/v1/models")["data"][0]["id"]
    schemathesis = pathlib.Path(sys.executable).parent / "schemathesis"
    command = [
        schemathesis, "--config-file", HERE / "schemathesis.toml", "run", base_url + "/openapi.json",
        "--suppress-health-check", "all", "--generation-database", "none", *options,
    ]  # fmt: skip
    sys.exit(subprocess.run(command, cwd=HERE, env={**os.environ, "SLUICE_SERVED_MODEL": model}).returncode)


if __name__ == "__main__":
    main()
