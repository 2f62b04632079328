package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/google/uuid"

	"upline/api"
	"upline/graph/personal"
	"upline/internal/fault"
	"upline/jobs"
)

// personCommand groups what is done with what is kept of a person.
type personCommand struct {
	Kept   personKeptCommand   `cmd:"" help:"List what is kept of a person, and until when the law keeps it." example:"upline person kept --person partner:17"`
	Export personExportCommand `cmd:"" help:"Write everything that is kept of a person." example:"upline person export --person partner:17 --out DIR"`
	Erase  personEraseCommand  `cmd:"" help:"Erase a person, but for what the law keeps." example:"upline person erase --person partner:17 --ground TEXT"`
}

// Help is what person --help says.
func (personCommand) Help() string {
	return `A person is named as the audit names people: partner:17, user:5, shell:anna; or registration:ID, of one that has become no partner.
Whoever names a partner names the account of that partner, too. With UPLINE_JOIN_KEY set, forms and proofs of those who joined online
are opened; with REDIS_URL, it is known where people are logged in.`
}

// personFlag names a person.
type personFlag struct {
	Person string `required:"" placeholder:"PERSON" help:"Who: partner:17, user:5, registration:ID or shell:anna."`
}

// personKeptCommand lists what is kept.
type personKeptCommand struct {
	personFlag
	jsonFlag
}

// Run lists.
func (c *personKeptCommand) Run(ctx context.Context, m *Main) error {
	return m.withPersons(ctx, func(p *jobs.Personal) error {
		_, list, err := p.Persons().Kept(ctx, c.Person)
		if err != nil {
			return err
		}
		if c.JSON {
			return m.printJSON(list)
		}
		return m.print(keptText(list))
	})
}

func keptText(list []personal.Kept) string {
	var text strings.Builder
	for _, k := range list {
		when := "erased on request"
		switch until := k.Until.String(); {
		case k.Erased:
		case until == "":
			when = "kept"
		default:
			when = "kept until " + until
		}
		fmt.Fprintf(&text, "%-14s %6d  %s: %s\n", k.Class, k.Count, when, k.Ground)
	}
	if len(list) == 0 {
		return "Nothing is kept\n"
	}
	return text.String()
}

// personExportCommand writes what is kept of a person.
type personExportCommand struct {
	personFlag
	Out      string `required:"" type:"path" placeholder:"DIR" help:"A folder that is not there yet."`
	Language string `default:"en" enum:"de,en" help:"Of the index: de or en. Default: en."`
	actorFlag
}

// Help is what person export --help says besides the flags.
func (personExportCommand) Help() string {
	return `Writes a JSON file for each kind of what is kept, and an index (articles 15 and 20 GDPR). Of others, it writes their numbers alone. The
export is an entry of the audit itself.`
}

// Run exports.
func (c *personExportCommand) Run(ctx context.Context, m *Main) error {
	if _, err := os.Stat(c.Out); err == nil {
		return fault.Conflictf("export", "%s is there already: name another folder", c.Out)
	}
	return m.withPersons(ctx, func(p *jobs.Personal) error { return p.ExportPerson(ctx, c.Out, c.Person, c.Language, c.by("")) })
}

// personEraseCommand erases a person.
type personEraseCommand struct {
	personFlag
	Ground  string `required:"" placeholder:"TEXT" help:"The law by which, and the request's number: Art. 17(1)(a) GDPR, request 12. It stays."`
	Despite bool   `help:"Erase although the papers of the partner's contract are to be kept. The ground says why."`
	actorFlag
	jsonFlag
}

// Help is what person erase --help says besides the flags.
func (personEraseCommand) Help() string {
	return `Erases what upline person kept says goes: the account, registrations, and, when the contract's term is over, the person, the papers and
what the audit says. Once the contract has ended, documents go that no law keeps; the others stay, are named with law and day in the
proof, and only who sees everybody finds them. The partner's number stays with the statements, and who did what and when stays in the audit, by number; its
chains stay whole. The erasure is proven: who, when, what, by which law, and a hash that is in the audit.

While a partner's contract runs, and six years from the end of the year in which it ended (§ 257 HGB, § 147 AO), the papers are kept.
The journal has what was erased until its own lock ends, three months later; whoever restores it gets everybody's erasures first.`
}

// Run erases, and prints the proof.
func (c *personEraseCommand) Run(ctx context.Context, m *Main) error {
	return m.withPersons(ctx, func(p *jobs.Personal) error {
		order := personal.Order{ID: uuid.NewString(), Person: c.Person, Ground: c.Ground, Despite: c.Despite}
		proof, err := p.Erase(ctx, order, c.by(""))
		if err != nil {
			return err
		}
		if c.JSON {
			return m.printJSON(proof)
		}
		return m.print(fmt.Sprintf("Erased %s, and what %s said; SHA-256 of the proof: %s\n%s", plain(c.Person), entryCount(int64(proof.Entries)), proof.SHA256, keptText(proof.Kept)))
	})
}

// withPersons runs work with what is kept of persons, behind a progress bar.
func (m *Main) withPersons(ctx context.Context, work func(p *jobs.Personal) error) error {
	return m.withSettlement(ctx, workersFlag{}, func(s *jobs.Settlement) error {
		p := &jobs.Personal{Settlement: s}
		var err error
		if p.Registrations, err = m.registrations(s.Graph); err != nil {
			return err
		}
		if p.Desk, err = m.desk(s.Graph, s.Archive, p.Registrations, ""); err != nil {
			return err
		}
		e, err := readEnvironment()
		if err != nil {
			return err
		}
		if e.RedisURL != "" {
			client, err := api.OpenRedis(e.RedisURL, e.authorities)
			if err != nil {
				return err
			}
			defer client.Close()
			p.Sessions = api.UserSessions{Store: api.NewRedisSessions(client), Now: m.now}
		}
		return work(p)
	})
}
