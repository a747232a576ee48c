"""A gateway whose GPU is lost: requests fail, and /readyz tells it.

    test_gpu_lost.py BASE-URL

The gateway runs on an emulated GPU (tools/emulated-gpu) that is lost after SLUICE_EMULATED_GPU_LAUNCHES launches.
"""

import json
import sys
import urllib.error
import urllib.request

SCHEMA = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
MOST = 40


def ask(url, body=None):
    """The status and the answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def main():
    base = sys.argv[1].rstrip("/")
    status, ready = ask(base + "/readyz")
    assert (status, ready["status"]) == (200, "ready"), ready
    answered = 0
    for number in range(MOST):
        status, answer = ask(base + "/v1/generate", {"prompt": f"I am Ann, {number}.", "schema": SCHEMA, "max_tokens": 24})
        if status != 200:
            break
        assert list(answer["value"]) == ["name"], answer
        answered += 1
    assert answered > 0, "no request was answered before the GPU was lost"
    assert status == 500 and answer["error"]["code"] == "internal_error", (status, answer)
    for _ in range(2):
        status, answer = ask(base + "/v1/generate", {"prompt": "I am Ann.", "schema": SCHEMA, "max_tokens": 24})
        assert status == 500, (status, answer)
    status, ready = ask(base + "/readyz")
    assert (status, ready["status"]) == (503, "failed"), ready
    print(f"{answered} requests answered before the GPU was lost; then errors, and not ready")


if __name__ == "__main__":
    main()
