"""Keeps what schemathesis makes up cheap: small budgets, time enough, and the model that is served.

Only values that would be taken anyway are changed, so that what is meant to be refused still is. A contract that is
made up at random hardly ever keeps its own rules and examples, so most are made without them.
"""

import json
import os

import schemathesis

BODIES = ("/v1/chat/completions", "/v1/responses", "/v1/generate")
BUDGETS = {
    "/v1/chat/completions": ("max_completion_tokens", "max_tokens"),
    "/v1/responses": ("max_output_tokens",),
    "/v1/generate": ("max_tokens",),
}
WITH_SESSIONS = ("/v1/chat/completions", "/v1/generate")
BUDGET = 24
CHOICES = 2
DEADLINE_MILLISECONDS = 30_000
TIMEOUT_HEADER = "X-Request-Timeout"
BARE_CONTRACT = ("name", "version", "description", "schema", "limits")


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def in_no_hurry(body):
    if is_integer(body.get("deadline_ms")) and 1 <= body["deadline_ms"] <= DEADLINE_MILLISECONDS:
        return {**body, "deadline_ms": DEADLINE_MILLISECONDS}
    return body


def tame(body, path):
    """The same request with a small budget and time enough."""
    body = dict(in_no_hurry(body))
    names = [name for name in BUDGETS[path] if body.get(name) is not None]
    for name in names:
        if is_integer(body[name]) and body[name] > BUDGET:
            body[name] = BUDGET
    if not names:
        body[BUDGETS[path][-1]] = BUDGET
    if is_integer(body.get("n")) and CHOICES < body["n"] <= 16:
        body["n"] = CHOICES
    if isinstance(body.get("model"), str):
        body["model"] = os.environ["SLUICE_SERVED_MODEL"]
    return body


def is_meant_to_be_taken(case):
    return case.meta is None or case.meta.generation.mode.is_positive


@schemathesis.hook
def before_call(context, case, kwargs):
    if TIMEOUT_HEADER in (case.headers or {}):
        try:
            if 0 < float(case.headers[TIMEOUT_HEADER]) < DEADLINE_MILLISECONDS / 1000:
                case.headers[TIMEOUT_HEADER] = str(DEADLINE_MILLISECONDS // 1000)
        except ValueError:
            pass  # meant to be refused
    path, body = case.operation.path, case.body
    if not isinstance(body, dict):
        return
    if path == "/v1/contracts" and is_meant_to_be_taken(case) and len(json.dumps(body)) % 4:
        case.body = {**{key: value for key, value in body.items() if key in BARE_CONTRACT}, "fallback": "error"}
    elif path == "/v1/schemas/check":
        case.body = in_no_hurry(body)
    elif path in BODIES:
        case.body = tame(body, path)
        # Something to ask about afterwards.
        if path in WITH_SESSIONS and is_meant_to_be_taken(case) and len(json.dumps(body)) % 2:
            case.body.setdefault("session_id", "order-17")
    elif path == "/v1/jobs" and isinstance(body.get("body"), dict) and body.get("endpoint") in BODIES:
        case.body = {**body, "body": tame(body["body"], body["endpoint"])}
