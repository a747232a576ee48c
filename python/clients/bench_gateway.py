"""What the gateway adds to the model, and how fast it answers without one.

    bench_gateway.py [--seconds S] [--connections C] [--no-health] BASE-URL

wrk (Debian's package of that name) asks, first for documents of one boolean, each about another town, then for /healthz. While the model has
texts to write, all but one request wait for it; so the overhead is what the gateway itself measures of each request
beside waiting for the model and having it (sluice_overhead_seconds). Prints it beside its limit, and how busy the model
was kept. The figures are of this machine with the load that it has, which is printed too.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

OVERHEAD_LIMIT = 0.001
HEALTH_TARGET = 30_000

DOCUMENT = {"prompt": "Is it raining in town NUMBER?", "schema": {"type": "boolean"}, "max_tokens": 4, "temperature": 0}


def metrics(url):
    """The samples of the page, by name with labels."""
    with urllib.request.urlopen(url + "/metrics", timeout=30) as page:
        lines = page.read().decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def quantile(before, after, name, share):
    """The upper end of the bucket in which the quantile lies."""
    ends = {}
    for sample, value in after.items():
        match = re.fullmatch(name + r'_bucket\{le="(.*)"\}', sample)
        if match:
            ends[float(match[1])] = value - before.get(sample, 0)
    wanted = share * ends[float("inf")]
    return min(end for end, count in ends.items() if count >= wanted)


def wrk(url, connections, seconds, body=None, threads=1):
    """Requests a second, their latencies in seconds by percentile, and how many were answered with errors. In the body,
    NUMBER becomes another one each time, so that no request is the repetition of one before."""
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--latency"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if body is not None:
            script.write(
                'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
                f"local body = [==[{json.dumps(body)}]==]\n"
                'local own, count = tostring({}):match("0x(.*)"), 0\n'
                "function request()\n"
                "  count = count + 1\n"
                '  return wrk.format(nil, nil, nil, (body:gsub("NUMBER", own .. count)))\n'
                "end\n"
            )
            script.flush()
            command += ["-s", script.name]
        output = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    units = {"us": 1e-6, "ms": 1e-3, "s": 1}
    latencies = {
        int(share): float(value) * units[unit] for share, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s)", output)
    }
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]), latencies, int(errors[1]) if errors else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--no-health", action="store_true", help="ask for documents alone")
    parser.add_argument("url")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("bench-gateway needs wrk (Debian: apt-get install wrk)")
    cores = len(os.sched_getaffinity(0))
    print(f"{cores} cores, load average {os.getloadavg()[0]:.1f}, {options.connections} connections, {options.seconds} s")

    # The schema is compiled and the caches are warm from the second one on.
    wrk(options.url + "/v1/generate", 2, 1, DOCUMENT)
    before = metrics(options.url)
    rate, latencies, errors = wrk(options.url + "/v1/generate", options.connections, options.seconds, DOCUMENT)
    after = metrics(options.url)

    def gained(name):
        return after[name] - before[name]

    count = gained("sluice_generations_total")
    model = gained("sluice_prefill_seconds_total") + gained("sluice_decode_seconds_total")
    halves, nearly_all = (quantile(before, after, "sluice_overhead_seconds", share) for share in (0.5, 0.99))
    busy = gained("sluice_step_seconds_total")
    print("\ndocuments, most of which wait for the model")
    print(f"  requests a second        {rate:10.0f}")
    print(f"  model for each           {model / count * 1e3:10.2f} ms, busy {busy / options.seconds:.0%} of the time")
    print(f"  overhead, p50            {halves * 1e3:10.2f} ms at most, {halves / OVERHEAD_LIMIT:.2f} of the limit")
    print(f"  overhead, p99            {nearly_all * 1e3:10.2f} ms at most, {nearly_all / OVERHEAD_LIMIT:.2f} of the limit of 1 ms")
    print(f"  answers that are errors  {errors:10d}")

    if options.no_health:
        return
    rate, latencies, errors = wrk(options.url + "/healthz", options.connections, options.seconds, threads=2)
    print("\n/healthz, without the model")
    print(f"  requests a second        {rate:10.0f}, {rate / HEALTH_TARGET:.2f} of the target of {HEALTH_TARGET}")
    print(f"  latency, p50, p99        {latencies[50] * 1e3:10.2f} ms, {latencies[99] * 1e3:.2f} ms")
    print(f"  answers that are errors  {errors:10d}")
    print(f"\nload average at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
