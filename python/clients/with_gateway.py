"""Runs a command against a gateway of its own.

    with_gateway.py BINARY [SERVE-ARGUMENT...] -- COMMAND [ARGUMENT...]

Starts `BINARY serve --port 0 SERVE-ARGUMENT...`, waits for the line that names its address, runs the command with the
base URL as its last argument, stops the gateway with SIGTERM and checks that it ended well. The exit status is the
command's, or 1 when the gateway failed.
"""

import contextlib
import queue
import re
import signal
import subprocess
import sys
import threading

START_SECONDS = 120
STOP_SECONDS = 30
ADDRESS = re.compile(r"https?://[^\s/]+:\d+")


def forward(stream, addresses):
    """Copies the gateway's output to our standard error, and the first address in it to the queue."""
    found = False
    for line in stream:
        sys.stderr.write(f"[gateway] {line}")
        match = None if found else ADDRESS.search(line)
        if match:
            found = True
            addresses.put(match.group())
    if not found:
        addresses.put(None)


@contextlib.contextmanager
def running(binary, arguments):
    """The base URL of a gateway, which is stopped afterwards and has to end well then."""
    gateway = subprocess.Popen(
        [binary, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    addresses = queue.Queue()
    reader = threading.Thread(target=forward, args=(gateway.stdout, addresses), daemon=True)
    reader.start()
    try:
        try:
            address = addresses.get(timeout=START_SECONDS)
        except queue.Empty:
            sys.exit("the gateway did not name its address in time")
        if address is None:
            sys.exit(f"the gateway ended with status {gateway.wait()} before it listened")
        yield address
        gateway.send_signal(signal.SIGTERM)
        try:
            ended = gateway.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            sys.exit(f"the gateway still ran {STOP_SECONDS} seconds after SIGTERM")
        if ended != 0:
            sys.exit(f"the gateway ended with status {ended} after SIGTERM")
    finally:
        if gateway.poll() is None:
            gateway.kill()
            gateway.wait()
        reader.join()
        gateway.stdout.close()


def main():
    arguments = sys.argv[1:]
    if "--" not in arguments or arguments.index("--") == 0:
        sys.exit(__doc__)
    split = arguments.index("--")
    binary, serve_arguments, command = arguments[0], arguments[1:split], arguments[split + 1 :]
    with running(binary, serve_arguments) as address:
        status = subprocess.run([*command, address]).returncode
    sys.exit(status)


if __name__ == "__main__":
    main()
