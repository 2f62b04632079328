package jobs_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"upline/documents"
	"upline/graph"
	"upline/graph/access"
	"upline/internal/bundletest"
	"upline/internal/money"
	"upline/internal/period"
	"upline/internal/settletest"
	"upline/internal/storetest"
	"upline/jobs"
)

// settlement has the stores of the tests, empty.
func settlement(t *testing.T) *jobs.Settlement {
	t.Helper()
	store := storetest.Graph(t)
	storetest.Bucket(t)
	archive, err := documents.Open(t.Context(), documents.Config{
		Endpoint: os.Getenv("S3_ENDPOINT"), AccessKey: os.Getenv("S3_ACCESS_KEY"), SecretKey: os.Getenv("S3_SECRET_KEY"),
		Bucket: os.Getenv("S3_BUCKET"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &jobs.Settlement{Graph: store, Archive: archive, Workers: 2}
}

var tester = graph.By{Within: graph.Everybody, Actor: "test"}

func imported(t *testing.T, s *jobs.Settlement, files map[string]string) graph.Imported {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bundle")
	bundletest.WriteFiles(t, dir, files)
	n, err := s.Import(context.Background(), dir, false, tester)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const plan = `plan: test
valid_from: 2026-01-01
currency: EUR
ranks:
  - {id: starter}
trees:
  - {id: bin, kind: binary, auto: breadth_first}
bonuses:
  - {id: uni, type: unilevel, levels: [10, 5, 1]}
`

// A preview says who comes along, which closed months lie behind, and what those above were paid for them.
func TestPreviewMove(t *testing.T) {
	s := settlement(t)
	imported(t, s, map[string]string{
		"partners.csv": "id,name,joined,sponsor\na,A,2026-01-01,\nb,B,2026-01-01,a\nc,C,2026-01-01,b\nd,D,2026-01-01,c\nx,X,2026-01-01,a\n",
		"orders.csv": `id,partner,kind,placed_on,paid_on,points,cv
o1,d,own,2026-01-10,2026-01-10,100,100
o2,c,own,2026-02-10,2026-02-10,100,100
o3,x,own,2026-02-10,2026-02-10,100,100
`,
		"plans/test.yaml": plan,
	})
	from, through := settletest.Period(t, "2026-01"), settletest.Period(t, "2026-02")
	if err := s.Settle(t.Context(), from, through, tester, nil); err != nil {
		t.Fatal(err)
	}
	feb := through.Start()
	preview, err := s.PreviewMove(t.Context(), graph.Move{Partner: "c", Sponsor: "x", From: feb, Until: period.Forever}, graph.Everybody)
	if err != nil {
		t.Fatal(err)
	}
	if preview.Partners != 2 || !slices.Equal(preview.Closed, []period.Period{through}) || !slices.Equal(preview.Upline, []string{"b", "a"}) {
		t.Errorf("preview: %+v", preview)
	}
	want := []jobs.Touched{{Period: through, Beneficiary: "b", Lines: 1, Amount: money.Amount(1000), Scale: 2}, {Period: through, Beneficiary: "a", Lines: 1, Amount: money.Amount(500), Scale: 2}}
	if !slices.Equal(preview.Earnings, want) {
		t.Errorf("touched: %v, want %v", preview.Earnings, want)
	}
	// Who may look at moves of everybody, and at the earnings of b alone, sees those of b alone.
	all, own := access.Scope{All: true}, access.Scope{Own: true}
	profile := access.Profile{ID: "mover", Fields: access.Basic | access.Earnings, Permissions: []access.Grant{
		{Permission: "partners:preview", Scope: all}, {Permission: access.ReadEarnings, Scope: own},
	}}
	user := access.User{ID: "u", Partner: "b", Profiles: []access.Holding{{Profile: profile, Days: access.Days{From: 0, To: period.Forever}}}}
	within := graph.SightOf(access.Decide(user, "partners:preview", feb), feb, false)
	preview, err = s.PreviewMove(t.Context(), graph.Move{Partner: "c", Sponsor: "x", From: feb, Until: period.Forever}, within)
	if err != nil || !slices.Equal(preview.Upline, []string{"b", "a"}) || !slices.Equal(preview.Earnings, want[:1]) {
		t.Errorf("touched, to who sees the earnings of b alone: %+v, %v", preview, err)
	}
	if got, err := s.Graph.Upline(t.Context(), "c", s.Graph.Now(feb)); err != nil || got[0].ID != "b" {
		t.Errorf("a preview has moved somebody: %v, %v", got, err)
	}
}

// A bundle that grows is imported again: places that were given stay, newcomers find theirs among those who are there, and
// what is new is recorded alone.
func TestImportTakesUpWhatIsNew(t *testing.T) {
	s := settlement(t)
	files := map[string]string{
		"partners.csv":    "id,name,joined,sponsor\na,A,2026-01-01,\nc,C,2026-01-02,a\nd,D,2026-01-03,a\n",
		"orders.csv":      "id,partner,kind,placed_on,paid_on,points,cv\no1,d,own,2026-01-10,,100,100\n",
		"plans/test.yaml": plan,
	}
	imported(t, s, files)
	// b joins last, and goes below c, where the first free slot is.
	files["partners.csv"] += "b,B,2026-01-05,a\n"
	files["orders.csv"] = "id,partner,kind,placed_on,paid_on,points,cv\no1,d,own,2026-01-10,2026-01-20,100,100\no2,b,own,2026-01-11,,1,1\n"
	files["status.csv"] = "partner,status,from,to\nc,suspended,2026-03-01,\n"
	n := imported(t, s, files)
	if want := (graph.Imported{Partners: 1, Sponsorships: 1, Placements: 1, Orders: 1, Payments: 1, Corrected: 1}); n != want {
		t.Errorf("imported %+v, want %+v", n, want)
	}
	if n := imported(t, s, files); n != (graph.Imported{}) {
		t.Errorf("imported again: %+v", n)
	}
	w, err := s.Graph.Watermark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := s.Graph.Snapshot(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	f := snapshot.Facts
	places := map[string]string{}
	for p := range f.Partners {
		for _, span := range f.Placements[0].Spans[f.Placements[0].First[p]:f.Placements[0].First[p+1]] {
			if span.Value.Parent >= 0 {
				places[f.Partners[p].ID] = f.Partners[span.Value.Parent].ID
			}
		}
	}
	if places["c"] != "a" || places["d"] != "a" || places["b"] != "c" {
		t.Errorf("places: %v", places)
	}
}
