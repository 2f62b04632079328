package jobs_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/graph/audit"
)

// forger has the whole database, and alters what is kept of the audit in it.
type forger struct {
	*kept
	*rand.Rand
	driver  neo4j.DriverWithContext
	nodes   []forged        // all that there is, before anything is altered
	entries []forged        // the entries among them
	last    map[int64]int64 // of each stripe, the number of the last entry
	anchors map[int64]int64 // of each stripe, the number of the last entry that an anchor holds
	at      *forged         // the entry that was drawn
	id      map[string]any  // its stripe and number, as parameters
}

// forged is a node; an entry has its bodies beside it.
type forged struct {
	id     string // the database's
	kind   string
	props  map[string]any
	bodies []map[string]any // by their places
}

func (n *forged) number(name string) int64 { v, _ := n.props[name].(int64); return v }
func (n *forged) text(name string) string  { v, _ := n.props[name].(string); return v }

// record is the entry as the audit reads it.
func (n *forged) record() audit.Record {
	r := audit.Record{Text: n.text("text"), Previous: audit.Hash(n.text("previous")), Hash: audit.Hash(n.text("hash")), Bodies: make([]string, len(n.bodies))}
	for place, body := range n.bodies {
		r.Bodies[place] = body["text"].(string)
	}
	return r
}

func newForger(k *kept, anchor *audit.Anchor, seed uint64) *forger {
	k.Helper()
	driver, err := neo4j.NewDriverWithContext(k.config.URI, neo4j.BasicAuth(k.config.User, k.config.Password, ""))
	k.must(err)
	k.Cleanup(func() { _ = driver.Close(context.Background()) })
	f := &forger{kept: k, Rand: rand.New(rand.NewPCG(seed, 17)), driver: driver, last: map[int64]int64{}, anchors: map[int64]int64{}}
	for _, h := range anchor.Heads {
		f.anchors[int64(h.Stripe)] = h.No
	}
	f.nodes = f.state()
	bodies := map[string][]map[string]any{}
	for _, n := range f.nodes {
		if key := fmt.Sprint(n.props["stripe"], n.props["no"]); n.kind == "AuditBody" {
			bodies[key] = append(bodies[key], n.props)
		}
	}
	for _, n := range f.nodes {
		if n.kind == "AuditEntry" {
			n.bodies = bodies[fmt.Sprint(n.props["stripe"], n.props["no"])]
			f.entries = append(f.entries, n)
			f.last[n.number("stripe")] = max(f.last[n.number("stripe")], n.number("no"))
		}
	}
	return f
}

func (f *forger) run(query string, params map[string]any) []*neo4j.Record {
	f.Helper()
	result, err := neo4j.ExecuteQuery(f.Context(), f.driver, query, params, neo4j.EagerResultTransformer)
	f.must(err)
	return result.Records
}

// forgedKinds are the kinds of nodes that the audit consists of.
const forgedKinds = "AuditEntry|AuditBody|Change|Clock|AuditAnchors"

// state reads all that there is.
func (f *forger) state() (nodes []forged) {
	f.Helper()
	for _, record := range f.run(`MATCH (n:`+forgedKinds+`) RETURN elementId(n), labels(n)[0], properties(n) ORDER BY labels(n)[0], n.stripe, n.no, n.place, n.id`, nil) {
		v := record.Values
		nodes = append(nodes, forged{id: v[0].(string), kind: v[1].(string), props: v[2].(map[string]any)})
	}
	return nodes
}

// key is all that a node says.
func (n *forged) key() string { return fmt.Sprint(n.kind, n.props) }

// altered is how what there is differs from what there was: nodes too many, and nodes too few.
func (f *forger) altered() (strays []string, gone []forged) {
	f.Helper()
	there := map[string]int{}
	for i := range f.nodes {
		there[f.nodes[i].key()]++
	}
	for _, n := range f.state() {
		if there[n.key()]--; there[n.key()] < 0 {
			strays = append(strays, n.id)
		}
	}
	for _, n := range f.nodes {
		if there[n.key()] > 0 {
			there[n.key()]--
			gone = append(gone, n)
		}
	}
	return strays, gone
}

// undo puts everything back as it was that altered has found.
func (f *forger) undo(strays []string, gone []forged) {
	f.Helper()
	f.run(`MATCH (n) WHERE elementId(n) IN $ids DETACH DELETE n`, map[string]any{"ids": strays})
	f.run(`MATCH (n:Hidden) DETACH DELETE n`, nil)
	f.write(gone)
}

func (f *forger) write(nodes []forged) {
	f.Helper()
	rows := make([]any, len(nodes))
	for i, n := range nodes {
		rows[i] = []any{n.kind, n.props}
	}
	f.run(`UNWIND $rows AS row CREATE (n:$(row[0])) SET n = row[1]`, map[string]any{"rows": rows})
}

// draw draws an entry.
func (f *forger) draw() {
	f.at = &f.entries[f.IntN(len(f.entries))]
	f.id = map[string]any{"stripe": f.at.props["stripe"], "no": f.at.props["no"]}
}

// with are the parameters that name the entry, and others.
func (f *forger) with(name string, value any) map[string]any {
	params := map[string]any{"stripe": f.id["stripe"], "no": f.id["no"]}
	params[name] = value
	return params
}

// edited is the text of an entry in which one thing is altered, or a few characters anywhere.
func (f *forger) edited(text string) string {
	e, err := audit.ParseEntry(text)
	f.must(err)
	switch f.IntN(7) {
	case 0:
		e.Actor.ID += "0"
	case 1:
		e.Operation = "register partner?"
	case 2:
		e.Key += "1"
	case 3:
		e.Recorded = e.Recorded.AddDate(0, 0, -1)
	case 4:
		e.Session = "another"
	case 5:
		e.Fields = append(e.Fields, "zip")
	case 6:
		i := f.IntN(len(text))
		return strings.ToValidUTF8(text[:i]+string(rune('a'+f.IntN(26)))+"!"+text[i:], "")
	}
	return e.Text()
}

// stripe are the entries of a stripe, from a number on.
func (f *forger) stripe(stripe, from int64) (list []forged) {
	for _, n := range f.entries {
		if n.number("stripe") == stripe && n.number("no") >= from {
			list = append(list, n)
		}
	}
	return list
}

// rewrite makes the chain of the stripe anew from the drawn entry on, with all numbers, hashes and the stripe's head, after change was
// made to it; nil deletes it. That is found where an anchor holds the entry, or a receipt knows of it.
func (f *forger) rewrite(change func(e *audit.Entry)) {
	stripe, from := f.at.number("stripe"), f.at.number("no")
	head := audit.Head{Stripe: int(stripe), No: from - 1}
	if before := f.stripe(stripe, from-1); from > 1 {
		e, err := audit.ParseEntry(before[0].text("text"))
		f.must(err)
		head.Hash, head.Recorded = audit.Hash(before[0].text("hash")), e.Recorded
	}
	var anew []forged
	for i, n := range f.stripe(stripe, from) {
		r := n.record()
		e, err := r.Entry()
		f.must(err)
		if i == 0 {
			if change == nil {
				continue
			}
			change(&e)
		}
		r, err = head.Append(&e)
		f.must(err)
		anew = append(anew, n.forge(&e, r)...)
	}
	f.run(`MATCH (e:AuditEntry|AuditBody) WHERE e.stripe = $stripe AND e.no >= $no DELETE e`, f.id)
	f.write(anew)
	f.run(`MATCH (c:Clock {stripe: $stripe}) SET c.auditNo = $last, c.auditHash = $hash`,
		map[string]any{"stripe": stripe, "last": head.No, "hash": string(head.Hash)})
}

// forge are the nodes of another record.
func (n *forged) forge(e *audit.Entry, r audit.Record) []forged {
	props := map[string]any{}
	for name, value := range n.props {
		props[name] = value
	}
	props["no"], props["text"], props["previous"], props["hash"] = e.No, r.Text, string(r.Previous), string(r.Hash)
	props["operation"], props["actor"], props["key"] = e.Operation, e.Actor.String(), nil
	if e.Key != "" {
		props["key"] = e.Key
	}
	delete(props, "erased")
	nodes := []forged{{kind: n.kind, props: props}}
	for i, text := range r.Bodies {
		body := map[string]any{"stripe": n.props["stripe"], "no": e.No, "place": int64(i), "text": text}
		if subject := e.Details[i].Subject; subject != "" {
			body["subject"] = subject
		}
		nodes = append(nodes, forged{kind: "AuditBody", props: body})
	}
	return nodes
}

// held says whether an anchor holds the drawn entry.
func (f *forger) held() bool { return f.at.number("no") <= f.anchors[f.at.number("stripe")] }

// body draws a body of the entry that is there; nil: there is none.
func (f *forger) body() map[string]any {
	for _, i := range f.Perm(len(f.at.bodies)) {
		if b := f.at.bodies[i]; b["text"] != "" {
			return b
		}
	}
	return nil
}

func (f *forger) String() string { return fmt.Sprint(f.at.props["stripe"], "/", f.at.props["no"]) }
