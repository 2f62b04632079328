package main

import (
	"context"
	"fmt"

	"upline/jobs"
)

// auditExportCommand writes what is kept of a person.
type auditExportCommand struct {
	Person []string `required:"" placeholder:"SUBJECT" help:"Whose entries: partner:17 or user:5. Name all that the person has."`
	actorFlag
}

// Help is what audit export --help says besides the flags.
func (auditExportCommand) Help() string {
	return `Writes what the audit keeps about a person to the standard output, as JSON: what was done to or seen of the person's data, and
what the person did (article 15 GDPR). Of others who are in the same entries it writes nothing. The export is an entry itself.`
}

// Run exports.
func (c *auditExportCommand) Run(ctx context.Context, m *Main) error {
	return m.withAudit(ctx, func(a *jobs.Audit) error { return a.Export(ctx, m.Stdout, c.Person, c.by("")) })
}

// auditEraseCommand erases what is kept of a person.
type auditEraseCommand struct {
	Person  string `required:"" placeholder:"SUBJECT" help:"Whose details: partner:17 or user:5."`
	Ground  string `required:"" placeholder:"TEXT" help:"The law by which, and the request's number: Art. 17(1)(a) GDPR, request 12. It stays."`
	Despite bool   `help:"Erase although the papers of the partner's contract are to be kept. The ground says why."`
	actorFlag
}

// Help is what audit erase --help says besides the flags.
func (auditEraseCommand) Help() string {
	return `Erases what entries say of a person: before and after, reasons, addresses. Who did what and when stays, with the person's number,
and the chains stay whole: an entry says what was erased, by whom and by which law. While a partner's contract runs, and six
years from the end of the year in which it ended (§ 257 HGB, § 147 AO), it is refused. The journal has what was erased until its
own lock ends, three months later.`
}

// Run erases, and counts.
func (c *auditEraseCommand) Run(ctx context.Context, m *Main) error {
	return m.withAudit(ctx, func(a *jobs.Audit) error {
		entries, err := a.Erase(ctx, c.Person, c.Ground, c.Despite, c.by(""))
		if err != nil {
			return err
		}
		return m.print(fmt.Sprintf("Erased what %s said of %s\n", entryCount(int64(entries)), plain(c.Person)))
	})
}
