package main

import (
	"io/fs"
	"os"
	"strings"
	"time"

	"upline/graph"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/jobs"
)

// joinEnvironment is what online registration needs besides the stores. Servers and workers need the same.
type joinEnvironment struct {
	Key       string `env:"UPLINE_JOIN_KEY"`
	Name      string `env:"UPLINE_COMPANY_NAME"`
	Address   string `env:"UPLINE_COMPANY_ADDRESS"`
	Phone     string `env:"UPLINE_COMPANY_PHONE"`
	Email     string `env:"UPLINE_COMPANY_EMAIL"`
	Country   string `env:"UPLINE_COMPANY_COUNTRY" envDefault:"DE"`
	URL       string `env:"UPLINE_PUBLIC_URL"`
	Templates string `env:"UPLINE_TEMPLATES"`
	Sponsor   string `env:"UPLINE_COMPANY_SPONSOR"`
	TankDays  int    `env:"UPLINE_TANK_DAYS"`
}

// joinHelp says what lets people join online.
const joinHelp = `

UPLINE_JOIN_KEY (32 characters or more, the same for all processes; openssl rand -hex 32 makes one) lets people join online. Then
UPLINE_COMPANY_NAME, _ADDRESS, _PHONE and _EMAIL say who the company is, UPLINE_COMPANY_COUNTRY whose law counts (AT, CH, DE), and
UPLINE_PUBLIC_URL where its pages are. UPLINE_TEMPLATES is a folder of mails and contracts in place of those that come with the program,
UPLINE_COMPANY_SPONSOR the partner who sponsors whoever comes without an invitation, and UPLINE_TANK_DAYS how many days a newcomer
waits for the sponsor to choose a place (default: 0, places are found at once). UPLINE_JOIN_CRON says when workers do what is due with
registrations (default: every five minutes).`

// registrations is how people join online, as the environment wants it; nil: nobody does.
//
// Errors: Invalid when something is missing or wrong.
func (m *Main) registrations(store *graph.Store) (*registrations.Store, error) {
	e, err := settings[joinEnvironment]()
	if err != nil {
		return nil, err
	}
	if e.Key == "" {
		return nil, nil
	}
	for name, value := range map[string]string{
		"UPLINE_COMPANY_NAME": e.Name, "UPLINE_COMPANY_ADDRESS": e.Address, "UPLINE_COMPANY_PHONE": e.Phone, "UPLINE_COMPANY_EMAIL": e.Email,
		"UPLINE_PUBLIC_URL": e.URL,
	} {
		if strings.TrimSpace(value) == "" {
			return nil, fault.Invalidf("", "%s is not set, and UPLINE_JOIN_KEY lets people join: mails and contracts name it", name)
		}
	}
	if e.TankDays < 0 {
		return nil, fault.Invalidf("", "UPLINE_TANK_DAYS is %d: write 0 or more", e.TankDays)
	}
	var folder fs.FS
	if e.Templates != "" {
		folder = os.DirFS(e.Templates)
	}
	desk, err := settings[deskEnvironment]()
	if err != nil {
		return nil, err
	}
	var contract func(partner string) graph.NewJob
	if desk.Letterhead != "" {
		contract = jobs.WriteContract
	}
	return registrations.New(store, registrations.Config{
		Company: registrations.Company{
			Name: e.Name, Address: e.Address, Phone: e.Phone, Email: e.Email, Country: e.Country, URL: strings.TrimRight(e.URL, "/"),
		},
		Key: []byte(e.Key), Zone: time.Local, Templates: joining.NewTemplates(folder), Sponsor: e.Sponsor, TankDays: e.TankDays,
		Mail: jobs.LetterJob, Contract: contract, Now: m.Now,
	})
}

// now tells the time.
func (m *Main) now() time.Time {
	if m.Now == nil {
		return time.Now()
	}
	return m.Now()
}
