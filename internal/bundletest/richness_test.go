package bundletest_test

import (
	"strings"
	"testing"

	"upline/internal/bundletest"
	"upline/internal/naive"
)

// TestRandomBundlesEarn settles random bundles with the oracle, since a bundle may hold every bonus and still pay nobody:
// lines of every kind and bonus type, ranks that change, binary carries and payouts must come of a fair part of them, and
// overrides must decide what is paid.
func TestRandomBundlesEarn(t *testing.T) {
	const draws = 100
	counts := map[string]int{}
	for seed := range draws {
		b := bundletest.Random().Example(seed)
		from, through := bundletest.Periods(b)
		results, err := naive.Settle(b.Files(), from, through)
		if err != nil {
			t.Fatalf("seed %d: %v\n%#v", seed, err, b)
		}
		for outcome := range outcomes(t, b, results) {
			counts[outcome]++
		}
		files := b.Files()
		delete(files, "overrides.csv")
		without, err := naive.Settle(files, from, through)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, name := range []string{"ranks.csv", "lines.csv"} {
			if without[name] != results[name] {
				counts["overrides change "+name]++
			}
		}
	}
	for outcome, least := range map[string]int{
		"earning": 80, "reversal": 40, "reserve": 30, "release": 25, "late": 50, "negative earning": 5,
		"earning retail": 40, "earning unilevel": 30, "earning differential": 30, "earning generation": 30, "earning binary": 12,
		"earning matching": 25, "earning pool": 20, "earning rank_advance": 25, "earning fixed": 15,
		"reversal unilevel": 10, "reserve unilevel": 10, "release unilevel": 5, "level 5": 8,
		"rank changes": 40, "career above achieved": 30, "pgv below gv": 20, "inactive": 50, "negative pv": 30,
		"overrides change ranks.csv": 30, "overrides change lines.csv": 15,
		"carried": 20, "matched": 15, "negative carry": 5, "paid": 60, "not paid": 15, "negative closing": 20,
	} {
		t.Logf("%3d of %d bundles: %s", counts[outcome], draws, outcome)
		if counts[outcome] < least {
			t.Errorf("%d of %d bundles have %q, want %d", counts[outcome], draws, outcome, least)
		}
	}
}

// outcomes are what came of settling a bundle.
func outcomes(t *testing.T, b bundletest.Bundle, results map[string]string) map[string]bool {
	found := map[string]bool{}
	note := func(outcome string, holds bool) { found[outcome] = found[outcome] || holds }
	types := map[string]string{}
	for _, p := range b.Plans {
		for _, bonus := range p.Bonuses {
			types[bonus.ID] = bonus.Type
		}
	}
	for _, r := range readTable(t, results, "lines.csv") {
		note(r["kind"], true)
		note(r["kind"]+" "+types[r["bonus"]], true)
		note("late", r["kind"] == "earning" && r["condition_period"] < r["period"])
		note("negative earning", r["kind"] == "earning" && strings.HasPrefix(r["amount"], "-"))
		note("level "+r["level"], true)
	}
	careers := map[string]string{}
	for _, r := range readTable(t, results, "ranks.csv") {
		note("rank changes", careers[r["partner"]] != "" && careers[r["partner"]] != r["career"])
		careers[r["partner"]] = r["career"]
		note("career above achieved", r["career"] != r["achieved"])
		note("pgv below gv", r["pgv"] != r["gv"])
		note("inactive", r["active"] == "false")
		note("negative pv", strings.HasPrefix(r["pv"], "-"))
	}
	for _, r := range readTable(t, results, "binary.csv") {
		note("carried", r["carried_left"]+r["carried_right"] != "00")
		note("matched", r["matched"] != "0")
		note("negative carry", strings.HasPrefix(r["carry_left"], "-") || strings.HasPrefix(r["carry_right"], "-"))
	}
	for _, r := range readTable(t, results, "statements.csv") {
		nothing := strings.Trim(r["payout"], "0.") == ""
		note("paid", !nothing)
		note("not paid", nothing && strings.Trim(r["balance"], "0.") != "" && !strings.HasPrefix(r["balance"], "-"))
		note("negative closing", strings.HasPrefix(r["closing"], "-"))
	}
	for outcome, holds := range found {
		if !holds {
			delete(found, outcome)
		}
	}
	return found
}
