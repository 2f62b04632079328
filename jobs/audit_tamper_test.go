package jobs_test

import (
	"testing"

	"upline/graph/audit"
)

// A thousand random edits, deletions, insertions and truncations in the database of a company that lives: each is found,
// and when it is undone, nothing is.
func TestTamperingInTheDatabaseIsFound(t *testing.T) {
	k := newKept(t)
	next := k.company(2610)
	k.people(next, "zoe", "max", "leo")
	k.anchor()
	_, err := k.graph.Erase(t.Context(), "partner:zoe", "request 12", user("9").Recorded())
	k.must(err)
	k.people(next, "pia", "tom", "kim")
	anchor := k.anchor()
	k.people(next, "ida", "jan")
	if s := k.sound(); s.Erased == 0 || s.Unanchored == 0 {
		t.Fatalf("%+v", s)
	}
	f := newForger(k, anchor, 2610)
	tried := map[string]int{}
	for i := 0; i < 1000; {
		how := tamperings[i%len(tamperings)]
		f.draw()
		did := how.do(f)
		strays, gone := f.altered()
		if !did || len(strays)+len(gone) == 0 { // it does not fit the entry that was drawn
			f.undo(strays, gone)
			continue
		}
		tried[how.name]++
		if found, _ := k.findings(); len(found) == 0 {
			t.Errorf("%d, of %v: %s is not found", i, f, how.name)
		}
		f.undo(strays, gone)
		i++
	}
	k.sound()
	if len(tried) != len(tamperings) {
		t.Errorf("%d of %d ways were tried", len(tried), len(tamperings))
	}
}

// tamperings are ways to alter the audit in the database; each says whether it fits the entry that was drawn.
var tamperings = []struct {
	name string
	do   func(f *forger) bool
}{
	{"an edited entry", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) SET e.text = $text`, f.with("text", f.edited(f.at.text("text"))))
	}},
	{"an edited hash", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) SET e.hash = $hash`, f.with("hash", f.entries[f.IntN(len(f.entries))].props["hash"]))
	}},
	{"an edited hash of the one before", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) SET e.previous = $hash`, f.with("hash", f.entries[f.IntN(len(f.entries))].props["hash"]))
	}},
	{"an entry rewritten, with all hashes behind it and the head", func(f *forger) bool {
		if f.held() {
			f.rewrite(func(e *audit.Entry) { e.Key += "7" })
		}
		return f.held()
	}},
	{"an entry given to somebody else, with all hashes and the head, but not its receipt", func(f *forger) bool {
		f.rewrite(func(e *audit.Entry) { e.Actor = audit.Actor{Kind: audit.User, ID: "666"} })
		return true
	}},
	{"an entry taken out, with all numbers, hashes and the head, but not its receipt", func(f *forger) bool {
		f.rewrite(nil)
		return true
	}},
	{"a deleted entry", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry|AuditBody {stripe: $stripe, no: $no}) DELETE e`, f.id)
	}},
	{"a deleted entry, with its receipt", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) OPTIONAL MATCH (c:Change {stripe: $stripe}) WHERE c.first <= $no AND c.last >= $no
			DELETE e, c`, f.id)
	}},
	{"a chain cut off", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry|AuditBody) WHERE e.stripe = $stripe AND e.no >= $no DELETE e`, f.id)
	}},
	{"a chain cut off, with its head", func(f *forger) bool {
		f.cut()
		return true
	}},
	{"a chain cut off to before the anchor, with its head and all receipts", func(f *forger) bool {
		if f.held() {
			f.cut()
			f.run(`MATCH (c:Change) WHERE c.stripe = $stripe AND c.last >= $no DELETE c`, f.id)
		}
		return f.held()
	}},
	{"a chain emptied, with its head and all receipts", func(f *forger) bool {
		f.run(`MATCH (e:AuditEntry|AuditBody {stripe: $stripe}) DELETE e`, f.id)
		f.run(`MATCH (c:Change {stripe: $stripe}) DELETE c`, f.id)
		f.run(`MATCH (c:Clock {stripe: $stripe}) SET c.auditNo = 0, c.auditHash = ''`, f.id)
		return f.anchors[f.at.number("stripe")] > 0
	}},
	{"entries swapped", func(f *forger) bool {
		other := f.with("other", f.last[f.at.number("stripe")])
		f.run(`MATCH (a:AuditEntry {stripe: $stripe, no: $no}) MATCH (b:AuditEntry {stripe: $stripe, no: $other}) SET a.no = -1`, other)
		return f.changed(`MATCH (b:AuditEntry {stripe: $stripe, no: $other}) SET b.no = $no WITH b MATCH (a:AuditEntry {stripe: $stripe, no: -1}) SET a.no = $other`, other)
	}},
	{"an entry moved to the end of another chain", func(f *forger) bool {
		to := (f.at.number("stripe") + 1) % audit.Stripes
		params := f.with("to", to)
		params["end"] = f.last[to] + 1
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) SET e.stripe = $to, e.no = $end`, params)
	}},
	{"an entry copied to the end of its chain", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) CREATE (n:AuditEntry) SET n = e {.*, no: $end}`,
			f.with("end", f.last[f.at.number("stripe")]+1+f.Int64N(3)))
	}},
	{"an entry whose number is edited", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) SET e.no = $other`, f.with("other", []any{-1, 0, 1 << 40, 2.5, "1", nil}[f.IntN(6)]))
	}},
	{"an entry that is none any more", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) SET e:Hidden REMOVE e:AuditEntry`, f.id)
	}},
	{"an entry hidden from who looks for it", func(f *forger) bool {
		params := f.with("props", []map[string]any{{"kind": "Nothing"}, {"key": "nothing"}, {"actor": "user:666"}, {"operation": "nothing"}, {"recorded": nil}}[f.IntN(5)])
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) SET e += $props`, params)
	}},
	{"a body deleted", func(f *forger) bool {
		return f.ofBody(`DELETE b`, nil)
	}},
	{"a body emptied without an erasure", func(f *forger) bool {
		return f.ofBody(`SET b.text = ''`, nil)
	}},
	{"an edited body", func(f *forger) bool {
		b := f.body()
		if b == nil {
			return false
		}
		body, err := audit.ParseBody(b["text"].(string))
		f.must(err)
		body.Reason += "!"
		return f.ofBody(`SET b.text = $value`, body.Text())
	}},
	{"a body given to somebody else", func(f *forger) bool {
		return f.ofBody(`SET b.subject = $value`, "partner:nobody")
	}},
	{"a body moved", func(f *forger) bool {
		return f.ofBody(`SET b.place = $value`, []any{7, -1, nil, "x", 1 << 40}[f.IntN(5)])
	}},
	{"a body of another entry", func(f *forger) bool {
		other := &f.entries[f.IntN(len(f.entries))]
		if len(other.bodies) == 0 {
			return false
		}
		return f.ofBody(`SET b.text = $value`, other.bodies[0]["text"])
	}},
	{"a body too many", func(f *forger) bool {
		return f.changed(`MATCH (e:AuditEntry {stripe: $stripe, no: $no}) CREATE (:AuditBody {stripe: e.stripe, no: e.no, place: $place, text: $text})`,
			map[string]any{"stripe": f.id["stripe"], "no": f.id["no"], "place": f.IntN(4), "text": "x"})
	}},
	{"a body put where one was erased", func(f *forger) bool {
		b := audit.Body{Reason: "nothing of that kind"}
		return f.changed(`MATCH (b:AuditBody {subject: 'partner:zoe'}) WHERE b.text = '' WITH b LIMIT 1 SET b.text = $text`, map[string]any{"text": b.Text()})
	}},
	{"an edited head", func(f *forger) bool {
		return f.changed(`MATCH (c:Clock {stripe: $stripe}) SET c += $props`,
			f.with("props", []map[string]any{{"auditNo": f.last[f.at.number("stripe")] + 1}, {"auditNo": 0}, {"auditNo": "x"}, {"auditNo": nil}, {"auditHash": f.at.props["previous"]}}[f.IntN(5)]))
	}},
	{"a head deleted", func(f *forger) bool {
		return f.changed(`MATCH (c:Clock {stripe: $stripe}) DELETE c`, f.id)
	}},
	{"a receipt deleted", func(f *forger) bool {
		return f.ofReceipt(`DELETE c`, nil)
	}},
	{"an edited receipt", func(f *forger) bool {
		return f.ofReceipt(`SET c += $props`, []map[string]any{
			{"actor": "user:666"}, {"operation": "nothing"}, {"last": 1 << 40}, {"first": 0}, {"stripe": 99}, {"first": nil}, {"id": "another"},
		}[f.IntN(7)])
	}},
	{"a receipt doubled", func(f *forger) bool {
		return f.ofReceipt(`CREATE (n:Change) SET n = c {.*, id: 'doubled'}`, nil)
	}},
	{"what the database remembers of anchors", func(f *forger) bool {
		return f.changed([]string{
			`MATCH (a:AuditAnchors) DELETE a`, `MATCH (a:AuditAnchors) SET a.no = 1, a.nextNo = 1`, `MATCH (a:AuditAnchors) SET a.hash = 'x', a.nextHash = 'x'`,
		}[f.IntN(3)], nil)
	}},
}

// changed runs a query that alters something.
func (f *forger) changed(query string, params map[string]any) bool {
	f.run(query, params)
	return true
}

// cut cuts the chain off before the drawn entry, and sets the head back.
func (f *forger) cut() {
	hash := ""
	if before := f.stripe(f.at.number("stripe"), f.at.number("no")-1); f.at.number("no") > 1 {
		hash = before[0].text("hash")
	}
	f.run(`MATCH (e:AuditEntry|AuditBody) WHERE e.stripe = $stripe AND e.no >= $no DELETE e`, f.id)
	f.run(`MATCH (c:Clock {stripe: $stripe}) SET c.auditNo = $no - 1, c.auditHash = $hash`, f.with("hash", hash))
}

// ofBody alters a body b of the drawn entry.
func (f *forger) ofBody(what string, value any) bool {
	b := f.body()
	if b == nil {
		return false
	}
	params := f.with("place", b["place"])
	params["value"] = value
	return f.changed(`MATCH (b:AuditBody {stripe: $stripe, no: $no, place: $place}) `+what, params)
}

// ofReceipt alters the receipt c of the drawn entry.
func (f *forger) ofReceipt(what string, props map[string]any) bool {
	return f.changed(`MATCH (c:Change {stripe: $stripe}) WHERE c.first <= $no AND c.last >= $no `+what, f.with("props", props))
}
