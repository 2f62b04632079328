package compare

import (
	"context"
	"encoding/csv"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/results"
)

func settled(t *testing.T, c company) *Comparison {
	t.Helper()
	comparison, err := Settle(t.Context(), c.a, c.b, c.options)
	if err != nil {
		t.Fatal(err)
	}
	return comparison
}

// The files are written from the engine's lines, the comparison from its accounts and totals: both must agree.
func TestComparisonAgreesWithTheResultsOfTwoRuns(t *testing.T) {
	eachVector(t, func(t *testing.T, c company) {
		got := settled(t, c)
		a, b := fileSums(t, c.a, c.options), fileSums(t, c.b, c.options)
		if got.Total.Commission != (Amounts{a.all, b.all}) {
			t.Errorf("commission is %v, the files have %d and %d", got.Total.Commission, a.all, b.all)
		}
		for _, bonus := range got.Total.Bonuses {
			for _, kind := range bonus.Kinds {
				key := kind.Kind.String() + " " + bonus.ID
				if kind.Amounts != (Amounts{a.byKind[key], b.byKind[key]}) || kind.Lines != (Counts{a.lines[key], b.lines[key]}) {
					t.Errorf("%s is %v, the files have %d and %d", key, kind, a.byKind[key], b.byKind[key])
				}
				delete(a.lines, key)
				delete(b.lines, key)
			}
		}
		if len(a.lines) > 0 || len(b.lines) > 0 {
			t.Errorf("lines are missing: %v %v", a.lines, b.lines)
		}
		for p := range got.Figures() {
			if p.Earnings != (Amounts{a.byPartner[p.ID], b.byPartner[p.ID]}) {
				t.Errorf("%s has %v, the files have %d and %d", p.ID, p.Earnings, a.byPartner[p.ID], b.byPartner[p.ID])
			}
			if p.RankA != a.rank[p.ID] || p.RankB != b.rank[p.ID] {
				t.Errorf("%s is paid as %s and %s, the files say %s and %s", p.ID, p.RankA, p.RankB, a.rank[p.ID], b.rank[p.ID])
			}
			delete(a.byPartner, p.ID)
			delete(b.byPartner, p.ID)
		}
		for _, left := range []map[string]money.Amount{a.byPartner, b.byPartner} {
			for id, sum := range left {
				if sum != 0 {
					t.Errorf("%s is missing, with %d", id, sum)
				}
			}
		}
	})
}

// sums is what the files of a settlement add up to.
type sums struct {
	all       money.Amount
	byKind    map[string]money.Amount // by kind and bonus
	lines     map[string]int          // likewise
	byPartner map[string]money.Amount
	rank      map[string]string // by partner: paid as, in the last period
}

// fileSums settles one side as settle does, and adds up the files.
func fileSums(t *testing.T, f *commission.Facts, o Options) sums {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "results")
	w, err := results.Create(dir, f, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	err = commission.SettleEach(f, o.From, o.Through, 1, func(run *commission.Run) error { return w.Add(run, nil) })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	files := bundletest.ReadFiles(t, dir)
	s := sums{
		byKind: map[string]money.Amount{}, lines: map[string]int{}, byPartner: map[string]money.Amount{}, rank: map[string]string{},
	}
	for _, row := range rows(t, files[results.Lines]) {
		units, err := money.Parse(row["amount"], f.Plans[0].Money.Scale)
		if err != nil {
			t.Fatal(err)
		}
		amount, key := money.Amount(units), row["kind"]+" "+row["bonus"]
		s.byKind[key] += amount
		s.lines[key]++
		if row["kind"] == "earning" || row["kind"] == "reversal" {
			s.byPartner[row["beneficiary"]] += amount
			s.all += amount
		}
	}
	for _, row := range rows(t, files[results.Ranks]) {
		s.rank[row["partner"]] = row["paid_as"]
	}
	return s
}

// rows reads a CSV file as columns by name.
func rows(t *testing.T, text string) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		list = append(list, row)
	}
	return list
}

func TestEverythingAddsUp(t *testing.T) {
	eachVector(t, func(t *testing.T, c company) {
		got := settled(t, c)
		total, figures := got.Total.Commission, 0
		for range got.Figures() {
			figures++
		}
		if got.Winners.Partners+got.Losers.Partners+got.Unchanged != figures {
			t.Errorf("%v win, %v lose, %d stay unchanged of %d", got.Winners, got.Losers, got.Unchanged, figures)
		}
		if got.Winners.Amount+got.Losers.Amount != total.Difference() {
			t.Errorf("%v win, %v lose, the company pays %d more", got.Winners, got.Losers, total.Difference())
		}
		var losers, winners Effect
		for _, bucket := range got.Buckets {
			losers.Partners += bucket.Losers.Partners
			losers.Amount += bucket.Losers.Amount
			winners.Partners += bucket.Winners.Partners
			winners.Amount += bucket.Winners.Amount
		}
		if losers != got.Losers || winners != got.Winners {
			t.Errorf("the buckets hold %v and %v, not %v and %v", losers, winners, got.Losers, got.Winners)
		}
		var deciles, ranks, periods, bonuses Amounts
		partners, ranked := 0, Counts{}
		for i, decile := range got.Deciles {
			deciles = deciles.plus(decile.Earnings)
			partners += decile.Partners
			if i > 0 && decile.Partners > got.Deciles[i-1].Partners {
				t.Errorf("decile %d is larger than the one above", i)
			}
		}
		for _, rank := range got.Ranks {
			ranks = ranks.plus(rank.Earnings)
			ranked.A += rank.Partners.A
			ranked.B += rank.Partners.B
		}
		for _, period := range got.Periods {
			periods = periods.plus(period.Commission)
		}
		for _, bonus := range got.Total.Bonuses {
			bonuses = bonuses.plus(bonus.Commission)
		}
		if partners != figures {
			t.Errorf("%d partners in deciles, %d have figures", partners, figures)
		}
		if ranked.A != ranked.B || ranked.A > got.Partners {
			t.Errorf("%v partners have a rank", ranked)
		}
		for name, sum := range map[string]Amounts{"deciles": deciles, "ranks": ranks, "periods": periods, "bonuses": bonuses} {
			if sum != total {
				t.Errorf("the %s sum to %v, not %v", name, sum, total)
			}
		}
	})
}

// The altered plans are altered enough for the tests above to see all of it.
func TestTheVectorsShowAllThereIs(t *testing.T) {
	var winners, losers, unchanged, promoted, onlyB int
	eachVector(t, func(t *testing.T, c company) {
		got := settled(t, c)
		winners += got.Winners.Partners
		losers += got.Losers.Partners
		unchanged += got.Unchanged
		for p := range got.Figures() {
			if p.RankA != p.RankB {
				promoted++
			}
		}
		for _, bonus := range got.Total.Bonuses {
			if bonus.InB && !bonus.InA && bonus.Commission.B != 0 {
				onlyB++
			}
		}
	})
	if winners == 0 || losers == 0 || unchanged == 0 || promoted == 0 || onlyB == 0 {
		t.Errorf("%d win, %d lose, %d stay, %d change rank, %d new bonuses", winners, losers, unchanged, promoted, onlyB)
	}
}

func TestAPlanDoesNotDifferFromItself(t *testing.T) {
	eachVector(t, func(t *testing.T, c company) {
		c.b = c.a
		got := settled(t, c)
		if got.Winners != (Effect{}) || got.Losers != (Effect{}) || len(got.Buckets) > 0 || len(got.Most) > 0 || len(got.Least) > 0 {
			t.Errorf("%v win, %v lose", got.Winners, got.Losers)
		}
		if got.Total.Commission.Difference() != 0 {
			t.Errorf("the company pays %v", got.Total.Commission)
		}
		for _, bonus := range got.Total.Bonuses {
			for _, kind := range bonus.Kinds {
				if kind.Amounts.Difference() != 0 || kind.Lines.A != kind.Lines.B {
					t.Errorf("%s: %v", bonus.ID, kind)
				}
			}
		}
		for _, rank := range got.Ranks {
			if rank.Partners.A != rank.Partners.B || rank.Earnings.Difference() != 0 {
				t.Errorf("%v", rank)
			}
		}
		for p := range got.Figures() {
			if p.RankA != p.RankB || p.Earnings.Difference() != 0 {
				t.Errorf("%v", p)
			}
		}
	})
}

// A pool of 100 % that everyone has a share in pays out cv(P), rounded: so the engine says what it is.
func TestCompanyCVIsThatOfTheEngine(t *testing.T) {
	seen := 0
	eachVector(t, func(t *testing.T, c company) {
		for _, plan := range c.b.Plans {
			shares := make([]money.Share, len(plan.Ranks))
			for rank := range shares {
				shares[rank] = money.Whole
			}
			plan.Bonuses = []commission.Bonus{{ID: "all", Rule: &commission.Pool{Percent: 100_000_000, Shares: shares}}}
		}
		for _, period := range settled(t, c).Periods {
			rule := c.b.InForce(period.Period.End()).Money
			want, ok := rule.PercentOf(period.CV, 100_000_000)
			if !ok {
				t.Fatalf("%v does not fit", period.CV)
			}
			if period.CV.Sign() <= 0 || period.Commission.B == 0 {
				continue // nothing to share, or nobody to share it
			}
			seen++
			if period.Commission.B != want {
				t.Errorf("%s: cv is %v, the engine shares %d", period.Period, period.CV, period.Commission.B)
			}
		}
	})
	if seen == 0 {
		t.Error("no vector has a cv")
	}
}

func TestWhatCannotBeComparedIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		change func(c *company)
		kind   fault.Kind
		says   string
	}{
		"currency":     {func(c *company) { c.b.Plans[0].Currency = "CHF" }, fault.Invalid, "CHF"},
		"scale":        {func(c *company) { c.b.Plans[0].Money.Scale = 4 }, fault.Invalid, "scale 2"},
		"partners":     {func(c *company) { c.b.Partners[1].Name += "!" }, fault.Conflict, "not the same"},
		"orders":       {func(c *company) { c.b.Orders[1].CV++ }, fault.Conflict, "not the same"},
		"cancellation": {func(c *company) { c.b.Cancellations = c.b.Cancellations[1:] }, fault.Conflict, "not the same"},
		"sponsors":     {func(c *company) { c.b.Sponsors.Spans[0].From-- }, fault.Conflict, "not the same"},
		"periods":      {func(c *company) { c.options.Through = c.options.From - 1 }, fault.Invalid, "before"},
		"no version":   {func(c *company) { c.options.From -= 1200 }, fault.Invalid, "no plan version"},
	} {
		t.Run(name, func(t *testing.T) {
			c := aVector(t)
			test.change(&c)
			comparison, err := Settle(t.Context(), c.a, c.b, c.options)
			if comparison != nil || fault.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSettleEndsWhenItIsCancelled(t *testing.T) {
	c := aVector(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	enough := errors.New("enough")
	c.options.Progress = func(done, total int) {
		if done == 2 {
			cancel(enough)
		}
		if done > 2 {
			t.Errorf("went on to %d of %d", done, total)
		}
	}
	if _, err := Settle(ctx, c.a, c.b, c.options); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

func TestProgressCountsBothSides(t *testing.T) {
	c := aVector(t)
	periods := int(c.options.Through-c.options.From) + 1
	next := 1
	c.options.Progress = func(done, total int) {
		if done != next || total != 2*periods {
			t.Errorf("%d of %d, not %d of %d", done, total, next, 2*periods)
		}
		next++
	}
	settled(t, c)
	if next != 2*periods+1 {
		t.Errorf("ended at %d of %d", next-1, 2*periods)
	}
}
