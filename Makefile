# make run    installs what is missing, builds, opens the station on samples/
# make test   installs what is missing, builds, runs every check and test
# make help   the rest

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

DIR ?= samples
BUILD = swift build -c release
PROGRAM = .build/release/hematovision
# What is installed has Swift's libraries inside: it starts sooner and runs where no Swift is.
ALONE = .build/alone
# lld (it comes with Swift) packs the 96,000 addresses that the start has to set; gold cannot.
PACKED = -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs

.PHONY: run test build unit lint format strict samples snapshots evaluation bench examples install uninstall clean help setup
PREFIX ?= /usr/local

run: setup ## open the station (DIR=samples, or DIR=your/images)
	@$(BUILD) --product hematovision
	@$(PROGRAM) "$(DIR)"

test: setup ## every check and test
	@Tools/setup.sh tests
	@$(MAKE) --no-print-directory lint
	@HEMATOVISION_STRICT=1 swift test -c release

setup: ## install what is missing to build (asks apt; Swift itself is the one prerequisite)
	@Tools/setup.sh build

build: setup ## build every program
	@$(BUILD)

unit: ## tests without the end-to-end ones
	@HEMATOVISION_STRICT=1 swift test -c release --skip EndToEndTests

lint: ## is everything formatted, and without findings?
	@swift format lint --strict --recursive Sources Tests Package.swift

format: ## format everything
	@swift format --in-place --recursive Sources Tests Package.swift

samples: build ## draw samples/ anew
	@.build/release/smearsynth --output samples --seed 2026 --force

snapshots: ## record the screens of StationTests anew (the run fails; look at the difference)
	@RECORD_SNAPSHOTS=1 swift test -c release --filter StationTests || true
	@git --no-pager diff --stat -- Tests/StationTests/Snapshots

evaluation: build ## record the figures on samples/ anew, after the weights changed
	@$(PROGRAM) evaluate samples/manifest.csv --format json > Tests/EndToEndTests/Recorded/samples.json
	@git --no-pager diff --stat -- Tests/EndToEndTests/Recorded

examples: build ## export docs/examples/ anew, after the formats changed
	@Tools/examples/make.py
	@git --no-pager diff --stat -- docs/examples

bench: build ## how fast is the engine here?
	@$(PROGRAM) bench

install: setup ## install below PREFIX (/usr/local); the program then needs no Swift
	@$(BUILD) --static-swift-stdlib $(PACKED) --scratch-path $(ALONE) --product hematovision
	@install -D -s -m 755 $(ALONE)/release/hematovision "$(DESTDIR)$(PREFIX)/bin/hematovision"
	@install -d "$(DESTDIR)$(PREFIX)/share/hematovision/Weights" "$(DESTDIR)$(PREFIX)/share/hematovision/Themes"
	@install -m 644 Weights/*.safetensors Weights/README.md "$(DESTDIR)$(PREFIX)/share/hematovision/Weights"
	@install -m 644 Themes/*.toml "$(DESTDIR)$(PREFIX)/share/hematovision/Themes"

uninstall: ## take it out again (the review log stays)
	@rm -rf "$(DESTDIR)$(PREFIX)/bin/hematovision" "$(DESTDIR)$(PREFIX)/share/hematovision"

clean: ## remove what was built
	@rm -rf .build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
