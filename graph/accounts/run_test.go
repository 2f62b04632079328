package accounts_test

import (
	"testing"
	"time"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
)

// A run is approved by other eyes than those that computed it: by none of a deputy of that one, of whom that one stands in for, or of
// another deputy of the same one, now or on the day of the computation; whether the operator demands four eyes or not.
func TestARunIsApprovedByOtherEyes(t *testing.T) {
	config := storetest.Empty(t)
	company := storetest.Open(t, config)
	store, err := accounts.New(company.Store, []byte(secret))
	must(t, err)
	h := &house{t, store, new(clock)}
	must(t, h.Prepare(t.Context(), h.shell()))
	must(t, company.PublishPlan(t.Context(), graph.NewPlanVersion("plans/a.yaml", []byte("plan: a\nvalid_from: 2026-01-01\ncurrency: EUR\n"+
		"ranks: [{id: starter}]\nbonuses:\n  - {id: uni, type: unilevel, levels: [10]}\n")), graph.By{Actor: "test", Within: graph.Everybody}))
	anna, ben, cora, dora := h.user("anna"), h.user("ben"), h.user("cora"), h.user("dora")
	now := period.Day(time.Now().Unix() / 86400)
	must(t, h.Appoint(t.Context(), access.StandIn{Deputy: ben, For: anna, Days: access.Days{From: today, To: today + 300}}, h.shell()))
	month, err := period.Parse("2026-01")
	must(t, err)
	by := func(user string, day period.Day) graph.By {
		may := access.User{ID: user, Profiles: []access.Holding{{
			Profile: access.Profile{ID: "p", Permissions: []access.Grant{{Permission: "runs:approve", Scope: access.Scope{All: true}}}},
			Days:    access.Days{From: 0, To: period.Forever},
		}}}
		return graph.By{Actor: accounts.ActorOf(user), Within: graph.SightOf(access.Decide(may, "runs:approve", day), day, true)}
	}
	run, err := company.BeginRun(t.Context(), graph.Settlement, month, month.End(), by(anna, now))
	must(t, err)
	must(t, company.FinishRun(t.Context(), run, graph.Result{Currency: "EUR", Scale: 2}, by(anna, now)))
	for _, one := range []struct {
		who  string
		day  period.Day
		said string
	}{{anna, now, anna}, {ben, today + 10, "stands in for " + anna}} {
		h.wants(company.ApproveRun(t.Context(), run.ID, false, by(one.who, one.day)), fault.Forbidden, one.said)
	}
	must(t, h.Appoint(t.Context(), access.StandIn{Deputy: cora, For: anna, Days: access.Days{From: today, To: today + 300}}, h.shell()))
	h.wants(company.ApproveRun(t.Context(), run.ID, false, by(cora, today+10)), fault.Forbidden, "stands in for")
	must(t, company.ApproveRun(t.Context(), run.ID, false, by(dora, today+10)))
}
