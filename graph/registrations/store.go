package registrations

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"io"
	"time"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/keys"
	"upline/internal/period"
)

// Company is what texts and mails say of the company.
type Company struct {
	Name, Address, Phone, Email string
	Country                     string // ISO 3166-1 alpha-2: AT, CH or DE, whose law and holidays count
	URL                         string // where the company's pages are, without a slash at the end: links lead there
}

// Config says how people join.
type Config struct {
	Company   Company
	Key       []byte         // of at least 32 bytes: seals forms, makes links, tells persons apart; several, by commas, while one is replaced
	Zone      *time.Location // the company's
	Templates *joining.Templates
	// Sponsor is the partner whose recruits those become who come without an invitation; empty: roots.
	Sponsor string
	// TankDays is how many days, after that of the registration, a newcomer waits for the sponsor to choose a place; 0: places are found at once.
	TankDays int
	// Mail makes the job that sends a letter.
	Mail func(id string, letter Letter) graph.NewJob
	// Contract makes the job that writes the contract of a new partner; nil: it is not written.
	Contract func(partner string) graph.NewJob
	// Now tells the time, and Random is a source of chance; nil: time.Now, and that of the machine.
	Now    func() time.Time
	Random io.Reader
}

// Store keeps registrations in the company's graph.
type Store struct {
	*chronicle.Store
	company *graph.Store
	config  Config
	keys    purposes
	free    joining.FreeDays
}

// purposes have keys of their own, each made of one that is configured.
type purposes struct{ seal, link, mark keys.Ring }

// New returns the registrations of a company.
//
// Errors: Invalid when the key is too short, there are no holidays of the country, or a template is wrong.
func New(company *graph.Store, c Config) (*Store, error) {
	ring, err := keys.Parse("UPLINE_JOIN_KEY", string(c.Key))
	if err != nil {
		return nil, err
	}
	free, err := joining.FreeDaysOf(c.Company.Country, "")
	if err != nil {
		return nil, err
	}
	if wrong := c.Templates.Check(); len(wrong) > 0 {
		return nil, fault.Invalidf("registrations", "%d things are wrong in the templates, the first: %s", len(wrong), wrong[0])
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	s := &Store{company.Store, company, c, purposes{}, free}
	for purpose, derived := range map[string]*keys.Ring{"seal": &s.keys.seal, "link": &s.keys.link, "mark": &s.keys.mark} {
		*derived, err = ring.Derive(func(key []byte) ([]byte, error) {
			mac := hmac.New(sha256.New, key)
			mac.Write([]byte("upline registrations\x00" + purpose))
			return mac.Sum(nil), nil
		})
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// now is the time of a step.
func (s *Store) now() time.Time { return s.config.Now().UTC() }

// dayOf is a time's day in the company's zone.
func (s *Store) dayOf(t time.Time) period.Day { return period.DayOf(t, s.config.Zone) }

func (s *Store) today() period.Day { return s.dayOf(s.now()) }

// viewBy is the company as it stands today, to who changes something.
func (s *Store) viewBy(by graph.By) graph.View {
	at := s.view()
	at.Within = by.Within
	return at
}

// view is the company as it stands today, to whom nothing is hidden.
func (s *Store) view() graph.View {
	return graph.View{AsOf: s.today(), KnownAt: graph.Latest, Within: graph.Everybody}
}

// rules are what the company asks of a form.
func (s *Store) rules() joining.Rules {
	return joining.Rules{Zone: s.config.Zone, Country: s.config.Company.Country}
}

// Applicant is who makes the steps of an application. Neither name nor address is in it: both may have to be forgotten.
const Applicant = "public:applicant"

var applicant = chronicle.By{Actor: Applicant}

// bySweep is who does what is due.
var bySweep = graph.By{Actor: "job:registrations", Within: graph.Everybody}

// lockOf locks an application.
func lockOf(id string) []chronicle.Lock {
	return []chronicle.Lock{{Kind: applicationLock, IDs: []string{id}}}
}

// texts of the company that every document may name.
func (s *Store) companyValues() map[string]string {
	c := s.config.Company
	return map[string]string{
		"company": c.Name, "company_address": c.Address, "company_phone": c.Phone, "company_email": c.Email, "contact": c.Email,
		"login": c.URL + "/login", "withdraw": c.URL + "/withdraw",
	}
}

// sponsorsOf lists a partner and the sponsors above, as of today.
func (s *Store) sponsorsOf(ctx context.Context, partner string) ([]joining.Sponsor, error) {
	return s.company.Sponsors(ctx, partner, s.view())
}
