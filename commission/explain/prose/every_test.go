package prose_test

import (
	"strings"
	"testing"

	"upline/commission/explain"
	"upline/commission/explain/prose"
	"upline/internal/bundletest"
)

// Whatever the vectors hold can be told to everyone, folded or not, and to somebody about every order. The text names
// each bonus that made a line, and says nothing with a verb of fmt gone wrong.
func TestEverythingCanBeTold(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			run := settle(t, v, v.Through)
			explainer := explain.New(run)
			f := run.Facts()
			for i := range f.Partners {
				for _, all := range []bool{false, true} {
					tell(t, explainer, explain.Query{Partner: f.Partners[i].ID, Whole: 1}, all)
				}
			}
			for i := range f.Orders {
				query := explain.Query{Partner: f.Partners[i%len(f.Partners)].ID, Order: f.Orders[i].ID}
				if _, err := explainer.Explain(query); err == nil { // else nothing happened to it in the period
					tell(t, explainer, query, false)
				}
			}
		})
	}
}

func tell(t *testing.T, explainer *explain.Explainer, query explain.Query, all bool) {
	t.Helper()
	if all {
		query.Whole = -1
	}
	x, err := explainer.Explain(query)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := prose.Write(&text, x, prose.Options{Settled: "as the vector says", All: all}); err != nil {
		t.Fatal(err)
	}
	for _, sum := range x.Sums {
		if !strings.Contains(text.String(), "by "+sum.Bonus) {
			t.Errorf("no bonus %s in:\n%s", sum.Bonus, &text)
		}
	}
	if strings.Contains(text.String(), "%!") {
		t.Errorf("a verb went wrong:\n%s", &text)
	}
}
