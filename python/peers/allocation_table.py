"""What warm steps allocate: those whose mask is remembered, and all.

    allocation_table.py --sluice BINARY --counter LIBRARY --data FILE --tokenizer FILE --vocab-size N --eos ID

LIBRARY is tools/count-allocations.c, compiled. FILE of --data is that of `sluice maskbench`. Every text is replayed three
times; the third is counted, with room made for its record (`Matcher.reserveCapacity`).
"""

import argparse
import json
import os
import subprocess


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--sluice", "--counter", "--data", "--tokenizer", "--vocab-size", "--eos"):
        parser.add_argument(name, required=True)
    arguments = parser.parse_args()
    command = [arguments.sluice, "maskbench", "--data", arguments.data, "--tokenizer", arguments.tokenizer]
    command += ["--vocab-size", arguments.vocab_size, "--eos", arguments.eos]
    environment = {**os.environ, "LD_PRELOAD": os.path.abspath(arguments.counter)}
    counts = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)[
        "warm_allocations"
    ]
    print(f"{'allocations of warm steps':34}{'steps':>12}{'without':>10}{'a mask':>10}{'a token taken':>15}")
    misses = counts["steps"] - counts["hits"]
    rows = [
        ("the mask is remembered", counts["hits"], counts["hits_without"], counts["masks_of_hits"]),
        ("it depends on more than the state", misses, counts["steps_without"] - counts["hits_without"], counts["other_masks"]),
    ]
    for name, steps, without, masks in rows:
        print(f"{name:34}{steps:>12}{without / max(1, steps):>10.2%}{masks / max(1, steps):>10.2f}")
    print(f"{'all':34}{counts['steps']:>12}{counts['steps_without'] / counts['steps']:>10.2%}{'':>10}", end="")
    print(f"{counts['accepts'] / counts['steps']:>15.4f}")


if __name__ == "__main__":
    main()
