package personal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// eraseOperation is what an erasure is called in receipts and entries.
const eraseOperation = "erase person"

// erasureSeq is the sequence of the numbers by which the journal copies erasures.
const erasureSeq = "erasure"

// Proof is what proves an erasure. Its hash is in the audit.
type Proof struct {
	ID      string    `json:"id"`
	Person  string    `json:"person"`
	Actor   string    `json:"actor"`
	Ground  string    `json:"ground"` // the law, and the request's number
	At      time.Time `json:"at"`
	Erased  []Kept    `json:"erased"`
	Kept    []Kept    `json:"kept"`
	Entries int       `json:"entries"` // of the audit whose details were erased
	// Documents are those about the person: what was erased, and what stays, by which law and until when.
	Documents []Paper `json:"documents,omitempty"`
	SHA256    string  `json:"sha256"` // of the rest, as JSON
}

// Order is an order to erase a person.
type Order struct {
	ID      string // of the erasure; who repeats one names the same
	Person  string
	Ground  string // the law by which, and the request's number. It stays
	Despite bool   // erase although the papers of the contract are to be kept. The ground says why
}

// Erase erases what is kept of a person, but for what the law keeps, and proves it. It can be stopped anywhere, and done again under the
// same id. The audit must not be verified meanwhile.
//
// Errors: Invalid when nobody is named, or no ground; NotFound when there is no such person; Conflict when the law keeps everything: it
// says what, until when and by what.
func (s *Store) Erase(ctx context.Context, o Order, by graph.By) (*Proof, error) {
	if o.Person == "" || o.Ground == "" {
		return nil, fault.Invalidf("erase", "say whose data is erased, such as partner:17, and by which law")
	}
	e := &erasing{Store: s, Order: o, by: by}
	proven, err := e.again(ctx)
	if proven != nil || err != nil {
		return proven, err
	}
	if e.who == nil {
		if err := e.begin(ctx); err != nil {
			return nil, err
		}
	}
	return e.proof(ctx)
}

// erasing is an erasure under way.
type erasing struct {
	*Store
	Order
	by                  graph.By
	who                 *Who // nil: it has not begun
	seq                 int64
	texts, applications []string
	plan                plan
}

// plan is what is erased, and what is not.
type plan struct {
	Erased []Kept `json:"erased"`
	Kept   []Kept `json:"kept"`
}

func (p *plan) has(class Class) bool { return among(p.Erased, class) }

// Erases says whether a class was erased.
func (p *Proof) Erases(class Class) bool { return among(p.Erased, class) }

func among(list []Kept, class Class) bool {
	return slices.ContainsFunc(list, func(k Kept) bool { return k.Class == class })
}

// again finds an erasure that has begun before, or its proof.
func (e *erasing) again(ctx context.Context) (proven *Proof, err error) {
	err = e.Read(ctx, cypher.ErasureFind, map[string]any{"id": e.ID}, nil, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		e.seq, e.texts, e.applications = c.Number("seq"), c.Texts("texts"), c.Texts("applications")
		e.who = &Who{Person: c.Text("person"), Partner: c.Text("partner"), User: c.Text("user")}
		if text := c.Text("proof"); text != "" {
			return json.Unmarshal([]byte(text), &proven)
		}
		return json.Unmarshal([]byte(c.Text("plan")), &e.plan)
	})
	return proven, err
}

// begin decides what is erased, and records that before anything is gone: so nothing that was erased comes back.
func (e *erasing) begin(ctx context.Context) error {
	who, err := e.Find(ctx, e.Person)
	if err != nil {
		return err
	}
	held, list, err := e.kept(ctx, who)
	if err != nil {
		return err
	}
	e.who = who
	if err := e.decide(list); err != nil {
		return err
	}
	if e.plan.has(Contract) {
		e.texts = held.Texts
	}
	if e.plan.has(Registrations) {
		e.applications = held.Others
	}
	if e.seq, err = e.Numbers(ctx, erasureSeq, 1); err != nil {
		return err
	}
	return e.write(ctx, "begin "+eraseOperation, nil)
}

// decide says what is erased. Whatever law keeps a contract's papers, who erases them despite it answers for that.
func (e *erasing) decide(list []Kept) error {
	for _, k := range list {
		if e.Despite && slices.Contains([]Class{Contract, Audit, Account, Origins}, k.Class) {
			k.Erased = true
		}
		if k.Erased {
			e.plan.Erased = append(e.plan.Erased, k)
		} else {
			e.plan.Kept = append(e.plan.Kept, k)
		}
	}
	if len(e.plan.Erased) == 0 && slices.ContainsFunc(list, func(k Kept) bool { return k.Class != Money }) {
		return refuseAll(e.who, list)
	}
	return nil
}

// proof erases, and proves it.
func (e *erasing) proof(ctx context.Context) (*Proof, error) {
	for _, id := range e.applications {
		if err := e.online.EraseApplication(ctx, id, e.by); err != nil {
			return nil, err
		}
	}
	p := &Proof{ID: e.ID, Person: e.Person, Actor: e.by.Actor, Ground: e.Ground, Erased: e.plan.Erased, Kept: e.plan.Kept}
	var err error
	if p.Documents, err = e.erasePapers(ctx); err != nil {
		return nil, err
	}
	at, err := e.Change(ctx, eraseOperation, e.by.Recorded(), nil, e.apply)
	if err != nil {
		return nil, err
	}
	p.At = at.UTC()
	if e.plan.has(Audit) {
		for _, subject := range e.who.Subjects() {
			count, err := e.Store.Store.Erase(ctx, subject, e.Ground, e.by.Recorded())
			if err != nil {
				return nil, err
			}
			p.Entries += count
		}
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	p.SHA256 = hex.EncodeToString(sum[:])
	return p, e.write(ctx, "prove erasure", p)
}

// write records what is erased, and at last the proof.
func (e *erasing) write(ctx context.Context, operation string, p *Proof) error {
	_, err := e.Change(ctx, operation, e.by.Recorded(), nil, func(c *chronicle.Change) error {
		planned, err := json.Marshal(e.plan)
		if err != nil {
			return err
		}
		erasure := map[string]any{
			"person": e.Person, "partner": chronicle.OrNull(e.who.Partner), "user": chronicle.OrNull(e.who.User), "applications": chronicle.OrNone(e.applications),
			"texts": chronicle.OrNone(e.texts), "classes": e.plan.names(), "plan": string(planned), "ground": e.Ground, "actor": e.by.Actor,
		}
		said := map[string]any{"ground": e.Ground, "classes": e.plan.names()}
		if p != nil {
			text, err := json.Marshal(p)
			if err != nil {
				return err
			}
			erasure["proof"], erasure["hash"] = string(text), p.SHA256
			said["sha256"], said["entries"] = p.SHA256, p.Entries
		}
		c.About(chronicle.PersonKind, e.Person, "", nil, said)
		return c.Run(cypher.ErasureWrite, map[string]any{"id": e.ID, "seq": e.seq, "erasure": erasure, "recorded": c.Recorded}, nil)
	})
	return err
}

// apply deletes nodes and takes off names, of the classes that are erased.
func (e *erasing) apply(c *chronicle.Change) error {
	c.About(chronicle.PersonKind, e.Person, "", nil, nil)
	made := graph.Erasure{Partner: e.who.Partner, User: e.who.User, Applications: e.applications, Texts: e.texts, Classes: e.plan.names()}
	return made.Apply(c)
}

// names are the classes that are erased.
func (p *plan) names() []string {
	list := []string{}
	for _, k := range p.Erased {
		list = append(list, string(k.Class))
	}
	return list
}
