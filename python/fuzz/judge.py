"""`sluice judge` over many cases."""

import queue
import subprocess
import tempfile
import threading

import exact_json

# A schema that takes longer is reported, and the process goes on behind it.
SECONDS = 60


def verdicts(sluice, cases):
    """For each (draft, schema, instances) the pair (validator, masks), in `sluice judge`'s form."""
    answers = []
    while len(answers) < len(cases):
        batch = cases[len(answers) :]
        got, reason = run(sluice, batch)
        answers += got
        if len(got) < len(batch):
            answers.append((reason, reason))
    return answers


def run(sluice, cases):
    """The answers up to the first case that crashes or hangs, and what it did."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for draft, schema, instances in cases:
            file.write(exact_json.write({"draft": draft, "schema": schema, "instances": instances}) + "\n")
        file.flush()
        process = subprocess.Popen(
            [sluice, "judge", file.name, "--formats"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        lines = queue.Queue()

        def read():
            for line in process.stdout:
                lines.put(line)
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        answers = []
        while True:
            try:
                line = lines.get(timeout=SECONDS)
            except queue.Empty:
                process.kill()
                process.wait()
                return answers, f"hang: no answer within {SECONDS} s"
            if line is None:
                return answers, f"crash: exit status {process.wait()}"
            row = exact_json.parse(line)
            answers.append((row["validator"], row["masks"]))
