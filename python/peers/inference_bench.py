"""Speed of Sluice beside llama.cpp: the same random weights in the shape of a published Qwen2.5 model, in one run.

    python python/peers/inference_bench.py --sluice .build/release/sluice [--size 0.5B] [--threads 2] [--folder DIR]

Writes a Hugging Face directory for Sluice and two GGUF files (bf16, q8_0) of its weights for llama-cpp-python, measures
both, and prints ratios beside the goals. The models stay in DIR, 2.5 GB for 0.5B, and are not written again.
Each figure is the best of `--rounds` turns, in which the two alternate, as other work on the machine only slows down.
"""

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import gguf
import llama_cpp
import numpy

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BUNDLED = FIXTURES.parent.parent / "Models" / "bundled"
PROMPT = 512
TOKENS = 48
BATCH = 8

sys.path.insert(0, str(FIXTURES))

from gguf_files import add_shape, finish, tensor_name


def write_gguf(directory, path, kind):
    """The checkpoint of a directory in llama.cpp's format, its matrices of the kind."""
    config = json.loads((directory / "config.json").read_text())
    data = numpy.memmap(directory / "model.safetensors", numpy.uint8, "r")
    length = int.from_bytes(data[:8].tobytes(), "little")
    header = json.loads(data[8 : 8 + length].tobytes())
    writer = gguf.GGUFWriter(path, "qwen2")
    add_shape(writer, config)
    writer.add_vocab_size(config["vocab_size"])
    writer.add_tokenizer_model("no_vocab")
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        halves = data[8 + length + begin : 8 + length + end].view(numpy.uint16).reshape(entry["shape"])
        if halves.ndim == 2 and kind == gguf.GGMLQuantizationType.BF16:
            writer.add_tensor(tensor_name(name), numpy.ascontiguousarray(halves).view(numpy.uint8), raw_dtype=kind)
            continue
        values = (halves.astype(numpy.uint32) << 16).view(numpy.float32)
        if halves.ndim == 2:
            writer.add_tensor(tensor_name(name), gguf.quants.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(tensor_name(name), values)
    finish(writer)


def prepare(folder, size):
    directory = folder / f"qwen2-{size}"
    if not (directory / "config.json").exists():
        subprocess.run(
            [sys.executable, FIXTURES / "qwen2_shape.py", directory, "--size", size,
             "--tokenizer", BUNDLED / "tokenizer.json"], check=True, stdout=sys.stderr)
    files = {}
    for kind in "BF16", "Q8_0":
        files[kind] = folder / f"qwen2-{size}-{kind}.gguf"
        if not files[kind].exists():
            print(f"writing {files[kind].name}", file=sys.stderr)
            partial = files[kind].with_suffix(".partial")
            write_gguf(directory, partial, gguf.GGMLQuantizationType[kind])
            os.replace(partial, files[kind])
    return directory, files


class Llama:
    """A model in llama.cpp, at the level at which nothing but the model runs."""

    def __init__(self, path, threads, repacks):
        parameters = llama_cpp.llama_model_default_params()
        parameters.use_extra_bufts = repacks
        self.model = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
        if not self.model:
            sys.exit(f"llama.cpp cannot load {path}")
        self.vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx, parameters.n_batch, parameters.n_ubatch, parameters.n_seq_max = 8192, 512, 512, BATCH
        parameters.n_threads = parameters.n_threads_batch = threads
        self.context = llama_cpp.llama_init_from_model(self.model, parameters)
        self.batch = llama_cpp.llama_batch_init(512, 0, 1)

    def close(self):
        llama_cpp.llama_batch_free(self.batch)
        llama_cpp.llama_free(self.context)
        llama_cpp.llama_model_free(self.model)

    def forget(self):
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self.context), True)

    def run(self, rows):
        """rows of (token, position, sequence, whether logits are wanted)"""
        self.batch.n_tokens = len(rows)
        for place, (token, position, sequence, wanted) in enumerate(rows):
            self.batch.token[place] = token
            self.batch.pos[place] = position
            self.batch.n_seq_id[place] = 1
            self.batch.seq_id[place][0] = sequence
            self.batch.logits[place] = wanted
        if llama_cpp.llama_decode(self.context, self.batch) != 0:
            sys.exit("llama.cpp cannot run the batch")
        return [self.best(place) for place, row in enumerate(rows) if row[3]]

    def best(self, place):
        logits = llama_cpp.llama_get_logits_ith(self.context, place)
        return int(numpy.ctypeslib.as_array(logits, (self.vocabulary,)).argmax())

    def prefill(self):
        self.forget()
        began = time.monotonic()
        self.run([(token + 10, token, 0, token == PROMPT - 1) for token in range(PROMPT)])
        return PROMPT / (time.monotonic() - began)

    def decode(self, sequences):
        self.forget()
        best = self.run([(17 * s + t, t, s, t == 15) for s in range(sequences) for t in range(16)])
        began = time.monotonic()
        for step in range(TOKENS):
            best = self.run([(token, 16 + step, s, True) for s, token in enumerate(best)])
        return sequences * TOKENS / (time.monotonic() - began)


def measure_llama(path, threads, repacks):
    model = Llama(path, threads, repacks)
    model.decode(1)
    model.prefill()
    figures = {
        "prefill": max(model.prefill() for _ in range(2)),
        "decode": max(model.decode(1) for _ in range(2)),
        "batch": max(model.decode(BATCH) for _ in range(2)),
    }
    model.close()
    return figures


def llama_figures(path, threads, notes):
    """In a process of its own. llama.cpp repacks weights for its fastest kernels; some compilers make code of those for
    AMX that ends with an illegal instruction, and then it runs without."""
    command = [sys.executable, __file__, "--llama", str(path), "--threads", str(threads)]
    out = subprocess.run(command, stdout=subprocess.PIPE)
    if out.returncode == -signal.SIGILL:
        notes.add(f"llama.cpp's repacking kernels end with an illegal instruction on {path.name}: it ran without them")
        out = subprocess.run([*command, "--no-repacking"], stdout=subprocess.PIPE)
    out.check_returncode()
    return json.loads(out.stdout)


def bench(binary, directory, weights, threads, batch, prompt):
    command = [binary, "bench", directory, "--threads", threads, "--quantize", weights, "--batch", batch,
               "--schema", "no", "--prompt-tokens", prompt, "--tokens", TOKENS, "--json"]
    out = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE).stdout
    result = json.loads(out)
    return result["cases"][0], result["read_bytes_per_second"]


def measure_sluice(binary, directory, weights, threads):
    one, bandwidth = bench(binary, directory, weights, threads, 1, PROMPT)
    many, again = bench(binary, directory, weights, threads, BATCH, 16)
    return {
        "prefill": one["prefill_tokens_per_second"],
        "decode": one["decode_tokens_per_second"],
        "batch": many["decode_tokens_per_second"],
        "share": one["bandwidth_share"],
        "bandwidth": max(bandwidth, again),
    }


def best_of(rounds):
    return {key: max(figures[key] for figures in rounds) for key in rounds[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sluice", type=Path, default=Path(".build/release/sluice"))
    parser.add_argument("--size", choices=["0.5B", "1.5B", "7B"], default="0.5B")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path(".build/inference-bench"))
    parser.add_argument("--prepare", action="store_true", help="write the models and measure nothing")
    parser.add_argument("--llama", type=Path, help="measure llama.cpp alone, with a GGUF file, and print JSON")
    parser.add_argument("--no-repacking", action="store_true", help="llama.cpp leaves the weights as they are")
    a = parser.parse_args()
    llama_cpp.llama_log_set(QUIET, ctypes.c_void_p(0))
    if a.llama:
        print(json.dumps(measure_llama(a.llama, a.threads, not a.no_repacking)))
        return
    a.folder.mkdir(parents=True, exist_ok=True)
    directory, files = prepare(a.folder, a.size)
    if a.prepare:
        return
    notes = set()
    cases = {"bf16": ("none", "BF16"), "int8": ("int8", "Q8_0"), "int4": ("int4", None)}
    ours = {name: [] for name in cases}
    theirs = {name: [] for name, (_, kind) in cases.items() if kind}
    for _ in range(a.rounds):
        for name, (weights, kind) in cases.items():
            if kind:
                theirs[name].append(llama_figures(files[kind], a.threads, notes))
            ours[name].append(measure_sluice(a.sluice, directory, weights, a.threads))
    ours = {name: best_of(rounds) for name, rounds in ours.items()}
    theirs = {name: best_of(rounds) for name, rounds in theirs.items()}
    bandwidth = max(figures["bandwidth"] for figures in ours.values())
    print(f"Qwen2.5-{a.size} shape, random weights, {a.threads} threads, llama-cpp-python {llama_cpp.__version__}; "
          f"memory read at {bandwidth / 1e9:.1f} GB/s\n")
    print("| | Sluice tok/s | llama.cpp tok/s | ratio | goal |")
    print("|---|---|---|---|---|")

    def line(what, mine, other, goal):
        ratio = f"{mine / other:.2f}x" if other else ""
        print(f"| {what} | {mine:.1f} | {f'{other:.1f}' if other else ''} | {ratio} | {goal} |")

    line("decode, batch 1, bf16", ours["bf16"]["decode"], theirs["bf16"]["decode"], "1.0x")
    line("decode, batch 1, int8 beside q8_0", ours["int8"]["decode"], theirs["int8"]["decode"], "1.3x")
    line("decode, batch 1, int4", ours["int4"]["decode"], None, "")
    line(f"prefill of {PROMPT}, bf16", ours["bf16"]["prefill"], theirs["bf16"]["prefill"], "1.0x")
    line(f"prefill of {PROMPT}, int8 beside q8_0", ours["int8"]["prefill"], theirs["int8"]["prefill"], "")
    line(f"prefill of {PROMPT}, int4", ours["int4"]["prefill"], None, "")
    for name in cases:
        line(f"decode, batch {BATCH}, {name}", ours[name]["batch"], theirs.get(name, {}).get("batch"), "")
    print()
    for name in cases:
        mine = ours[name]
        print(f"{name}: decode reads {mine['share'] * 100:.0f}% of the read bandwidth; {BATCH} sequences at once write "
              f"{mine['batch'] / mine['decode']:.2f}x of one after another (goal 1.5x)")
    for note in sorted(notes):
        print(note)


@llama_cpp.llama_log_callback
def QUIET(level, text, data):
    pass


if __name__ == "__main__":
    main()
