"""What bad clients do to a gateway: nothing.

    test_faults.py BASE-URL

10,000 malformed requests, 200 clients that read their streams slowly or not at all, and bodies at the limit. Afterwards
nothing may be under way, no answer may have been a failure of ours, and the memory may not have grown without bound.
"""

import json
import random
import re
import socket
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlparse

ADDRESS = urlparse(sys.argv.pop())
MALFORMED = 10_000
SLOW_READERS = 200
BODY_LIMIT = 4 << 20
MEMORY_GROWTH = 256 << 20
WAIT_SECONDS = 5
SEED = 20_260_301


def connect():
    return socket.create_connection((ADDRESS.hostname, ADDRESS.port), timeout=60)


def head(path, length, method="POST"):
    return (
        f"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
        "Connection: close\r\n\r\n"
    ).encode()


def exchange(data):
    """The status of the answer to these bytes; None when there is none within a few seconds."""
    with connect() as client:
        client.settimeout(WAIT_SECONDS)
        try:
            client.sendall(data)
        except OSError:
            pass  # it was refused before it was whole
        received = b""
        try:
            while b"\r\n" not in received:
                piece = client.recv(4096)
                if not piece:
                    break
                received += piece
        except (ConnectionResetError, TimeoutError):
            pass
    match = re.match(rb"HTTP/1\.1 (\d{3})", received)
    return int(match.group(1)) if match else None


def get(path):
    with connect() as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        received = b""
        while piece := client.recv(65536):
            received += piece
    return received.decode()


def metric(name):
    match = re.search(rf"^{re.escape(name)} (\S+)$", get("/metrics"), re.MULTILINE)
    return float(match.group(1))


def malformed(random_source):
    """A request that is wrong somewhere between its first byte and the meaning of its fields."""
    body = json.dumps({"prompt": "a", "max_tokens": 2, "schema": {"type": "object", "properties": {"a": {}}}}).encode()
    kind = random_source.randrange(6)
    if kind == 0:  # noise
        return random_source.randbytes(random_source.randrange(1, 300)) + b"\r\n\r\n"
    if kind == 1:  # a body with some bytes changed
        changed = bytearray(body)
        for _ in range(random_source.randrange(1, 6)):
            changed[random_source.randrange(len(changed))] = random_source.randrange(256)
        changed[0] = random_source.choice(b"[{x\"")
        changed[-1] = random_source.choice(b"]x,")
        return head("/v1/generate", len(changed)) + bytes(changed)
    if kind == 2:  # not as long as it says
        return head("/v1/generate", len(body) - random_source.randrange(1, 30)) + body
    if kind == 3:  # fields of wrong types
        field = random_source.choice(["prompt", "max_tokens", "schema", "temperature", "seed", "contract", "stream"])
        value = random_source.choice([[], [[[]]], {"a": 1}, "x" * 50, -1, 1e300, True])
        wrong = {"prompt": "a", "model": "none", field: value}
        text = json.dumps(wrong).encode()
        return head(random_source.choice(["/v1/generate", "/v1/chat/completions", "/v1/contracts"]), len(text)) + text
    if kind == 4:  # deep
        text = b"[" * random_source.randrange(300, 5000)
        return head("/v1/generate", len(text)) + text
    path = "/" + "".join(random_source.choice("v1/%.{}\\é") for _ in range(random_source.randrange(1, 60)))
    return head(path, len(body), random_source.choice(["POST", "GET", "DELETE", "FOO"])).replace("é".encode(), b"\xc3") + body


class FaultTests(unittest.TestCase):
    def settled(self):
        """Waits until only the request that asks is under way."""
        end = time.monotonic() + 60
        while metric("sluice_http_requests_in_flight") > 1 or metric("sluice_queue_waiting") > 0:
            self.assertLess(time.monotonic(), end, "requests stay under way")
            time.sleep(0.1)

    def test_malformed_requests(self):
        before = metric("process_resident_memory_bytes")
        source = random.Random(SEED)
        requests = [malformed(source) for _ in range(MALFORMED)]
        with ThreadPoolExecutor(32) as pool:
            statuses = list(pool.map(exchange, requests))
        for request, status in zip(requests, statuses):
            if status is not None and not (400 <= status < 500 or status == 501):
                self.fail(f"{status} for {request[:300]!r}")
        self.assertGreater(sum(status is not None for status in statuses), MALFORMED / 2)
        self.settled()
        self.assertLess(metric("process_resident_memory_bytes") - before, MEMORY_GROWTH)

    def test_slow_readers(self):
        before = metric("process_resident_memory_bytes")
        body = json.dumps({"prompt": "Write.", "max_tokens": 40, "stream": True}).encode()
        clients = [connect() for _ in range(SLOW_READERS)]
        for client in clients:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            client.sendall(head("/v1/generate", len(body)) + body)
        for _ in range(20):
            for client in clients[: SLOW_READERS // 2]:
                client.settimeout(0)
                try:
                    client.recv(1)
                except BlockingIOError:
                    pass
        # They don't hold up anybody else.
        self.assertIn('"ok"', get("/healthz"))
        for client in clients:
            client.close()
        self.settled()
        self.assertLess(metric("process_resident_memory_bytes") - before, MEMORY_GROWTH)
        self.assertIn(" 200 OK", self.answer({"prompt": "a", "max_tokens": 2}))

    def answer(self, fields):
        text = json.dumps(fields).encode()
        with connect() as client:
            client.sendall(head("/v1/generate", len(text)) + text)
            received = b""
            while piece := client.recv(65536):
                received += piece
        return received.decode()

    def test_bodies_at_the_limit(self):
        start = b'{"prompt": "a", "max_tokens": 1, "unknown": "'
        whole = start + b"x" * (BODY_LIMIT - len(start) - 2) + b'"}'
        self.assertEqual(exchange(head("/v1/generate", len(whole)) + whole), 400)  # the field is unknown
        self.assertEqual(exchange(head("/v1/generate", len(whole) + 1) + whole + b" "), 413)
        self.settled()


if __name__ == "__main__":
    unittest.main()
