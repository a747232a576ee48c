# `make run` serves the bundled model; `make test` is what CI calls. `make help` lists the rest.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8080
# Packages of Debian and Ubuntu that the build needs beside a Swift toolchain.
SYSTEM_PACKAGES := pkg-config libpcre2-dev libmicrohttpd-dev
# Client tests: the official client and the reference validator, at fixed versions.
PYTHON ?= python3
VENV := .venv
VENV_READY := $(VENV)/.ready-$(shell cksum < python/clients/requirements.txt | cut -d' ' -f1)

.PHONY: help setup build debug run test lint unit clients soak clean

help: ## Show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

setup: ## Check for Swift and install the system libraries that are missing
	@tools/setup-system $(SYSTEM_PACKAGES)

build: setup ## Build for release
	swift build -c release

debug: setup
	swift build

run: build ## Serve the bundled model (HOST=127.0.0.1 PORT=8080)
	exec .build/release/sluice serve --host $(HOST) --port $(PORT)

lint: setup ## Check the formatting of Swift sources
	swift format lint -r -s Sources Tests Package.swift

# The server's tests wait for real sockets; what computes for minutes runs after them, not beside them.
WITH_SOCKETS := HTTPServerTests|GatewayTests|DecodingTests

unit: debug ## Unit tests
	swift build --build-tests
	swift test --skip-build --filter '$(WITH_SOCKETS)'
	swift test --skip-build --skip '$(WITH_SOCKETS)'

$(VENV_READY): python/clients/requirements.txt
	@tools/setup-system --python $(PYTHON)
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r python/clients/requirements.txt
	touch $@

# Against the release build: it is what runs, and debug kernels are too slow for a soak.
WITH_GATEWAY := $(VENV)/bin/python python/clients/with_gateway.py .build/release/sluice -- $(VENV)/bin/python
SOAK ?= 72

clients: build $(VENV_READY) ## Test a running gateway with the official clients
	$(WITH_GATEWAY) python/clients/test_openai.py
	$(WITH_GATEWAY) python/clients/soak.py --count $(SOAK)

soak: ## 300 generations over many schemas at a high temperature
	$(MAKE) --no-print-directory clients SOAK=300

test: lint $(VENV_READY) ## Everything CI checks: formatting, clients, unit tests
	$(MAKE) --no-print-directory clients
	$(MAKE) --no-print-directory unit

clean: ## Remove build products
	rm -rf .build $(VENV)
