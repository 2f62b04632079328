package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"upline/commission"
	"upline/documents/evidence"
	"upline/documents/retention"
	"upline/documents/statement"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/period"
)

// writing is the statements, credit notes and certificates of a run, for the partners from first through last.
type writing struct {
	*Desk
	*Settlement
	run         *graph.Run
	first, last string
	by          graph.By

	partners map[string]*account
	ids      []string // of the partners, sorted
}

// account is what is written about a partner.
type account struct {
	statement.Statement
	lines   []evidence.Line
	person  *registrations.Dated // as known now; nil: nothing is
	persons []registrations.Dated
	// ranks are those that the partner held in the periods whose conditions lines have.
	ranks map[period.Period]string
}

// Written is what came of a part.
type Written struct {
	Partners     int      `json:"partners"` // of the part
	Statements   int      `json:"statements"`
	CreditNotes  int      `json:"credit_notes"`
	Certificates int      `json:"certificates"`
	There        int      `json:"there"` // documents that were there already
	Problems     Problems `json:"problems"`
}

// Problem is a document that could not be written, since something is missing or wrong: somebody sees to it, and asks again.
type Problem struct {
	Partner string `json:"partner"`
	Error   string `json:"error"`
}

// stepWriting is what a part is at when all is read.
const stepWriting = "writing"

// batch is how many partners are written and recorded at a time.
const batch = 200

func (w *writing) do(ctx context.Context) (*Written, error) {
	if err := w.gather(ctx); err != nil {
		return nil, err
	}
	all := &Written{Partners: len(w.ids), Problems: Problems{}}
	for from := 0; from < len(w.ids); from += batch {
		some := w.ids[from:min(from+batch, len(w.ids))]
		if err := w.writeStatements(ctx, some, all); err != nil {
			return all, err
		}
		if err := w.writeNotes(ctx, some, all); err != nil {
			return all, err
		}
		if err := w.writeCertificates(ctx, some, all); err != nil {
			return all, err
		}
		w.progress(stepWriting, from+len(some), len(w.ids))
	}
	return all, nil
}

// gather reads everything that is written about the partners.
func (w *writing) gather(ctx context.Context) error {
	w.partners = map[string]*account{}
	err := readEvidence(ctx, w.Settlement.Archive, w.run, evidence.Standings, evidence.ReadStandings, func(row *evidence.Standing) error {
		if w.has(row.Partner) && stated(row) {
			w.account(row.Partner)
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = readEvidence(ctx, w.Settlement.Archive, w.run, evidence.Statements, evidence.ReadStatements, func(row *evidence.Statement) error {
		if w.has(row.Partner) { // who has left still has an account
			w.account(row.Partner).Statement.Statement = row.Statement
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.ids = slices.Sorted(maps.Keys(w.partners))
	if err := w.gatherLines(ctx); err != nil {
		return err
	}
	if err := w.gatherStandings(ctx); err != nil {
		return err
	}
	return w.gatherPersons(ctx)
}

// has says whether a partner is one of the part.
func (w *writing) has(partner string) bool { return w.first <= partner && partner <= w.last }

// account is that of a partner, a new one if there is none yet.
func (w *writing) account(partner string) *account {
	a := w.partners[partner]
	if a == nil {
		a = &account{Statement: w.blank(partner), ranks: map[period.Period]string{}}
		w.partners[partner] = a
	}
	return a
}

// stated says whether a partner has a statement also when there is nothing to state: who is one (HGB § 87c).
func stated(row *evidence.Standing) bool { return row.Status != commission.Terminated.String() }

// blank is a statement that states nothing.
func (w *writing) blank(partner string) statement.Statement {
	return statement.Statement{
		Language: w.Language, Partner: statement.Partner{ID: partner, Name: partner}, Run: w.run.ID, Period: w.run.Period,
		Issued: w.dayOf(w.run.PostedAt), Made: w.run.PostedAt.UTC(), Currency: w.run.Currency, Scale: w.run.Scale,
	}
}

func (w *writing) gatherLines(ctx context.Context) error {
	read := 0
	return readEvidence(ctx, w.Settlement.Archive, w.run, evidence.Lines, evidence.ReadLines, func(row *evidence.Line) error {
		if read++; read%100_000 == 0 {
			w.progress("reading lines", read, w.run.Lines)
		}
		if a := w.partners[row.Beneficiary]; a != nil {
			a.lines = append(a.lines, *row)
			a.ranks[row.Condition] = ""
		}
		return nil
	})
}

// gatherStandings reads where the partners stood in the run's period, and the ranks that they held in those of the conditions.
func (w *writing) gatherStandings(ctx context.Context) error {
	earlier := map[period.Period]bool{w.run.Period: true}
	for _, a := range w.partners {
		for condition := range a.ranks {
			earlier[condition] = true
		}
	}
	runs, err := w.posted(ctx, w.run.Period+1)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if !earlier[run.Period] {
			continue
		}
		err := readEvidence(ctx, w.Settlement.Archive, run, evidence.Standings, evidence.ReadStandings, func(row *evidence.Standing) error {
			a := w.partners[row.Partner]
			if a == nil {
				return nil
			}
			if _, asked := a.ranks[run.Period]; asked {
				a.ranks[run.Period] = row.PaidAs
			}
			if run.ID == w.run.ID {
				a.Standing = &statement.Standing{PaidAs: row.PaidAs, Career: row.Career, PV: row.PV, GV: row.GV, Active: row.Active}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) gatherPersons(ctx context.Context) error {
	names, err := w.Graph.Names(ctx, w.ids)
	if err != nil {
		return err
	}
	persons := map[string][]registrations.Dated{}
	if w.Persons != nil {
		if persons, err = w.Persons(ctx, w.ids); err != nil {
			return err
		}
	}
	for id, a := range w.partners {
		a.Partner.Name = names[id]
		if known := persons[id]; len(known) > 0 {
			a.persons, a.person = known, &known[len(known)-1]
			a.Partner.Address = w.addressOf(a.person.Contact.Address)
		}
		a.Language = w.languageOf(a.person)
	}
	return nil
}

// linesPerVolume is how many lines a statement has at most: what a leader of a hundred thousand earns comes in several, so that neither memory
// nor a reader has to hold all of it.
const linesPerVolume = 10_000

// volume is a statement, or one of several that a partner has of a month.
type volume struct {
	of     *account
	no, in int // from 1
}

// id is that of the statement as a document: the same whenever it is written.
func (v volume) id() string {
	if v.no == 1 {
		return statementOf(v.of.Run, v.of.Partner.ID)
	}
	return fmt.Sprintf("statement-%d-%s-%s", v.no, v.of.Run, v.of.Partner.ID)
}

// volumesOf are those of a partner.
func volumesOf(a *account) []volume {
	volumes := make([]volume, max(1, (len(a.lines)+linesPerVolume-1)/linesPerVolume))
	for i := range volumes {
		volumes[i] = volume{a, i + 1, len(volumes)}
	}
	return volumes
}

// lines are those of a volume.
func (v volume) lines() []evidence.Line {
	from := (v.no - 1) * linesPerVolume
	return v.of.lines[from:min(from+linesPerVolume, len(v.of.lines))]
}

// writeStatements writes the statements of some partners that are not there yet.
func (w *writing) writeStatements(ctx context.Context, partners []string, all *Written) error {
	var ids []string
	volumes := map[string]volume{}
	for _, partner := range partners {
		for _, v := range volumesOf(w.partners[partner]) {
			ids = append(ids, v.id())
			volumes[v.id()] = v
		}
	}
	written, err := w.missing(ctx, ids, func(id string) string { return volumes[id].of.Partner.ID }, func(ctx context.Context, id string) (*dms.NewDocument, error) {
		return w.statement(ctx, volumes[id])
	}, all)
	all.Statements += written
	return err
}

// missing writes and records those of some documents that are not there yet, each about a partner, on all processors, and returns how many
// are new. What cannot be written since a partner's data are wrong is a problem, and the others go on.
func (w *writing) missing(ctx context.Context, ids []string, partner func(id string) string,
	write func(ctx context.Context, id string) (*dms.NewDocument, error), all *Written,
) (int, error) {
	there, err := w.Documents.Recorded(ctx, ids)
	if err != nil {
		return 0, err
	}
	all.There += len(there)
	ids = slices.DeleteFunc(ids, func(id string) bool { return there[id] })
	written, problems := make([]*dms.NewDocument, len(ids)), sync.Mutex{}
	group, working := errgroup.WithContext(ctx)
	group.SetLimit(2 * max(1, w.Workers)) // half of them wait for the archive
	for i, id := range ids {
		group.Go(func() error {
			document, err := write(working, id)
			if err != nil && fault.KindOf(err) == fault.Invalid {
				problems.Lock()
				defer problems.Unlock()
				all.Problems = all.Problems.with(partner(id), err)
				return nil
			}
			written[i] = document
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return 0, err
	}
	var list []dms.NewDocument
	for _, document := range written {
		if document != nil {
			list = append(list, *document)
		}
	}
	return w.Documents.Record(ctx, list, w.by)
}

// Problems are those that a job tells of.
type Problems []Problem

// problemsMax is how many problems a job tells of.
const problemsMax = 1000

// with adds one about a partner, if there is room.
func (p Problems) with(partner string, err error) Problems {
	if len(p) < problemsMax {
		p = append(p, Problem{partner, err.Error()})
	}
	return p
}

// statement writes a statement, or a volume of it.
func (w *writing) statement(ctx context.Context, v volume) (*dms.NewDocument, error) {
	a := v.of
	stated := a.Statement
	stated.Bonuses, stated.Volume, stated.Volumes = a.bonuses(v.lines()), v.no, v.in
	file, err := statement.Write(w.Head, &stated)
	if err != nil {
		return nil, err
	}
	texts, err := w.Head.Texts(a.Language)
	if err != nil {
		return nil, err
	}
	document, err := w.keep(ctx, file, retention.Statement, a.Made, dms.NewDocument{
		ID: v.id(), Words: a.words(v.lines()),
		Description: dms.Description{
			Title: stated.Title(texts), Language: a.Language, Day: a.Issued,
			Amount: &dms.Amount{Amount: a.Payout, Scale: a.Scale, Currency: a.Currency}, About: dms.About{Partner: a.Partner.ID, Run: w.run.ID},
		},
	})
	return &document, err
}

// bonuses are the lines, bonus by bonus, in the order of plan-language §9.
func (a *account) bonuses(lines []evidence.Line) []statement.Bonus {
	var list []statement.Bonus
	places := map[string]int{}
	for _, line := range lines {
		place, is := places[line.Bonus]
		if !is {
			place = len(list)
			places[line.Bonus] = place
			list = append(list, statement.Bonus{Title: line.Bonus})
		}
		list[place].Lines = append(list[place].Lines, statement.Line{Line: line, Rank: a.ranks[line.Condition]})
	}
	return list
}

// words are what a statement is found by: whose it is, and which orders it is about.
func (a *account) words(lines []evidence.Line) string {
	words := []string{a.Partner.ID, a.Partner.Name, a.Period.String(), a.Run}
	once := map[string]bool{}
	for i := range lines {
		for _, word := range []string{lines[i].Bonus, lines[i].Order, lines[i].Source} {
			if word != "" && !once[word] {
				once[word] = true
				words = append(words, word)
			}
		}
	}
	return joined(words)
}

// earned are the lines that a credit note is about: not what is withheld of them and released again.
func (a *account) earned() (lines []evidence.Line) {
	for _, line := range a.lines {
		if line.Kind == commission.KindEarning || line.Kind == commission.KindReversal {
			lines = append(lines, line)
		}
	}
	return lines
}
