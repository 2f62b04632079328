package proof

import (
	"strings"
	"testing"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/settletest"
)

// strangerFiles is a company of three: Bernd earns in January, and in February something of it comes up again.
func strangerFiles(plan, paid, cancellations string) map[string]string {
	return map[string]string{
		"partners.csv":      "id,name,joined,sponsor\nanna,A,2025-01-01,\nbernd,B,2025-01-01,anna\nclara,C,2025-01-01,anna\n",
		"placements.csv":    "tree,partner,parent,slot,from,to\nm,bernd,,0,2025-01-01,\nm,clara,bernd,0,2025-01-01,\n",
		"orders.csv":        "id,partner,kind,placed_on,paid_on,points,cv\nA1,clara,own,2026-01-05," + paid + ",100,100\n",
		"cancellations.csv": "id,order,cancelled_on,share\n" + cancellations,
		"plans/p.yaml": "plan: p\nvalid_from: 2025-01-01\ncurrency: EUR\nranks: [{id: starter}]\ntrees: [{id: m, kind: matrix, width: 2}]\n" +
			"bonuses: [{id: b, type: unilevel, tree: m, levels: [10]}]\n" + plan,
	}
}

// Whose day of joining is corrected to a later one, after a run has paid, has no account where something could be taken
// back, given, or opened: the run is refused, and the partner named. Nothing is lost in silence.
func TestStrangersAreNamed(t *testing.T) {
	for _, c := range []struct{ name, plan, paid, cancellations string }{
		{"a reversal", "", "2026-01-05", "C1,A1,2026-02-05,1\n"},
		{"a balance", "payout: {minimum: 25}\n", "2026-01-05", ""},
		{"a late order in a tree of which the old place was not taken away", "", "2026-02-05", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := settletest.Facts(t, strangerFiles(c.plan, c.paid, c.cancellations), "2026-01", "2026-02")
			january := settletest.Period(t, "2026-01")
			kept := newArchive(january)
			kept.keep(resumed(t, f, kept, january))
			now := grown(f, (january + 1).End(), growth{})
			bernd, _ := now.FindPartner("bernd")
			now.Partners[bernd].Joined = (january + 4).Start()
			h, err := commission.Resume(now, kept.past(now))
			if err != nil {
				t.Fatal(err)
			}
			const want = `partner "bernd" has commission of earlier periods, but joins on 2026-05-01: the day of joining must not be after 2026-02-28`
			_, err = commission.Settle(now, h, january+1, 2)
			expectError(t, err, fault.Invalid, want)
			_, err = commission.SettleLate(now, h, january+1, (january + 1).End(), 2)
			expectError(t, err, fault.Invalid, want)
		})
	}
}

func expectError(t *testing.T, err error, kind fault.Kind, want string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want an error that is %s and says %q", err, kind, want)
	}
}

// Only the next period is settled, of the facts that the history is of, and a late run looks at a day of it.
func TestMismatchesAreRefused(t *testing.T) {
	v := bundletest.Vectors(t)[0]
	f, p := settletest.Facts(t, v.Input, v.From, v.Through), settletest.Period(t, v.From)
	h := commission.NewHistory(f, p)
	_, err := commission.Settle(f, h, p+1, 1)
	expectError(t, err, fault.Invalid, "is not the next period")
	_, err = commission.Settle(grown(f, p.End(), growth{}), h, p, 1)
	expectError(t, err, fault.Internal, "other facts")
	_, err = commission.SettleLate(f, h, p+1, (p + 1).End(), 1)
	expectError(t, err, fault.Invalid, "is not the next period")
	_, err = commission.SettleLate(f, h, p, p.End()+1, 1)
	expectError(t, err, fault.Invalid, "is not a day of")
	_, err = commission.SettleLate(f, h, p, p.Start()-1, 1)
	expectError(t, err, fault.Invalid, "is not a day of")
}
