package registrations

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// Statement is a statement of withdrawal, as the withdrawal function takes it in (§ 356a BGB): who withdraws, from which contract, and
// where to confirm it.
type Statement struct {
	ID          string
	Received    time.Time
	Name, Email string
	Number      string // the partner's; empty: the address says who it is
	Declaration string
	Partner     string // whose contract it is; empty: nobody knows
	Open        bool   // somebody has to see to it
	// Closed is when somebody has seen to it, who, and why so; zero: nobody has.
	Closed                 time.Time
	ClosedBy, ClosedReason string

	application *formProof // which was withdrawn after its acceptance; nil: it is a contract that the statement is about
}

// sealed is what of a statement is kept sealed.
type sealed struct {
	Name, Email, Number, Declaration string
	Application                      *formProof `json:",omitempty"`
}

// State takes a statement of withdrawal in. When the name and the address are those of one partner, and the number too if it is given, and
// it is in time, the contract has ended; and the mail that confirms it, with what it says and when it came, is on its way (§ 356a Abs. 4
// BGB). Everything else waits for a person. Whoever states it is told the same.
func (s *Store) State(ctx context.Context, statement Statement, from joining.Origin) (Statement, error) {
	statement.ID, statement.Received = uuid.NewString(), s.now().Truncate(time.Second)
	partner, _, err := s.partnerAt(s.reads(ctx), s.addressOf(statement.Email))
	if err == nil && partner != "" {
		statement.Partner, err = s.meant(ctx, partner, statement)
	}
	if err != nil {
		return statement, err
	}
	if statement.Partner != "" {
		done, err := s.withdraw(ctx, statement, from)
		if done || err != nil {
			return statement, err
		}
	}
	statement.Open = true
	_, err = s.Change(ctx, "receive withdrawal", applicant, nil, func(c *chronicle.Change) error { return s.keepStatement(c, statement) })
	return statement, err
}

// meant returns the partner at an address, when the statement names that one.
func (s *Store) meant(ctx context.Context, partner string, statement Statement) (string, error) {
	p, err := s.person(s.reads(ctx), partner)
	if err != nil || p == nil {
		return "", err
	}
	if !names(statement.Name, p.Contact.Family) || statement.Number != "" && !strings.EqualFold(strings.TrimSpace(statement.Number), partner) {
		return "", nil
	}
	return partner, nil
}

// names says whether a family name is among the words of what somebody wrote as the name.
func names(written, family string) bool {
	family = plainName(family)
	return family != "" && strings.Contains(" "+plainName(written)+" ", " "+family+" ")
}

// plainName is a name as it is compared.
func plainName(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), " ") }

// withdraw ends a contract by a statement, if it is in time.
func (s *Store) withdraw(ctx context.Context, statement Statement, from joining.Origin) (done bool, err error) {
	contract, err := s.contractOf(ctx, statement.Partner)
	if err != nil {
		return false, err
	}
	end, err := contract.Withdraw(s.dayOf(statement.Received), s.free)
	if err != nil {
		return false, ignored(err)
	}
	by := graph.By{Within: graph.Everybody, Actor: applicant.Actor, Reason: string(joining.EndWithdrawal)}
	_, err = s.end(ctx, statement.Partner, end, by, from, func(c *chronicle.Change) error {
		if err := s.keepStatement(c, statement); err != nil {
			return err
		}
		if err := s.countMail(c, s.addressOf(statement.Email)); err != nil {
			return err
		}
		return s.mail(c, "mail-withdrawn-"+statement.ID, Letter{Name: joining.MailWithdrawn, Of: statement.ID}, applicant)
	})
	return err == nil, ignored(err)
}

// ignored leaves a withdrawal that comes too late, or a second time, to a person.
func ignored(err error) error {
	if fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.Invalid {
		return nil
	}
	return err
}

func (s *Store) keepStatement(c *chronicle.Change, statement Statement) error {
	text, err := s.seal(statement.ID, sealed{Name: statement.Name, Email: statement.Email, Number: statement.Number, Declaration: statement.Declaration})
	if err != nil {
		return err
	}
	seq, err := s.Numbers(c.Ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return err
	}
	return c.Run(cypher.WithdrawalCreate, map[string]any{
		"id": statement.ID, "seq": seq, "recorded": c.Recorded, "received": statement.Received, "statement": text, "partner": statement.Partner, "open": statement.Open,
		"until": nil,
	}, nil)
}

// statement returns a statement of withdrawal.
//
// Errors: NotFound.
func (s *Store) statement(ctx context.Context, id string) (*Statement, error) {
	var list []Statement
	err := s.Read(ctx, cypher.WithdrawalFind, map[string]any{"id": id}, func() { list = nil }, s.appendStatement(&list))
	if err == nil && len(list) == 0 {
		err = fault.NotFoundf("withdrawal", "there is no statement of withdrawal %s", id)
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func (s *Store) appendStatement(list *[]Statement) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		var text sealed
		if err := s.unseal(c.Text("id"), c.Text("statement"), &text); err != nil {
			return err
		}
		open, _ := c["open"].(bool)
		*list = append(*list, Statement{
			c.Text("id"), c.Time("received"), text.Name, text.Email, text.Number, text.Declaration, c.Text("partner"), open, c.Time("closed"), c.Text("closedBy"),
			c.Text("closedReason"), text.Application,
		})
		return nil
	}
}
