# libcodex_sdk. `make demo` shows it, `make test` proves it; both fetch what they need into this folder.

CARGO ?= cargo
CC ?= cc
NPM ?= npm
PYTHON ?= python3
PREFIX ?= /usr/local
DESTDIR ?=
SOAK_SECONDS ?= 900
BENCH ?= --write

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
CLI := tests/cli/node_modules/.package-lock.json
CONTENDERS := benches/contenders/node_modules/.package-lock.json
# What a program that links the archive must link, too (tests/exports.rs asks the compiler whether this is so).
NATIVE_LIBS_Linux := -lgcc_s -lutil -lrt -lpthread -lm -ldl -lc
NATIVE_LIBS_Darwin := -liconv -lSystem -lc -lm
UNAME := $(shell uname -s)
NATIVE_LIBS := $(NATIVE_LIBS_$(UNAME))
STRIP ?= strip
OBJCOPY ?= objcopy
ifeq ($(UNAME),Darwin)
STRIP_SHARED := $(STRIP) -x
STRIP_ARCHIVE := $(STRIP) -S
SHARED_FILE := libcodex_sdk.0.dylib
SHARED_LINK := libcodex_sdk.dylib
SONAME := @rpath/libcodex_sdk.0.dylib
BUILT := libcodex_sdk.dylib
else
STRIP_SHARED := $(STRIP) --strip-unneeded
# Most of the rest would be LLVM's own form of the code, which no linker reads.
STRIP_ARCHIVE := $(OBJCOPY) --strip-debug --remove-section=.llvmbc --remove-section=.llvmcmd
SHARED_FILE := libcodex_sdk.so.$(VERSION)
SHARED_LINK := libcodex_sdk.so
SONAME := libcodex_sdk.so.0
BUILT := libcodex_sdk.so
endif

.DEFAULT_GOAL := help
.PHONY: help demo offline test fuzz soak compat bench build deps vocabulary header install single-header lint check-targets clean

help: ## What can be made
	@sed -n 's/^\([a-z%-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

demo: build deps ## Two turns of the agent, followed and answered from C (MODEL=real: with your own login or CODEX_API_KEY)
	$(CARGO) build --quiet --release -p codex-sdk-testkit
	@mkdir -p build/demo
	@for program in quickstart answers; do \
	    $(CC) -std=c11 -Wall -Wextra -Iinclude examples/$$program.c -o build/demo/$$program \
	        -Ltarget/release -lcodex_sdk -Wl,-rpath,$(CURDIR)/build/demo || exit; done
	@cp target/release/$(BUILT) build/demo/$(notdir $(SONAME))
	@$(PYTHON) examples/demo.py

offline: build deps ## A server that plays the model, for the examples of every language without network or account
	@$(CARGO) build --quiet --release -p codex-sdk-testkit
	@$(PYTHON) examples/offline.py $(OFFLINE)

test: deps ## Every test, with a summary at the end
	@$(PYTHON) tools/run_tests.py

test-%: deps ## Tests of one part: core, bindings, python, cpp, go, ruby, swift or hostile
	@$(PYTHON) tools/run_tests.py $*

fuzz: ## Hostile input for the readers, FUZZ_SECONDS (600) for each; inputs that reach new code join the corpus
	@$(PYTHON) tests/fuzz/run.py long

SOAK := CODEX_SDK_STORM_CALLS=200000000 CODEX_SDK_STORM_SECONDS=$(SOAK_SECONDS)

soak: ## Long storms of calls, plain and sanitized (SOAK_SECONDS each: a quarter of an hour); 2 GiB at a stalled host
	$(CARGO) build --workspace
	$(SOAK) $(CARGO) test --test storm
	STALLED_MIB=2048 $(CARGO) test --test c_programs stalled
	$(SOAK) $(PYTHON) tests/storm/sanitizers.py address
	$(SOAK) $(PYTHON) tests/storm/sanitizers.py thread

compat: deps ## The Python package under the oldest and newest Python, without its global lock (builds one once), and in Nuitka (some minutes)
	$(CARGO) build --workspace
	$(PYTHON) bindings/python/tests/run.py oldest
	$(PYTHON) bindings/python/tests/run.py newest
	$(PYTHON) bindings/python/tests/run.py nuitka
	$(PYTHON) bindings/python/tests/free_threaded.py

bench: build deps $(CONTENDERS) ## What the SDKs cost on top of the agent, beside each other (BENCH="--only latency" runs a part)
	$(CARGO) build --quiet --release -p codex-sdk-testkit
	$(PYTHON) benches/run.py $(BENCH)

build: ## The library: target/release/libcodex_sdk.so and .a
	$(CARGO) build --release
	@ln -sf $(BUILT) target/release/$(notdir $(SONAME)) # the name that programs linked with it ask for

deps: $(CLI) ## The pinned Codex CLI, into tests/cli/node_modules

$(CLI): tests/cli/package.json tests/cli/package-lock.json
	cd tests/cli && $(NPM) ci --no-fund --no-audit
	@touch $@

vocabulary: ## Writes what follows from schema/sdk.json: the core's tables, the bindings' options, items, events and errors
	$(PYTHON) tools/vocabulary

header: vocabulary ## Writes the header and the README's quickstart anew from the sources
	CODEX_SDK_HEADER_WRITE=1 $(CARGO) test --quiet --test header
	CODEX_SDK_README_WRITE=1 $(CARGO) test --quiet --test readme

$(CONTENDERS): benches/contenders/package.json benches/contenders/package-lock.json
	cd benches/contenders && $(NPM) ci --no-fund --no-audit --omit=optional
	@touch $@

lint: ## Formatting and linters of every language, warnings as errors
	$(CARGO) fmt --all -- --check
	$(CARGO) fmt --manifest-path tests/fuzz/Cargo.toml -- --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	$(PYTHON) bindings/python/tests/environments.py ruff check bindings/python
	$(PYTHON) bindings/python/tests/environments.py ruff format --check bindings/python
	$(PYTHON) bindings/python/tests/environments.py ruff check benches
	$(PYTHON) bindings/python/tests/environments.py ruff format --check benches
	$(PYTHON) bindings/cpp/tests/run.py format
	$(CARGO) build --quiet # cgo looks for the library
	$(PYTHON) bindings/go/tests/lint.py
	$(PYTHON) bindings/ruby/tests/run.py lint doc
	$(PYTHON) bindings/swift/tests/lint.py
	$(PYTHON) tools/shellcheck.py

# The same substitutions for pkg-config and for CMake.
FILL := sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@NATIVE_LIBS@|$(NATIVE_LIBS)|' \
    -e 's|@SHARED_FILE@|$(SHARED_FILE)|' -e 's|@SONAME@|$(SONAME)|'

check-targets: ## The library type-checked for musl, for Linux on ARM and for macOS (some minutes, the first time)
	@$(PYTHON) tools/check_targets.py

install: build ## Stripped library, headers, pkg-config and CMake files below PREFIX (and DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/include/codex_sdk/detail $(DESTDIR)$(PREFIX)/lib/pkgconfig
	install -d $(DESTDIR)$(PREFIX)/lib/cmake/CodexSdk
	install -m 644 include/codex_sdk.h bindings/cpp/include/codex_sdk.hpp $(DESTDIR)$(PREFIX)/include
	install -m 644 bindings/cpp/include/codex_sdk/*.hpp $(DESTDIR)$(PREFIX)/include/codex_sdk
	install -m 644 bindings/cpp/include/codex_sdk/detail/*.hpp $(DESTDIR)$(PREFIX)/include/codex_sdk/detail
	install -m 755 target/release/$(BUILT) $(DESTDIR)$(PREFIX)/lib/$(SHARED_FILE)
	$(STRIP_SHARED) $(DESTDIR)$(PREFIX)/lib/$(SHARED_FILE)
	ln -sf $(SHARED_FILE) $(DESTDIR)$(PREFIX)/lib/$(SHARED_LINK)
	test $(SHARED_FILE) = $(notdir $(SONAME)) || ln -sf $(SHARED_FILE) $(DESTDIR)$(PREFIX)/lib/$(notdir $(SONAME))
	install -m 644 target/release/libcodex_sdk.a $(DESTDIR)$(PREFIX)/lib
	$(STRIP_ARCHIVE) $(DESTDIR)$(PREFIX)/lib/libcodex_sdk.a
	$(FILL) bindings/c/codex-sdk.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/codex-sdk.pc
	$(FILL) bindings/c/CodexSdkConfig.cmake.in > $(DESTDIR)$(PREFIX)/lib/cmake/CodexSdk/CodexSdkConfig.cmake
	$(FILL) bindings/c/CodexSdkConfigVersion.cmake.in > \
	    $(DESTDIR)$(PREFIX)/lib/cmake/CodexSdk/CodexSdkConfigVersion.cmake

single-header: ## The C++ headers as one file, in build/cpp/single
	$(PYTHON) bindings/cpp/amalgamate.py build/cpp/single

clean: ## Everything built; the fetched CLI stays
	$(CARGO) clean
	rm -rf build
