package generate

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// planText is as much of a plan as these tests look at.
type planText struct {
	Plan      string
	ValidFrom string `yaml:"valid_from"`
	Currency  string
	Scale     int
	Ranks     []struct{ ID string }
	Trees     []struct{ ID, Kind string }
	Bonuses   []struct{ ID, Type, Compression string }
	Active    map[string]any
	Reserve   map[string]any
	Liability map[string]any
}

func plansOf(t *testing.T, o Options) []planText {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(bundle(t, o), "plans", "*.yaml"))
	must(t, err)
	plans := make([]planText, len(files))
	for i, file := range files {
		text := content(t, filepath.Dir(file))[filepath.Base(file)]
		if err := yaml.Unmarshal([]byte(text), &plans[i]); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if base := strings.TrimSuffix(filepath.Base(file), ".yaml"); plans[i].ValidFrom != base {
			t.Errorf("%s is valid from %s", file, plans[i].ValidFrom)
		}
	}
	return plans
}

// types lists the bonus types in the order of the plan.
func (p planText) types() string {
	var types []string
	for _, bonus := range p.Bonuses {
		types = append(types, bonus.Type)
	}
	return strings.Join(types, " ")
}

func TestPlansPayWhatTheyPromise(t *testing.T) {
	o := Options{Partners: 10, Orders: 100, Periods: 1}
	for plan, want := range map[Plan]string{
		Full:  "retail retail differential unilevel unilevel generation binary matching pool rank_advance fixed",
		Bench: "differential unilevel binary matching",
		Two:   "differential unilevel",
	} {
		o.Plan = plan
		plans := plansOf(t, o)
		if len(plans) != 1 || plans[0].types() != want {
			t.Fatalf("%s: %+v", plan, plans)
		}
		var ids []string
		for _, rank := range plans[0].Ranks {
			ids = append(ids, rank.ID)
		}
		if !slices.Equal(ids, ranks) {
			t.Errorf("%s has the ranks %q, careers.csv %q", plan, ids, ranks)
		}
		if full := plan == Full; (plans[0].Reserve != nil) != full || (plans[0].Liability != nil) != full {
			t.Errorf("%s: reserve %v, liability %v", plan, plans[0].Reserve, plans[0].Liability)
		}
		if (plans[0].Active == nil) != (plan == Bench) {
			t.Errorf("%s: active %v", plan, plans[0].Active)
		}
	}
}

func TestSecondVersion(t *testing.T) {
	plans := plansOf(t, Options{Partners: 10, Orders: 100, Periods: 6, Plan: Full})
	if len(plans) != 2 || plans[0].ValidFrom != "2021-01-01" || plans[1].ValidFrom != "2026-04-01" {
		t.Fatalf("versions %+v", plans)
	}
	first, second := plans[0], plans[1]
	if first.Plan != second.Plan || first.Currency != second.Currency || first.Scale != second.Scale ||
		!slices.Equal(first.Ranks, second.Ranks) || !slices.Equal(first.Trees, second.Trees) {
		t.Errorf("versions of two plans: %+v and %+v", first, second)
	}
}

func TestGroup(t *testing.T) {
	for _, test := range []struct{ volume, partners, want int64 }{
		{10_700, 1, 100}, {10_700, 3, 320}, {10_700, 8, 850}, {3_566, 100, 3_500}, {100, 99, 99}, {0, 100, 1}, {1, 40, 1},
	} {
		if got := (version{volume: test.volume}).Group(test.partners); got != test.want {
			t.Errorf("%d partners of %d hundredths: %d points, want %d", test.partners, test.volume, got, test.want)
		}
	}
}
