package jobs

import (
	"context"
	"strings"
	"time"

	"upline/documents/contract"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/fault"
)

// contractArgs name a partner; nobody: all who joined online.
type contractArgs struct {
	Partner string `json:"partner,omitempty"`
}

// WriteContract is the job that writes the contract of a partner, as it was accepted.
func WriteContract(partner string) graph.NewJob {
	job := newJob("contract_documents", partner, contractArgs{partner})
	job.ID = contractID(partner)
	return job
}

// WriteContracts is the job that writes those of all who joined online that are not there yet.
func WriteContracts() graph.NewJob { return newJob("contract_documents", "", contractArgs{}) }

// WrittenContracts is what came of it.
type WrittenContracts struct {
	Contracts int      `json:"contracts"`
	There     int      `json:"there"`
	Problems  Problems `json:"problems"`
}

func doContracts(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[contractArgs](j)
	if err == nil {
		_, err = w.Desk.head()
	}
	if err != nil {
		return nil, err
	}
	if w.Registrations == nil {
		return nil, fault.Invalidf("contract", "nobody joins online here: set UPLINE_JOIN_KEY for the workers, too")
	}
	all := &WrittenContracts{Problems: Problems{}}
	if args.Partner != "" {
		err := w.writeContracts(ctx, []string{args.Partner}, all, j.By())
		if err == nil && len(all.Problems) > 0 {
			err = fault.Invalidf("contract", "%s", all.Problems[0].Error)
		}
		return all, err
	}
	for after := int64(-1); ; {
		partners, next, err := w.Registrations.Joined(ctx, after, batch)
		if err != nil || len(partners) == 0 {
			return all, err
		}
		if err := w.writeContracts(ctx, partners, all, j.By()); err != nil {
			return all, err
		}
		s.progress(stepWriting, all.Contracts+all.There, 0)
		after = next
	}
}

// contractID is the id of a contract as a document.
func contractID(partner string) string { return "contract-" + partner }

// writeContracts writes the contracts of some partners that are not there yet.
func (w *Worker) writeContracts(ctx context.Context, partners []string, all *WrittenContracts, by graph.By) error {
	ids := make([]string, len(partners))
	for i, partner := range partners {
		ids[i] = contractID(partner)
	}
	there, err := w.Desk.Documents.Recorded(ctx, ids)
	if err != nil {
		return err
	}
	all.There += len(there)
	var list []dms.NewDocument
	for i, partner := range partners {
		if there[ids[i]] {
			continue
		}
		document, err := w.contract(ctx, partner)
		switch {
		case err == nil:
			list = append(list, *document)
		case fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.NotFound:
			return err
		default:
			all.Problems = all.Problems.with(partner, err)
		}
	}
	written, err := w.Desk.Documents.Record(ctx, list, by)
	all.Contracts += written
	return err
}

// contract writes the contract of a partner.
func (w *Worker) contract(ctx context.Context, partner string) (*dms.NewDocument, error) {
	p, err := w.Registrations.Concluded(ctx, partner)
	if err != nil {
		return nil, err
	}
	if p.Person.Contact == nil {
		return nil, invalidPerson(partner)
	}
	c := w.Desk.contractOf(p)
	file, err := contract.Write(w.Desk.Head, c)
	if err != nil {
		return nil, err
	}
	texts, err := w.Desk.Head.Texts(c.Language)
	if err != nil {
		return nil, err
	}
	// It is kept for some years from its end, which nobody knows yet: the term grows while it goes on.
	document, err := w.Desk.keep(ctx, file, retention.Contract, time.Now(), dms.NewDocument{
		ID: contractID(partner), Words: joined([]string{partner, strings.Join(c.Address, " "), c.Registration, joined(saying(c.Texts))}),
		Description: dms.Description{
			Title: texts.Say("contract.title", "partner", partner), Language: c.Language, Day: w.Desk.dayOf(c.Accepted), About: dms.About{Partner: partner},
		},
	})
	return &document, err
}

// contractOf is what a proof says of the contract. Network addresses are in the proof alone, and go earlier.
func (d *Desk) contractOf(p *registrations.Proven) *contract.Contract {
	person := registrations.Dated{Person: p.Person}
	contact := p.Person.Contact
	c := &contract.Contract{
		Language: d.languageOf(&person), Partner: p.Partner, Registration: p.Registration, Zone: d.Zone, Consents: p.Ticked(), Record: p.SHA256,
		Address: append([]string{contact.Company, contact.Given + " " + contact.Family}, d.addressOf(contact.Address)...),
	}
	for i := range p.Documents {
		t := &p.Documents[i]
		c.Texts = append(c.Texts, contract.Text{Kind: t.Kind, Version: t.Version, SHA256: t.SHA256, Content: t.Content})
	}
	for i := range p.Events {
		e := &p.Events[i]
		c.Steps = append(c.Steps, contract.Step{At: e.At, What: e.Kind.Proves(c.Language)})
		if e.Kind == joining.EventAccepted {
			c.Accepted = e.At
		}
		if e.Kind == joining.EventRegistered { // what came later is no part of how it came about
			break
		}
	}
	return c
}

func saying(texts []contract.Text) []string {
	contents := make([]string, len(texts))
	for i := range texts {
		contents[i] = texts[i].Content
	}
	return contents
}
