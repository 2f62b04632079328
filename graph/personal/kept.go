package personal

import (
	"context"
	"fmt"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/period"
)

// Class is a part of what is kept of a person, all of which goes at once.
type Class string

// The classes, in the order in which they are shown.
const (
	Account       Class = "account"       // how the person logs in
	Registrations Class = "registrations" // of the person, that have become no partner
	Contract      Class = "person"        // the person's data, the contract's papers and proof, the name
	Audit         Class = "audit"         // what entries say of the person
	Origins       Class = "origins"       // addresses from which the contract was made
	Consents      Class = "consents"      // proofs of consents that count by themselves
	Documents     Class = "documents"     // about the partner, which no law keeps
	Records       Class = "records"       // documents that a law keeps
	Money         Class = "money"         // orders, statements and places, by number alone
)

// Kept is what is kept of a person of a class.
type Kept struct {
	Class  Class  `json:"class"`
	Count  int    `json:"count"`  // how many things that is
	Until  Until  `json:"until"`  // the first day on which no law keeps it
	Ground string `json:"ground"` // the law, and why
	Erased bool   `json:"erased"` // it is erased by an erasure today
}

// Until is a day, or period.Forever, of which nobody knows yet when that is; as text, it is empty then.
type Until period.Day

// String writes the day; empty: nobody knows yet.
func (u Until) String() string { return period.Day(u).String() }

// MarshalText writes what String does.
func (u Until) MarshalText() ([]byte, error) { return period.Day(u).MarshalText() }

// UnmarshalText reads what MarshalText has written.
//
// Errors: Invalid.
func (u *Until) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*u = Until(period.Forever)
		return nil
	}
	day, err := period.ParseDay(string(text))
	*u = Until(day)
	return err
}

// Kept lists what is kept of a person, and what an erasure would take.
//
// Errors: those of Find.
func (s *Store) Kept(ctx context.Context, person string) (*Who, []Kept, error) {
	w, err := s.Find(ctx, person)
	if err != nil {
		return nil, nil, err
	}
	_, list, err := s.kept(ctx, w)
	return w, list, err
}

// kept lists what is kept of somebody, with what is held of how that one joined.
func (s *Store) kept(ctx context.Context, w *Who) (held *registrations.Held, list []Kept, err error) {
	if held, err = s.held(ctx, w); err != nil {
		return nil, nil, err
	}
	counts := map[Class]int{}
	if w.Partner != "" {
		if err := s.count(ctx, w.Partner, counts); err != nil {
			return nil, nil, err
		}
	}
	if held.Application != "" {
		counts[Contract] += 1 + len(held.Texts)
	}
	counts[Origins], counts[Registrations], counts[Consents] = held.Origins, len(held.Others), len(held.Consents)
	if w.HasAccount {
		counts[Account] = 1
	}
	for _, subject := range w.Subjects() {
		said, err := s.company.SaidOf(ctx, subject)
		if err != nil {
			return nil, nil, err
		}
		counts[Audit] += said
	}
	terms, err := s.terms(ctx, w, held)
	if err != nil {
		return nil, nil, err
	}
	for _, k := range terms {
		if k.Count = counts[k.Class]; k.Count > 0 {
			list = append(list, k)
		}
	}
	papers, err := s.listPapers(ctx, w)
	if at := slices.IndexFunc(list, func(k Kept) bool { return k.Class == Money }); at >= 0 {
		list = slices.Insert(list, at, papers...)
	} else {
		list = append(list, papers...)
	}
	return held, list, err
}

// held is what registrations hold of somebody.
//
// Errors: Invalid when a registration is named, and nobody joins online.
func (s *Store) held(ctx context.Context, w *Who) (*registrations.Held, error) {
	switch {
	case s.online == nil && w.Registration != "":
		return nil, fault.Invalidf("person", "registrations cannot be opened: set what upline serve --help says of them")
	case w.Registration != "":
		return s.online.HeldOfApplication(ctx, w.Registration)
	case s.online == nil || w.Partner == "":
		return &registrations.Held{}, nil
	}
	return s.online.HeldOf(ctx, w.Partner)
}

func (s *Store) count(ctx context.Context, partner string, counts map[Class]int) error {
	return s.Read(ctx, cypher.PersonalCounts, map[string]any{"partner": partner}, nil, func(record *neo4j.Record) error {
		v := record.Values
		number := func(i int) int { return int(v[i].(int64)) }
		counts[Contract] = 1 + number(0) + number(1) + number(2) // the name is one
		counts[Money] = min(1, number(3)+number(4))              // how many sales that are, is not said here
		return nil
	})
}

// terms say of each class until when it is kept, and why.
func (s *Store) terms(ctx context.Context, w *Who, held *registrations.Held) ([]Kept, error) {
	today := s.today()
	contract := joining.Kept{Until: today, Ground: "Art. 17(1)(a) GDPR: nothing allows to keep it"}
	account, audit := contract, contract
	if w.Partner != "" {
		ended, err := s.ended(ctx, w.Partner)
		if err != nil {
			return nil, err
		}
		contract = termOf(joining.DataContract, joining.Fate{State: joining.Ended, Ended: ended, Accepted: period.Forever})
		audit = contract
		if ended == period.Forever || ended > today {
			account = joining.Kept{Until: ended, Ground: "Art. 6(1)(b) GDPR: the contract runs"}
		}
	} else if w.HasAccount && !w.Locked {
		account = joining.Kept{Until: period.Forever, Ground: "Art. 6(1)(b), (f) GDPR: somebody works with it; lock it first (upline user lock)"}
		audit = joining.Kept{Until: period.Forever, Ground: "Art. 17(3)(b), (e), 32 GDPR: who did what with data of others is proven while they work here"}
	}
	list := []Kept{
		{Class: Account, Until: Until(account.Until), Ground: account.Ground},
		{Class: Registrations, Until: Until(today), Ground: "Art. 5(1)(e), 17(1)(a) GDPR: nothing allows to keep it"},
		{Class: Contract, Until: Until(contract.Until), Ground: contract.Ground},
		{Class: Audit, Until: Until(audit.Until), Ground: audit.Ground},
	}
	for i := range list {
		list[i].Erased = list[i].Until <= Until(today)
	}
	origin := termOf(joining.DataOrigin, held.Fate)
	return append(list,
		Kept{Class: Origins, Until: Until(origin.Until), Ground: origin.Ground, Erased: contract.Until <= today},
		Kept{Class: Consents, Until: Until(lastOf(held.Consents)), Ground: "Art. 7(1), 17(3)(e) GDPR; § 7a UWG: a consent is proven as long as it can be disputed; each goes by itself on its day"},
		Kept{Class: Money, Until: Until(period.Forever), Ground: "§ 147 AO, § 257 HGB: books ten years, vouchers eight. By number alone: it leads to nobody once the rest is erased"},
	), nil
}

// termOf is how long a part of the data of an application is kept.
func termOf(data joining.Data, fate joining.Fate) joining.Kept {
	if fate.State == "" {
		fate.State = joining.Registered
	}
	for _, kept := range joining.Retention(fate) {
		if kept.Data == data {
			return kept
		}
	}
	return joining.Kept{Data: data}
}

func lastOf(consents []registrations.ConsentProof) (last period.Day) {
	for _, c := range consents {
		last = max(last, c.Until)
	}
	return last
}

// ended is the last day of a partner's contract; period.Forever: it runs.
func (s *Store) ended(ctx context.Context, partner string) (period.Day, error) {
	history, err := s.company.History(ctx, partner, graph.View{Within: graph.Everybody, KnownAt: graph.Latest}, false)
	if err != nil {
		return 0, err
	}
	if n := len(history.Statuses); n > 0 {
		if last := history.Statuses[n-1]; last.Value == commission.Terminated.String() && last.To == period.Forever {
			return last.From, nil
		}
	}
	return period.Forever, nil
}

// refuseAll says why nothing is erased of somebody.
func refuseAll(w *Who, list []Kept) error {
	text := fmt.Sprintf("nothing of %s can be erased today", w.Person)
	for _, k := range list {
		switch {
		case k.Class == Money:
		case k.Until == Until(period.Forever):
			text += fmt.Sprintf("; %s: nobody knows yet until when it is kept (%s)", k.Class, k.Ground)
		default:
			text += fmt.Sprintf("; %s is erased from %v on (%s)", k.Class, k.Until, k.Ground)
		}
	}
	return fault.Conflictf("erase", "%s", text)
}
