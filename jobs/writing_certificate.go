package jobs

import (
	"context"
	"time"

	"upline/documents/certificate"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/internal/period"
)

// Award is a career rank that a partner achieved, which a certificate tells.
type Award struct {
	Partner, Rank string
	Achieved      period.Day
}

// CertificateOf is the id of a certificate as a document: a rank that is achieved on a day is told once.
func CertificateOf(a Award) string {
	return "certificate-" + a.Partner + "-" + a.Rank + "-" + a.Achieved.String()
}

// certificate writes a certificate.
func (d *Desk) certificate(ctx context.Context, a Award, name, language, run string, made time.Time) (*dms.NewDocument, error) {
	head, err := d.head()
	if err != nil {
		return nil, err
	}
	texts, err := head.Texts(language)
	if err != nil {
		return nil, err
	}
	issued := d.dayOf(made)
	file, err := certificate.Draw(head, certificate.Certificate{Language: language, Partner: name, Rank: a.Rank, Achieved: a.Achieved, Issued: issued})
	if err != nil {
		return nil, err
	}
	document, err := d.keep(ctx, file, retention.Other, made, dms.NewDocument{
		ID: CertificateOf(a), Words: joined([]string{a.Partner, name, a.Rank}),
		Description: dms.Description{
			Title: texts.Say("certificate.title") + " · " + a.Rank, Language: language, Day: issued, About: dms.About{Partner: a.Partner, Run: run},
		},
	})
	return &document, err
}

// Certify writes the certificate of an award that a partner asks for, unless it is there, and returns its id.
//
// Errors: Invalid where there is no letterhead; those of the archive and of dms.Record.
func (d *Desk) Certify(ctx context.Context, a Award, name string, now time.Time, by graph.By) (id string, err error) {
	if _, err := d.head(); err != nil {
		return "", err
	}
	id = CertificateOf(a)
	there, err := d.Documents.Recorded(ctx, []string{id})
	if err != nil || there[id] {
		return id, err
	}
	person, err := d.personOf(ctx, a.Partner)
	if err != nil {
		return "", err
	}
	document, err := d.certificate(ctx, a, name, d.languageOf(person), "", now)
	if err == nil {
		_, err = d.Documents.Record(ctx, []dms.NewDocument{*document}, by)
	}
	return id, err
}

// writeCertificates writes those of partners whom the run found to have a higher rank than before.
func (w *writing) writeCertificates(ctx context.Context, partners []string, all *Written) error {
	ranks, err := w.Graph.Promoted(ctx, w.run, partners)
	if err != nil || len(ranks) == 0 {
		return err
	}
	var ids []string
	awards := map[string]Award{}
	for _, partner := range partners {
		if ranks[partner] != "" {
			award := w.award(partner, ranks[partner])
			ids = append(ids, CertificateOf(award))
			awards[CertificateOf(award)] = award
		}
	}
	written, err := w.missing(ctx, ids, func(id string) string { return awards[id].Partner }, func(ctx context.Context, id string) (*dms.NewDocument, error) {
		a := w.partners[awards[id].Partner]
		return w.certificate(ctx, awards[id], a.Partner.Name, a.Language, w.run.ID, w.run.PostedAt)
	}, all)
	all.Certificates += written
	return err
}

// award is what the run found: a rank is achieved by what has been sold until the month ends.
func (w *writing) award(partner, rank string) Award {
	return Award{partner, rank, min(w.run.Period.End(), w.dayOf(w.run.PostedAt))}
}

// AwardOf is the career rank that a partner holds, of those in the history, and since when; or another one that the partner once held.
//
// Errors: Invalid when the partner holds none, or never held the one that is asked for.
func AwardOf(partner, rank string, careers []graph.Span) (Award, error) {
	var found *graph.Span
	for i := range careers {
		if span := &careers[i]; (rank == "" || span.Value == rank) && (found == nil || span.From > found.From) {
			found = span
		}
	}
	if found == nil {
		return Award{}, fault.Invalidf("certificate", "partner %s has not held a rank like that: ask for one of the partner's history", partner)
	}
	award := Award{partner, found.Value, found.From}
	if found.Run != "" { // it counts from the beginning of the month in which it was achieved
		award.Achieved = period.Of(found.From).End()
	}
	return award, nil
}
