package cypher_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/internal/bundletest"
	"upline/internal/money"
	"upline/internal/period"
	"upline/internal/settletest"
	"upline/internal/storetest"
	"upline/jobs"
)

// company is small enough to answer every question by hand. Dora moves from Bert to Cora in February and Gerd becomes a root;
// Cora is terminated in March; an order of January is paid in March, two are not paid, and half of one of February is
// cancelled.
//
//	January:  a ─ b ─ d     February: a ─ b        March: a ─ b ─ f
//	            └ c ─ g                 └ c ─ d e           └ c ─ d e
//	                                  g                   g
var company = map[string]string{
	"partners.csv": `id,name,joined,sponsor
a,Anna,2026-01-01,
b,Bert,2026-01-01,a
c,Cora,2026-01-01,a
d,Dora,2026-01-02,
e,Emil,2026-02-10,c
f,Fine,2026-03-20,b
g,Gerd,2026-01-05,
`,
	"sponsorships.csv": `partner,sponsor,from,to
d,b,2026-01-02,2026-02-15
d,c,2026-02-15,
g,c,2026-01-05,2026-02-20
`,
	"placements.csv": `tree,partner,parent,slot,from,to
m3,a,,0,2026-01-01,
m3,b,a,0,2026-01-01,
m3,c,a,2,2026-01-01,
m3,e,c,1,2026-02-10,
m3,d,a,1,2026-04-10,
`,
	"status.csv": "partner,status,from,to\nc,terminated,2026-03-15,\n",
	"orders.csv": `id,partner,kind,placed_on,paid_on,points,cv
o1,d,own,2026-01-10,2026-01-10,200,200
o2,b,own,2026-01-12,2026-01-12,100,100
o3,d,customer,2026-02-10,2026-02-11,100,100
o4,e,own,2026-03-05,2026-03-05,50,50
late,d,own,2026-01-20,2026-03-07,80,80
open,e,customer,2026-03-10,,40,30
wrong,g,own,2026-03-12,,500,500
`,
	"cancellations.csv": "id,order,cancelled_on,share\nk1,o3,2026-03-09,0.5\n",
	"plans/test.yaml": `plan: test
valid_from: 2026-01-01
currency: EUR
career: {demotion: immediate}
ranks:
  - {id: starter}
  - {id: leader, when: {gv: 300}}
trees:
  - {id: bin, kind: binary, auto: breadth_first}
  - {id: m3, kind: matrix, width: 3}
bonuses:
  - {id: uni, type: unilevel, levels: [10, 5]}
`,
}

// settledCompany imports the company and settles three months. Then Emil's order of March is cancelled, and Dora gets a rank
// by hand: that is what is known at the first time. Then it is found out that Fine joined later and was recruited by Cora,
// that Gerd is Anna's recruit since March, and that Emil will be Bert's; that only half of Emil's order was cancelled, that
// another one was paid, and that what seemed to be Gerd's order, and then Emil's, was none: that is known at the second time.
// All of it is recorded on 20 April.
func settledCompany(t *testing.T) (before, after time.Time) {
	t.Helper()
	ctx, by := t.Context(), graph.By{Within: graph.Everybody, Actor: "test", Reason: "found out"}
	config, began := storetest.Empty(t), time.Now()
	config.Now = func() time.Time { return time.Date(2026, 4, 20, 12, 0, 0, 0, time.UTC).Add(time.Since(began)) }
	store := storetest.Open(t, config)
	storetest.Bucket(t)
	archive, err := documents.Open(ctx, documents.Config{
		Endpoint: os.Getenv("S3_ENDPOINT"), AccessKey: os.Getenv("S3_ACCESS_KEY"), SecretKey: os.Getenv("S3_SECRET_KEY"),
		Bucket: os.Getenv("S3_BUCKET"),
	})
	must(t, err)
	s := &jobs.Settlement{Graph: store, Archive: archive, Workers: 1}
	dir := filepath.Join(t.TempDir(), "bundle")
	bundletest.WriteFiles(t, dir, company)
	_, err = s.Import(ctx, dir, false, by)
	must(t, err)
	must(t, s.Settle(ctx, settletest.Period(t, "2026-01"), settletest.Period(t, "2026-03"), by, nil))
	_, err = s.ProjectLines(ctx, settletest.Period(t, "2026-03"), "", by)
	must(t, err)
	storetest.Run(t, "MATCH (p:Partner {id: 'b'}) SET p.country = 'AT'")

	cancelled := graph.Cancellation{ID: "k2", Order: "o4", On: day(t, "2026-03-30"), Share: money.Whole, Reason: "returned"}
	must(t, store.RecordCancellation(ctx, cancelled, by))
	must(t, store.OverrideRank(ctx, "d", "leader", day(t, "2026-03-15"), by))
	before = watermark(t, store)

	must(t, store.CorrectPartner(ctx, "f", "Fine", day(t, "2026-03-25"), by))
	must(t, store.Move(ctx, graph.Move{Partner: "f", Sponsor: "c", From: day(t, "2026-03-25"), Until: period.Forever}, by))
	must(t, store.Move(ctx, graph.Move{Partner: "g", Sponsor: "a", From: day(t, "2026-03-01"), Until: period.Forever}, by))
	must(t, store.Move(ctx, graph.Move{Partner: "e", Sponsor: "b", From: day(t, "2026-05-01"), Until: period.Forever}, by))
	must(t, store.CorrectCancellation(ctx, graph.CancellationCorrection{ID: "k2", On: day(t, "2026-03-31"), Share: money.Whole / 2}, by))
	must(t, store.RecordPayment(ctx, "open", day(t, "2026-03-28"), by))
	must(t, store.CorrectOrder(ctx, graph.Order{
		ID: "wrong", Partner: "e", Kind: "own", PlacedOn: day(t, "2026-03-12"), PaidOn: period.Forever, Points: 6_000_000, CV: 6_000_000,
	}, by))
	must(t, store.WithdrawOrder(ctx, "wrong", by))
	return before, watermark(t, store)
}

func day(t *testing.T, text string) period.Day {
	t.Helper()
	d, err := period.ParseDay(text)
	must(t, err)
	return d
}

func watermark(t *testing.T, store *graph.Store) time.Time {
	t.Helper()
	w, err := store.Watermark(context.Background())
	must(t, err)
	return w.KnownAt
}
