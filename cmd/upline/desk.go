package main

import (
	"os"
	"strconv"
	"strings"
	"time"

	"upline/documents"
	"upline/documents/creditnote"
	"upline/documents/paper"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/jobs"
)

// deskEnvironment is what documents need besides the stores. Servers and workers need the same.
type deskEnvironment struct {
	Letterhead string `env:"UPLINE_LETTERHEAD"`
	Retention  string `env:"UPLINE_RETENTION"`
	Prefix     string `env:"UPLINE_CREDIT_NOTE_PREFIX" envDefault:"G"`
	PayDays    int    `env:"UPLINE_PAY_DAYS" envDefault:"14"`
	Language   string `env:"UPLINE_DOCUMENT_LANGUAGE" envDefault:"de"`
	UploadMax  string `env:"UPLINE_UPLOAD_MAX" envDefault:"256MiB"`
	WhenAsked  bool   `env:"UPLINE_DOCUMENTS_WHEN_ASKED"` // not by themselves, after a run is posted
}

// numberDigits is how many digits the numbers of credit notes have at least.
const numberDigits = 6

// deskHelp is what says how documents are written and kept.
const deskHelp = `

UPLINE_LETTERHEAD is the folder of the company's paper: who writes, logo, fonts and words (upline letterhead FOLDER makes one); without it
no documents are written. UPLINE_CREDIT_NOTE_PREFIX begins the numbers of credit notes (default: G), UPLINE_PAY_DAYS is how many days after
one its payout is due (default: 14), UPLINE_DOCUMENT_LANGUAGE what is written to whom no language is known (default: de). The documents of a run are written
as soon as it is posted; with UPLINE_DOCUMENTS_WHEN_ASKED=true only when somebody asks for them. UPLINE_RETENTION is
a file that says which documents are kept for longer than the law asks, such as statement: 10. Uploads lie in the folder UPLINE_SPOOL until
they have been looked at (default: with the caches of the user), each of UPLINE_UPLOAD_MAX or fewer (default: 256MiB; at most 1GiB).`

// desk is where documents are written and taken in, as the environment wants it; persons, if given, knows who partners are; uploads lie
// in the folder spool until they have been looked at.
//
// Errors: Invalid when something is wrong.
func (m *Main) desk(store *graph.Store, archive *documents.Archive, persons *registrations.Store, spool string) (*jobs.Desk, error) {
	e, err := settings[deskEnvironment]()
	if err != nil {
		return nil, err
	}
	if e.PayDays < 0 {
		return nil, fault.Invalidf("", "UPLINE_PAY_DAYS is %d: write 0 or more", e.PayDays)
	}
	most, err := sizeOf(e.UploadMax)
	if err != nil {
		return nil, err
	}
	d := &jobs.Desk{
		Archive: archive, Documents: dms.New(store), Company: store, Intake: jobs.NewIntake(most, spool), Zone: time.Local, PayDays: e.PayDays, Language: e.Language,
		WhenAsked: e.WhenAsked,
	}
	if d.Numbers, err = creditnote.Numbers(e.Prefix, numberDigits); err != nil {
		return nil, err
	}
	if d.Rules, err = e.rules(); err != nil {
		return nil, err
	}
	if e.Letterhead != "" {
		if d.Head, err = paper.Read(os.DirFS(e.Letterhead)); err != nil {
			return nil, err
		}
		if _, err := d.Head.Texts(e.Language); err != nil {
			return nil, err
		}
	}
	if persons != nil {
		d.Persons = persons.PersonsOf
	}
	return d, nil
}

// rules are those of the law, and what the company keeps for longer.
func (e deskEnvironment) rules() (*retention.Rules, error) {
	if e.Retention == "" {
		return retention.ByLaw(), nil
	}
	file, err := os.ReadFile(e.Retention)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Msg: "UPLINE_RETENTION names no file that can be read", Err: err}
	}
	return retention.Read(file)
}

// uploadsMost is how large a request with uploads may be, in bytes: see the contract.
const uploadsMost = 1 << 30

// sizeOf reads how many bytes an upload may have: a number, or one with KiB, MiB or GiB.
//
// Errors: Invalid.
func sizeOf(text string) (int64, error) {
	digits, unit := text, int64(1)
	for i, name := range []string{"KiB", "MiB", "GiB"} {
		if rest, is := strings.CutSuffix(text, name); is {
			digits, unit = strings.TrimSpace(rest), 1<<(10*(i+1))
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 1 || n > uploadsMost/unit {
		return 0, fault.Invalidf("", "UPLINE_UPLOAD_MAX is %s: write how large an upload may be, such as 256MiB, and at most 1GiB", text)
	}
	return n * unit, nil
}
