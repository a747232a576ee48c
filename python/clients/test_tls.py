"""HTTPS with certificates of our own, and pairs that are none.

    test_tls.py BINARY        such as .build/release/sluice

Makes certificates with `openssl` and starts gateways with them.
"""

import concurrent.futures
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
import warnings
from urllib.parse import urlparse

import openai

import with_gateway

BINARY = ""
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string", "maxLength": 12}, "age": {"type": "integer", "minimum": 0, "maximum": 99}},
    "required": ["name", "age"],
    "additionalProperties": False,
}
REQUESTS = 200
WAIT_SECONDS = 60


def make_pair(folder, name, key):
    certificate, private = folder / f"{name}.pem", folder / f"{name}-key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", *key, "-nodes", "-keyout", private, "-out", certificate, "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, private


class TLSTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.rsa = make_pair(cls.folder, "rsa", ["rsa:2048"])
        cls.curve = make_pair(cls.folder, "curve", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])


def options(certificate, key):
    return ["--tls-certificate", certificate, "--tls-key", key, "--log", "error"]


class Serving(TLSTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        running = with_gateway.running(BINARY, [*options(*cls.rsa), "--journal", cls.folder / "journal.sqlite"])
        cls.base_url = running.__enter__()
        cls.addClassCleanup(running.__exit__, None, None, None)
        address = urlparse(cls.base_url)
        cls.address = (address.hostname, address.port)
        cls.context = ssl.create_default_context(cafile=cls.rsa[0])
        cls.client = openai.OpenAI(
            base_url=cls.base_url + "/v1", api_key="none", max_retries=0, timeout=120,
            http_client=openai.DefaultHttpxClient(verify=cls.context),
        )  # fmt: skip
        cls.model = cls.client.models.list().data[0].id

    def ask(self, **more):
        return self.client.chat.completions.create(
            **{
                "model": self.model, "messages": [{"role": "user", "content": "Ada is 36."}], "max_tokens": 60,
                "response_format": {"type": "json_schema", "json_schema": {"name": "person", "schema": PERSON}}, **more,
            }
        )  # fmt: skip

    def get(self, path):
        with urllib.request.urlopen(self.base_url + path, context=self.context, timeout=60) as answer:
            return json.load(answer)

    def test_answers(self):
        self.assertTrue(self.base_url.startswith("https://"))
        self.assertEqual({"name", "age"}, set(json.loads(self.ask().choices[0].message.content)))

    def test_streams(self):
        pieces = [chunk.choices[0].delta.content or "" for chunk in self.ask(stream=True)]
        self.assertEqual({"name", "age"}, set(json.loads("".join(pieces))))

    def test_many_at_once(self):
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: self.get("/v1/models")["object"], range(REQUESTS)))
        self.assertEqual(["list"] * REQUESTS, answers)

    def test_a_client_that_goes_away_ends_its_generation(self):
        long = {"type": "string", "minLength": 3000, "maxLength": 3000}
        stream = self.ask(
            stream=True, max_tokens=1900,
            response_format={"type": "json_schema", "json_schema": {"name": "long", "schema": long}},
        )  # fmt: skip
        next(iter(stream))
        stream.response.close()
        end = time.monotonic() + WAIT_SECONDS
        while "client_gone" not in [failure["code"] for failure in self.get("/v1/failures")["data"]]:
            self.assertLess(time.monotonic(), end, "nobody noticed")
            time.sleep(0.1)

    def test_takes_no_older_version(self):
        warnings.filterwarnings("ignore", "ssl.TLSVersion", DeprecationWarning)
        context = ssl.create_default_context(cafile=self.rsa[0])
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        with socket.create_connection(self.address, timeout=30) as plain, self.assertRaises(ssl.SSLError):
            context.wrap_socket(plain, server_hostname="localhost")

    def test_answers_nothing_without_tls(self):
        with socket.create_connection(self.address, timeout=30) as plain:
            plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            try:
                received = plain.recv(4096)
            except ConnectionResetError:
                received = b""
        self.assertFalse(received.startswith(b"HTTP/"), received)


class Pairs(TLSTest):
    def refused(self, arguments, status, words):
        ended = subprocess.run([BINARY, "serve", "--port", "0", *arguments], capture_output=True, text=True, timeout=120)
        self.assertEqual(status, ended.returncode, ended.stderr)
        self.assertIn(words, ended.stderr)
        self.assertEqual("", ended.stdout)

    def test_a_pair_on_a_curve(self):
        with with_gateway.running(BINARY, options(*self.curve)) as base_url:
            context = ssl.create_default_context(cafile=self.curve[0])
            with urllib.request.urlopen(base_url + "/healthz", context=context, timeout=30) as answer:
                self.assertEqual(200, answer.status)

    def test_a_key_of_another_certificate(self):
        self.refused(options(self.rsa[0], self.curve[1]), 3, "certificate and the given key do not match")

    def test_a_file_that_is_no_certificate(self):
        self.refused(options(self.rsa[1], self.rsa[1]), 3, "x509 certificate/key")

    def test_a_file_that_is_not_there(self):
        self.refused(options(self.folder / "none.pem", self.rsa[1]), 2, f"can't read {self.folder}/none.pem")

    def test_half_a_pair(self):
        self.refused(["--tls-certificate", self.rsa[0]], 2, "--tls-key is needed")
        self.refused(["--tls-key", self.rsa[1]], 2, "--tls-certificate is needed")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BINARY = sys.argv.pop()
    unittest.main(verbosity=1)
