package compare

import (
	"testing"

	"upline/internal/money"
)

func TestWords(t *testing.T) {
	low := []string{"low", "mid", "top"}
	three := []money.Value{0, 1, 2}
	for _, test := range []struct {
		a, b []money.Value // what the three partners get
		want string
	}{
		{[]money.Value{0, 0, 0}, []money.Value{0, 0, 0}, "Neither plan pays anybody a commission."},
		{
			[]money.Value{euros(1), euros(2), 0},
			[]money.Value{euros(1), euros(2), 0},
			"Under the proposed plan, nobody would get more or less: the company would pay 3.00 EUR to 2 partners, as it does now.",
		},
		{
			[]money.Value{euros(10_000), euros(20), euros(30)},
			[]money.Value{euros(10_500), euros(20), euros(20)},
			"Under the proposed plan, the company would pay 490.00 EUR more (+4.9 %): 1 partner wins 500.00 EUR, 1 loses 10.00 EUR, 1 stays unchanged.",
		},
		{
			[]money.Value{euros(40_000), euros(20), euros(30)},
			[]money.Value{euros(27_000), 0, euros(20)},
			"Under the proposed plan, the company would pay 13,030.00 EUR less (-32.5 %): 3 partners lose 13,030.00 EUR.",
		},
		{
			[]money.Value{euros(10), euros(20), euros(30)},
			[]money.Value{euros(20), euros(30), euros(10)},
			"Under the proposed plan, the company would pay the same 60.00 EUR: 2 partners win 20.00 EUR, 1 loses 20.00 EUR.",
		},
		{
			[]money.Value{0, 0, 0},
			[]money.Value{euros(1_234_567), 0, 0},
			"Under the proposed plan, the company would pay 1,234,567.00 EUR more: 1 partner wins 1,234,567.00 EUR.",
		},
		{
			[]money.Value{euros(100_000), 0, 0},
			[]money.Value{euros(100_001), 0, 0},
			"Under the proposed plan, the company would pay 1.00 EUR more (less than 0.1 %): 1 partner wins 1.00 EUR.",
		},
	} {
		c := compared(t, peopleNamed("Ada", "Grace", "Edsger"), three, inventedPlan(low, test.a...), inventedPlan(low, test.b...))
		if got := c.Words(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestNotation(t *testing.T) {
	n := notation{scale: 2, currency: "EUR", minus: "−", space: " "}
	for _, test := range []struct{ got, want string }{
		{n.Amount(0), "0.00"},
		{n.Amount(-5), "−0.05"},
		{n.Amount(12_345_678_90), "12,345,678.90"},
		{n.Amount(-999_99), "−999.99"},
		{n.Amount(-1000_00), "−1,000.00"},
		{n.Money(100), "1.00 EUR"},
		{n.Change(1_00), "+1.00"},
		{n.Change(-1_00), "−1.00"},
		{n.Change(0), "0.00"},
		{n.Count(1_000_000), "1,000,000"},
		{n.Counting(1, "order"), "1 order"},
		{n.Counting(1000, "order"), "1,000 orders"},
		{n.Volume(money.Value(12_345_678).Volume()), "1,234.57"},
		{n.PercentChange(Amounts{100_00, 112_34}), "+12.3 %"},
		{n.PercentChange(Amounts{100_00, 0}), "−100.0 %"},
		{n.PercentChange(Amounts{0, 100_00}), ""},
		{n.PercentChange(Amounts{-100, 100}), ""},
		{n.Size(&Bucket{Above: 0, UpTo: 100}), "up to 1"},
		{n.Size(&Bucket{Above: 500_00, UpTo: 1000_00}), "500 – 1,000"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestPayoutRatio(t *testing.T) {
	totals := Totals{Commission: Amounts{33_33, -12_50}, CV: money.Value(100 * 10_000).Volume()}
	ratio, ok := totals.PayoutRatio(2)
	if !ok || ratio.A.StringFixed(2) != "33.33" || ratio.B.StringFixed(2) != "-12.50" {
		t.Errorf("got %v %v", ratio, ok)
	}
	for _, cv := range []money.Value{0, -1} {
		totals.CV = cv.Volume()
		if _, ok := totals.PayoutRatio(2); ok {
			t.Errorf("a cv of %v has a ratio", cv)
		}
	}
}
