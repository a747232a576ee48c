# `make run` serves the bundled model; `make test` is what CI calls. `make help` lists the rest.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8080
SERVE ?=
# Packages of Debian and Ubuntu that the build needs beside a Swift toolchain.
SYSTEM_PACKAGES := pkg-config libpcre2-dev libmicrohttpd-dev libsqlite3-dev
# Client tests: the official client and the reference validator, at fixed versions.
PYTHON ?= python3
VENV := .venv
VENV_READY := $(VENV)/.ready-$(shell cksum < python/clients/requirements.txt | cut -d' ' -f1)
# LangChain, instructor and a generator of clients, which need an older openai package than the one tested by itself.
FRAMEWORKS := .venv-frameworks
FRAMEWORKS_READY := $(FRAMEWORKS)/.ready-$(shell cksum < python/clients/requirements-frameworks.txt | cut -d' ' -f1)

# Data too large for the repository: what SLUICE_TEST_DATA names, beside the repository, or what `make test-data` got.
DATA := $(or $(SLUICE_TEST_DATA),$(abspath $(firstword $(wildcard ../shared/data test-data))))
ifneq ($(DATA),)
export SLUICE_TEST_DATA := $(DATA)
endif

.PHONY: help setup build debug run test lint unit clients schemathesis console-test bench-gateway soak fuzz fuzz-small \
  hostile suite test-data clean libsluice wheel python-test torch-test llama-test bench-masks model-eval \
  cuda-check emulate-kernels emulate-gpu

help: ## Show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

setup: ## Check for Swift and install the system libraries that are missing
	@tools/setup-system $(SYSTEM_PACKAGES)

build: setup ## Build for release
	swift build -c release

debug: setup
	swift build

run: build ## Serve the bundled model (HOST=127.0.0.1 PORT=8080 SERVE="further options")
	exec .build/release/sluice serve --host $(HOST) --port $(PORT) $(SERVE)

lint: setup ## Check the formatting of Swift sources
	swift format lint -r -s Sources Tests Package.swift

# The server's tests wait for real sockets; what computes runs after them, not beside them.
SERVER := HTTPServerTests
GENERATING := GatewayTests|DecodingTests
# Where they are built.
UNIT_FOLDER ?= .build
BUILD_UNIT := swift build --build-tests --scratch-path
# Tests that take longer than this hang: a failure says more than a run that never ends.
UNIT := timeout --foreground --verbose -k 10 1800 swift test --skip-build --scratch-path $(UNIT_FOLDER)

unit: setup ## Unit tests
	$(BUILD_UNIT) $(UNIT_FOLDER)
	$(UNIT) --filter '$(SERVER)'
	$(UNIT) --filter '$(GENERATING)'
	$(UNIT) --skip '$(SERVER)|$(GENERATING)'

# $(call make-venv,FOLDER,REQUIREMENTS)
define make-venv
@tools/setup-system --python $(PYTHON)
rm -rf $(1)
$(PYTHON) -m venv $(1)
$(1)/bin/python -m pip install --quiet --disable-pip-version-check -r $(2)
touch $@
endef

$(VENV_READY): python/clients/requirements.txt
	$(call make-venv,$(VENV),$<)

$(FRAMEWORKS_READY): python/clients/requirements-frameworks.txt
	$(call make-venv,$(FRAMEWORKS),$<)

# Against the release build: it is what runs, and debug kernels are too slow for a soak.
WITH_GATEWAY_START := $(VENV)/bin/python python/clients/with_gateway.py .build/release/sluice
WITH_GATEWAY := $(WITH_GATEWAY_START) -- $(VENV)/bin/python
WITH_FRAMEWORKS := $(subst $(VENV)/,$(FRAMEWORKS)/,$(WITH_GATEWAY))
SOAK ?= 72

# A few random requests beside those that stand fixed; `make schemathesis` makes up as many as schemathesis would.
SCHEMATHESIS_SMALL := --max-examples 5
SCHEMATHESIS ?=

clients: build $(VENV_READY) $(FRAMEWORKS_READY) ## Test a running gateway with the official clients
	@tools/setup-system openssl
	$(WITH_GATEWAY) python/clients/test_openai.py
	$(WITH_GATEWAY) python/clients/test_recorded.py
	$(WITH_GATEWAY) python/clients/test_readme.py
	$(VENV)/bin/python python/clients/test_tls.py .build/release/sluice
	$(WITH_FRAMEWORKS) python/clients/test_langchain.py
	$(WITH_FRAMEWORKS) python/clients/test_instructor.py
	$(WITH_FRAMEWORKS) python/clients/test_guide.py
	$(WITH_FRAMEWORKS) python/clients/test_generated.py
	$(MAKE) --no-print-directory schemathesis SCHEMATHESIS="$(SCHEMATHESIS_SMALL)"
	$(WITH_GATEWAY) python/clients/test_faults.py
	$(WITH_GATEWAY) python/clients/soak.py --count $(SOAK) --clients 8 --leave 0.1

schemathesis: build $(VENV_READY) ## Requests made up from /openapi.json, and all answers against it
	state=$$(mktemp -d); trap 'rm -rf "$$state"' EXIT; \
	export SLUICE_KEY=$$(.build/release/sluice keys add --keys $$state/keys.json --name all --scope generate \
	  --scope contracts --scope failures --scope metrics --scope priority 2> /dev/null); \
	$(VENV)/bin/python python/clients/with_gateway.py .build/release/sluice --log error --keys $$state/keys.json \
	  --jobs $$state/jobs.sqlite --sessions $$state/sessions.sqlite --journal $$state/journal.sqlite \
	  --contract-store $$state/contracts -- \
	  $(VENV)/bin/python python/clients/test_schemathesis.py $(SCHEMATHESIS)

CONSOLE := .venv-console
CONSOLE_READY := $(CONSOLE)/.ready-$(shell cksum < python/console/requirements.txt | cut -d' ' -f1)

$(CONSOLE_READY): python/console/requirements.txt
	$(call make-venv,$(CONSOLE),$<)

CONSOLE_TEST ?=

console-test: build ## Test the console in headless Chromium, where there is one (CONSOLE_TEST="--screenshots DIR")
	@if tools/has-chromium; then \
	  $(MAKE) --no-print-directory $(CONSOLE_READY) && \
	  tools/console-test $(CONSOLE)/bin/python .build/release/sluice $(CONSOLE_TEST); \
	fi

soak: ## 300 generations over many schemas at a high temperature
	$(MAKE) --no-print-directory clients SOAK=300

# Sizes of the fuzz runs: schemas and documents of each, pairs, states.
FUZZ_SCHEMAS ?= 1000
FUZZ_DOCUMENTS ?= 20
FUZZ_PAIRS ?= 10000
FUZZ_STATES ?= 2000
FUZZ_SEED ?= 0
MASKBENCH = $(DATA)/maskbench-dev.jsonl
QWEN = --tokenizer $(DATA)/tokenizers/qwen2.5/tokenizer.json --vocab-size 151936 --eos 151645

fuzz: build $(VENV_READY) ## Sampled documents, differential fuzz and mask oracle at full size
	@test -n "$(DATA)" || { echo "no test data: set SLUICE_TEST_DATA or run make test-data" >&2; exit 1; }
	$(VENV)/bin/python python/fuzz/differential.py --pairs $(FUZZ_PAIRS) --seed $(FUZZ_SEED)
	$(VENV)/bin/python python/fuzz/sample.py --schemas $(MASKBENCH) --tokenizer Models/bundled/tokenizer.json \
	  --limit $(FUZZ_SCHEMAS) --count $(FUZZ_DOCUMENTS) --seed $(FUZZ_SEED)
	.build/release/sluice oracle --schemas $(MASKBENCH) $(QWEN) --states $(FUZZ_STATES) --seed $(FUZZ_SEED)

hostile: build $(VENV_READY) ## Schemas made to hurt, with the time and memory that each takes
	$(VENV)/bin/python python/fuzz/hostile.py

fuzz-small: ## The same in under a minute
	$(MAKE) --no-print-directory fuzz FUZZ_SCHEMAS=60 FUZZ_DOCUMENTS=5 FUZZ_PAIRS=600 FUZZ_STATES=40

PEERS := .venv-peers
PEERS_READY := $(PEERS)/.ready-$(shell cat python/peers/requirements*.txt | cksum | cut -d' ' -f1)

$(PEERS_READY): python/peers/requirements.txt python/peers/requirements-xgrammar.txt
	@tools/setup-system --python $(PYTHON)
	rm -rf $(PEERS)
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r python/peers/requirements.txt
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r python/peers/requirements-xgrammar.txt || \
	  echo "xgrammar could not be installed: the table will say so" >&2
	touch $@

suite: build $(PEERS_READY) ## The official suite through the masks, beside llguidance and xgrammar
	@test -n "$(DATA)" || { echo "no test data: set SLUICE_TEST_DATA or run make test-data" >&2; exit 1; }
	$(PEERS)/bin/python python/peers/suite_table.py --suite $(DATA)/json-schema-test-suite \
	  --tokenizer $(DATA)/tokenizers/qwen2.5/tokenizer.json

LIBSLUICE := .build/libsluice/libsluice.so

libsluice: setup ## The C ABI as one shared library, .build/libsluice/libsluice.so
	@rm -f .build/release/libSluiceC.a # keeps objects of files that are gone
	swift build -c release --product SluiceC
	tools/link-libsluice .build/release/libSluiceC.a $(LIBSLUICE)

# The Python package is tested as it is installed from its wheel, in an environment of its own.
PACKAGE := .venv-package
PACKAGE_READY := $(PACKAGE)/.ready-$(shell cksum < python/sluice/tests/requirements.txt | cut -d' ' -f1)

$(PACKAGE_READY): python/sluice/tests/requirements.txt
	$(call make-venv,$(PACKAGE),$<)

wheel: libsluice ## The Python package with libsluice.so in it, in dist/
	@tools/setup-system --python $(PYTHON)
	@tools/setup-system --python-headers $(PYTHON)
	PYTHON=$(PYTHON) tools/build-wheel $(LIBSLUICE) dist

python-test: wheel build $(PACKAGE_READY) ## Test the Python package and the C ABI
	$(PACKAGE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/sluice-*.whl
	cd python/sluice/tests && ../../../$(PACKAGE)/bin/python -m unittest

torch-test: wheel build $(PACKAGE_READY) ## Test the package with torch, transformers and vLLM's interface (several GB from PyPI, once)
	$(PACKAGE)/bin/python -m pip install --quiet --disable-pip-version-check -r python/sluice/tests/torch_tests/requirements.txt
	$(PACKAGE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/sluice-*.whl
	cd python/sluice/tests && PYTHONPATH=. ../../../$(PACKAGE)/bin/python -m unittest discover -s torch_tests

llama-test: wheel $(PACKAGE_READY) ## Test the package in llama.cpp (compiles llama-cpp-python, about ten minutes, once)
	$(PACKAGE)/bin/python -m pip install --quiet --disable-pip-version-check -r python/sluice/tests/llama/requirements.txt
	$(PACKAGE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/sluice-*.whl
	$(PACKAGE)/bin/python python/sluice/tests/llama/generation.py

BENCH_SCHEMAS ?= 200

bench-masks: wheel build $(PEERS_READY) ## Masks beside llguidance, both from Python and how compiling grows (BENCH_SCHEMAS=0 for all schemas, BENCH_XGRAMMAR=1 beside xgrammar)
	@test -n "$(DATA)" || { echo "no test data: set SLUICE_TEST_DATA or run make test-data" >&2; exit 1; }
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/sluice-*.whl
	$(PEERS)/bin/python python/peers/mask_bench.py --data $(MASKBENCH) --limit $(BENCH_SCHEMAS) $(QWEN)
	$(PEERS)/bin/python python/peers/scale_bench.py $(QWEN) $(if $(BENCH_XGRAMMAR),--xgrammar)
	cc -O2 -shared -fPIC -o .build/count-allocations.so tools/count-allocations.c
	$(PEERS)/bin/python python/peers/allocation_table.py --sluice .build/release/sluice --counter .build/count-allocations.so --data $(MASKBENCH) $(QWEN)

INFERENCE := .venv-inference
INFERENCE_READY := $(INFERENCE)/.ready-$(shell cksum < python/peers/requirements-inference.txt | cut -d' ' -f1)

$(INFERENCE_READY): python/peers/requirements-inference.txt
	@tools/setup-system --python $(PYTHON)
	rm -rf $(INFERENCE)
	$(PYTHON) -m venv $(INFERENCE)
	$(INFERENCE)/bin/python -m pip install --quiet --disable-pip-version-check -r python/peers/requirements-inference.txt
	touch $@

INFERENCE_SIZE ?= 0.5B

bench-inference: build $(INFERENCE_READY) ## Inference beside llama.cpp on the same random weights (compiles llama-cpp-python, once; INFERENCE_SIZE=0.5B)
	$(INFERENCE)/bin/python python/peers/inference_bench.py --sluice .build/release/sluice --size $(INFERENCE_SIZE)

MODEL := .venv-model
MODEL_READY := $(MODEL)/.ready-$(shell cksum < python/bundled_model/requirements.txt | cut -d' ' -f1)
# Held-out samples of each task and set, and the wrong answers that are shown of each.
EVAL_COUNT ?= 200
EVAL_SHOW ?= 0

$(MODEL_READY): python/bundled_model/requirements.txt
	$(call make-venv,$(MODEL),$<)

model-eval: build $(MODEL_READY) ## Exact match of the bundled model under the masks, task by task (EVAL_COUNT=200 EVAL_SHOW=0)
	$(MODEL)/bin/python python/clients/with_gateway.py .build/release/sluice --log error -- \
	  $(MODEL)/bin/python python/bundled_model/measure.py --count $(EVAL_COUNT) --show $(EVAL_SHOW)

bench-gateway: build $(VENV_READY) ## What the gateway adds to the model, and requests a second without it (needs wrk)
	@echo "One text at a time:"
	$(VENV)/bin/python python/clients/with_gateway.py .build/release/sluice --log error --batch 1 -- \
	  $(VENV)/bin/python python/clients/bench_gateway.py
	@echo "Several texts at a time, the standard:"
	$(VENV)/bin/python python/clients/with_gateway.py .build/release/sluice --log error -- \
	  $(VENV)/bin/python python/clients/bench_gateway.py --no-health

CUDA_SHAPES ?= 0.5B,7B

FIXTURES := Tests/Qwen2Tests/Fixtures
# Small models of every kind: biased, normalised, quantised by each of the forms that a GPU keeps.
DEVICE_MODELS := $(FIXTURES)/tied-bf16,$(FIXTURES)/gguf/qwen3-q5/model.gguf,$(FIXTURES)/int4/awq,$(FIXTURES)/llama-biased-f16

cuda-check: build ## Everything that runs on a GPU, beside the CPU, and how fast it is
	tools/widen-model .build/float32
	.build/release/sluice cuda-check --models Models/bundled,.build/float32,$(DEVICE_MODELS) --draws 1000000
	.build/release/sluice cuda-check --draws 0 --speed $(CUDA_SHAPES) $(if $(DATA),$(QWEN))

emulate-gpu: build $(VENV_READY) ## Products, models, draws and texts of an emulated GPU beside the CPU's, and a gateway on it
	@tools/setup-system g++
	tools/emulated-gpu .build/emulation .build/release/sluice cuda-check --draws 64 --prompts 1 \
	  --models .build/emulation/float32,$(DEVICE_MODELS)
	tools/emulated-gpu .build/emulation $(WITH_GATEWAY_START) --device cuda --model .build/emulation/float32 --deadline 300 --log error -- \
	  $(VENV)/bin/python python/clients/soak.py --count 12 --clients 6 --leave 0.1
	SLUICE_EMULATED_GPU_LAUNCHES=1000 tools/emulated-gpu .build/emulation $(WITH_GATEWAY_START) --device cuda --quantize int8 --log error -- \
	  $(VENV)/bin/python python/clients/test_gpu_lost.py

emulate-kernels: ## The kernels of a transformer on the CPU, beside double precision
	@tools/setup-system g++
	tools/emulate-kernels .build/emulation

test-data: $(PEERS_READY) ## Fetch the public data that the tests read (needs the network)
	PYTHON=$(PEERS)/bin/python tools/test-data test-data

# What comes before the unit tests waits for sockets or has a single thread: these are built beside it, in a folder of
# their own, as two builds in one wait for each other.
TESTS_BEFORE_UNIT := clients console-test fuzz-small hostile python-test emulate-kernels emulate-gpu

test: lint ## Everything CI checks: formatting, clients, fuzz at a small size, the Python package, unit tests
	$(MAKE) --no-print-directory -j3 build $(VENV_READY) $(FRAMEWORKS_READY)
	nice -n 19 $(BUILD_UNIT) .build/unit > .build/unit.log 2>&1 & trap "kill $$! 2> /dev/null || true" EXIT; \
	for part in $(TESTS_BEFORE_UNIT); do $(MAKE) --no-print-directory $$part; done; \
	echo "waiting for the build of the unit tests"; wait $$! || { cat .build/unit.log; exit 1; }
	$(MAKE) --no-print-directory unit UNIT_FOLDER=.build/unit

clean: ## Remove build products
	rm -rf .build dist $(VENV) $(FRAMEWORKS) $(CONSOLE) $(PEERS) $(PACKAGE) $(INFERENCE) $(MODEL)
