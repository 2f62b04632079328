package main

import (
	"encoding/json"
	"strings"
	"testing"

	"upline/internal/bundletest"
)

func explainArgs(data string, args ...string) []string {
	return append([]string{"explain", "--data", data}, args...)
}

// o2 of the vector was placed in January and paid in March. The text tells that, and how a's 25.00 came about.
func TestExplainText(t *testing.T) {
	data := written(t, vector(t, "21-late-order").Input)
	text := done(t, explainArgs(data, "--period", "2026-03", "--partner", "a")...)
	for _, want := range []string{
		"Explanation for a (A): period 2026-03\n",
		"Settled from 2026-01 on, the period of the earliest payment (--from names another one).\n",
		"Late: it was placed in 2026-01 and settled only in 2026-03, so it pays at the conditions of 2026-01",
		"10 % − 5 % = 5 %: 500.00 EUR × 5 % = 25.0000 → 25.00 EUR (half_up)\n",
		"Checked: the run of 2026-03 has 2 lines of a (A).",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

// Settled from February on, o1 of January is due in February only, and a was never recorded as a leader: o2 pays by
// careers.csv, which is not there.
func TestExplainDependsOnFirstPeriod(t *testing.T) {
	data := written(t, vector(t, "21-late-order").Input)
	text := done(t, explainArgs(data, "--from", "2026-02", "--period", "2026-03", "--partner", "a", "--order", "o2")...)
	for _, want := range []string{"Settled from 2026-02 on, as --from says.", "by careers.csv and status.csv", "20.00 EUR  earned by uni", "nothing  by diff"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

func TestExplainJSON(t *testing.T) {
	data := written(t, vector(t, "04-differential-same-rank-stop").Input)
	var x struct {
		Partner struct{ ID string }
		Orders  []struct {
			Walks []struct {
				Bonus, End string
				Steps      []struct {
					ID      string
					Asked   bool
					Earning *struct{ Base, Percent, Exact, Rounding, Amount string }
				}
			}
		}
	}
	text := done(t, explainArgs(data, "--period", "2026-01", "--partner", "l3", "--json")...)
	if err := json.Unmarshal([]byte(text), &x); err != nil {
		t.Fatal(err)
	}
	walk := x.Orders[0].Walks[0]
	step := walk.Steps[3]
	if x.Partner.ID != "l3" || walk.Bonus != "diff" || walk.End != "stop_at_rank" || len(walk.Steps) != 6 || step.ID != "l3" || !step.Asked {
		t.Fatalf("partner %s, bonus %s ends by %s, steps %v", x.Partner.ID, walk.Bonus, walk.End, walk.Steps)
	}
	if got := *step.Earning; got.Base != "1000" || got.Percent != "0.5" || got.Exact != "5" || got.Rounding != "half_up" || got.Amount != "5.00" {
		t.Errorf("earning %+v", got)
	}
}

func TestExplainRefuses(t *testing.T) {
	data := written(t, vector(t, "21-late-order").Input)
	unpaid := written(t, bundleWithUnpaidOrder(t))
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"unknown partner", explainArgs(data, "--period", "2026-03", "--partner", "A"), `there is no partner "A"; did you mean a?`},
		{"unknown order", explainArgs(data, "--period", "2026-03", "--partner", "a", "--order", "o9"), `there is no order "o9"; did you mean o1, o2 or o3?`},
		{"settled later", explainArgs(data, "--period", "2026-01", "--partner", "a", "--order", "o2"), "not settled in 2026-01, but in 2026-03, since it was paid on 2026-03-10: ask with --period 2026-03"},
		{"settled earlier", explainArgs(data, "--period", "2026-03", "--partner", "a", "--order", "o1"), "settled in 2026-01, and nothing of it changed in 2026-03: ask with --period 2026-01"},
		{"never paid", explainArgs(unpaid, "--period", "2026-03", "--partner", "a", "--order", "o4"), "order o4 is not paid"},
		{"no plan yet", explainArgs(data, "--period", "2024-12", "--partner", "a"), "plans:1:"},
		{"no period", explainArgs(data, "--period", "2026-13", "--partner", "a"), `"2026-13" is not a period`},
		{"backwards", explainArgs(data, "--from", "2026-02", "--period", "2026-01", "--partner", "a"), "--period 2026-01 is before --from 2026-02"},
		{"no partner", explainArgs(data, "--period", "2026-01"), "--partner"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := refused(t, exitInvalid, test.args...); !strings.Contains(got, test.want) {
				t.Errorf("stderr %q, want %q", got, test.want)
			}
		})
	}
}

// bundleWithUnpaidOrder is the vector's bundle with an order o4 that is not paid.
func bundleWithUnpaidOrder(t *testing.T) map[string]string {
	t.Helper()
	files := vector(t, "21-late-order").Input
	header, _, _ := strings.Cut(files["orders.csv"], "\n")
	row := map[string]string{"id": "o4", "partner": "s", "kind": "own", "placed_on": "2026-03-01", "paid_on": "", "points": "1", "cv": "1"}
	var fields []string
	for _, column := range strings.Split(strings.TrimSpace(header), ",") {
		fields = append(fields, row[column])
	}
	files["orders.csv"] = strings.TrimRight(files["orders.csv"], "\n") + "\n" + strings.Join(fields, ",") + "\n"
	return files
}

// Whoever asks, in each vector, gets an answer.
func TestExplainAnswersEveryone(t *testing.T) {
	for _, v := range bundletest.Vectors(t)[:6] {
		data := written(t, v.Input)
		for _, line := range strings.Split(v.Expected["statements.csv"], "\n")[1:] {
			if fields := strings.Split(line, ","); len(fields) == 10 {
				done(t, explainArgs(data, "--from", v.From, "--period", fields[0], "--partner", fields[1], "--all")...)
			}
		}
	}
}
