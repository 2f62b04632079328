# Upline: targets for people and for CI. `make help` lists them.
# They need Go (its version stands in go.mod), make and bash. ./stack starts the stores, and installs or names what that takes, as does
# internal/oracle/prepare for what tests ask about invoices and archives; everything else Go fetches and keeps in its caches.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

BIN := bin/upline
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
OAPI := github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@latest

.PHONY: help up down build demo serve generate probe test lint check vuln bench bench-long faults fuzz clean need-go

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

need-go:
	@command -v go >/dev/null || { echo "make: Go is missing: install Go $$(awk '/^go / {print $$2}' go.mod) or newer, see https://go.dev/doc/install" >&2; exit 1; }

up: need-go ## start Neo4j, Redis and MinIO, or check those that you name (./stack --help)
	@./stack up

down: ## stop what `make up` started; the data stays
	@./stack down

build: need-go ## build the command bin/upline
	@go build -o $(BIN) ./cmd/upline

demo: build up ## settle the first example, from its folder and from the database, and explain one statement
	@./examples/demo

serve: build up ## answer the REST API at http://127.0.0.1:8080/api/docs, and do its jobs, until Ctrl-C
	@settings=$$(./stack env); eval "$$settings"; echo "token: $${UPLINE_TOKENS#*=}"; exec $(BIN) serve --all

generate: need-go ## make the API's types from its contract
	@cd api && go run $(OAPI) -config oapi-codegen.yaml -o contract.gen.go openapi.yaml

probe: build ## let Schemathesis (needs python3 with venv) probe the API with bad and random input: no 5xx, no undocumented answer
	@./examples/probe

# Tests empty the stores, so they have stacks of their own, which are stopped when they end: two, since the tests of the command take as
# long as all others, and mostly wait. They come up one after the other, as the first one may have to install what the stores take.
test: STACKS := $(or $(UPLINE_TEST_STACK_DIR),$(CURDIR)/.stack/test)
test: need-go ## run all tests: vectors, the naive engine, properties, metamorphic and end-to-end tests, against real stores
	@./stack programs; internal/oracle/prepare >/dev/null; \
	trap 'for half in command rest; do UPLINE_STACK_DIR=$(STACKS)-$$half ./stack down; done' EXIT; \
	for half in command rest; do UPLINE_STACK_DIR=$(STACKS)-$$half ./stack up; done; \
	go vet ./...; \
	half() { export UPLINE_STACK_DIR=$(STACKS)-$$1; settings=$$(./stack env); eval "$$settings"; shift; go test -timeout 60m "$$@"; }; \
	half command ./cmd/upline & command=$$!; \
	half rest $$(go list ./... | grep -v '/cmd/upline$$') & rest=$$!; \
	failed=0; for half in $$command $$rest; do wait $$half || failed=1; done; exit $$failed

lint: need-go ## dependency rules and style (golangci-lint with depguard)
	go run $(GOLANGCI) run

check: lint test ## everything that must pass before a change lands

vuln: need-go ## known vulnerabilities of what we depend on; needs the network
	go run $(GOVULNCHECK) ./...

# Benchmarks begin with empty stores, too.
bench: export UPLINE_STACK_DIR := $(or $(UPLINE_BENCH_STACK_DIR),$(CURDIR)/.stack/bench)
bench: build ## measure speed and memory, and print the table of BENCHMARKS.md (half an hour, 12 GB of memory, 16 GB of disk)
	@trap './stack down' EXIT; ./stack up --fresh; settings=$$(./stack env); eval "$$settings"; go run ./cmd/bench -out BENCHMARKS.md

bench-long: need-go ## compare both engines on 100,000 random bundles (40 minutes); 10,000 faults to jobs (an hour)
	go test -timeout 24h -run TestEnginesAgree ./internal/proof -rapid.checks=100000
	@$(MAKE) --no-print-directory faults

# Four crews beside each other, each with stores of its own: a crew mostly waits. They begin one after the other: when four databases
# start at once on two cores, imports outlast the short terms of the tests.
faults: export NEO4J_HEAP_INITIAL := 512m
faults: export NEO4J_HEAP_MAX := 1g
faults: need-go # 10,000 random faults to jobs
	@go test -c -o /dev/null ./cmd/upline; crews=(); \
	for seed in 1 2 3 4; do ( \
		sleep $$(( (seed - 1) * 40 )); \
		export UPLINE_STACK_DIR=$(or $(UPLINE_TEST_STACK_DIR),$(CURDIR)/.stack/faults)-$$seed; trap './stack down' EXIT; \
		./stack up --fresh; settings=$$(./stack env); eval "$$settings"; \
		UPLINE_SEED=$$seed UPLINE_FAULTS=2500 go test -count 1 -timeout 24h -v -run TestRandomFaults ./cmd/upline \
	) & crews+=($$!); done; \
	failed=0; for crew in "$${crews[@]}"; do wait "$$crew" || failed=1; done; exit "$$failed"

fuzz: need-go ## fuzz the readers, a minute each
	@grep -roE '^func Fuzz[A-Za-z]+' --include='*_test.go' internal commission documents | sort | while IFS=: read -r file target; do \
		target=$${target#func }; package=$$(dirname "$$file"); \
		echo "== $$target ($$package)"; \
		go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(or $(FUZZ_TIME),60s) "./$$package" </dev/null; \
	done

clean: ## remove what was built
	rm -rf bin
