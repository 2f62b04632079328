package dms

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Record records documents whose bytes are archived, all or none, and returns how many of them are new. One that is there already, by its
// id, stays as it is: so whoever does not know whether it came through records it again. Jobs that follow are added with them.
//
// Errors: Invalid for what cannot be kept; NotFound for a partner, order or run that is not there, or not within.
func (s *Store) Record(ctx context.Context, documents []NewDocument, by graph.By, then ...graph.NewJob) (recorded int, err error) {
	if len(documents) == 0 {
		return 0, nil
	}
	for i := range documents {
		if err := documents[i].check(); err != nil {
			return 0, err
		}
	}
	if err := s.mayFile(ctx, by, documents); err != nil {
		return 0, err
	}
	first, err := s.Numbers(ctx, documentSeq, len(documents))
	if err != nil {
		return 0, err
	}
	_, err = s.Change(ctx, "record documents", by.Recorded(), nil, func(c *chronicle.Change) error {
		if recorded, err = record(c, documents, first); err != nil {
			return err
		}
		return s.add(c, then, by)
	})
	return recorded, err
}

// add adds jobs that follow from a change.
func (s *Store) add(c *chronicle.Change, then []graph.NewJob, by graph.By) error {
	for i := range then {
		if err := s.company.WriteJob(c, then[i], by.Recorded()); err != nil {
			return err
		}
	}
	return nil
}

// mayFile refuses documents about partners who are not within. One about nobody, only who may for everybody may record.
func (s *Store) mayFile(ctx context.Context, by graph.By, documents []NewDocument) error {
	if by.Within.Whole() {
		return nil
	}
	var partners []string
	for i := range documents {
		partners = append(partners, documents[i].About.Partner)
	}
	return s.company.May(ctx, by, partners...)
}

func record(c *chronicle.Change, documents []NewDocument, first int64) (recorded int, err error) {
	rows, words := make([]any, len(documents)), make([]any, len(documents))
	for i := range documents {
		d := &documents[i]
		seq := first + int64(i)
		rows[i] = []any{d.ID, d.node(c, seq), nothing(d.About.Partner), nothing(d.About.Order), nothing(d.About.Run)}
		words[i] = []any{seq, d.text(), d.Title, facetsOf(&d.Description)}
	}
	var created []any
	err = c.Run(cypher.DocumentsCreate, map[string]any{"rows": rows}, func(record *neo4j.Record) error {
		created = record.Values[0].([]any)
		if missing := record.Values[1].([]any); len(missing) > 0 {
			return fault.NotFoundf(op, "what document %s is about is not there: check its partner, order and run", missing[0])
		}
		return nil
	})
	if err != nil || len(created) == 0 {
		return 0, err
	}
	isNew := map[int64]bool{}
	for _, seq := range created {
		isNew[seq.(int64)] = true
	}
	kept := words[:0]
	for _, row := range words {
		if isNew[row.([]any)[0].(int64)] {
			kept = append(kept, row)
		}
	}
	if err := c.Run(cypher.DocumentTextsCreate, map[string]any{"rows": kept, "recorded": c.Recorded}, nil); err != nil {
		return 0, err
	}
	tell(c, documents, first, isNew)
	return len(created), nil
}

// tell tells the audit which documents were recorded: each of a few, the number of many.
func tell(c *chronicle.Change, documents []NewDocument, first int64, isNew map[int64]bool) {
	const few = 20
	if len(isNew) > few {
		c.AboutMany("Document", documents[0].Class, len(isNew))
		return
	}
	for i := range documents {
		if isNew[first+int64(i)] {
			c.About("Document", documents[i].ID, subjectOf(documents[i].About), nil, documents[i].told())
		}
	}
}

// told is what the audit keeps of a document: not its words.
type told struct {
	Class, Title, Number, Day, Partner, Order, Run, Tags, SHA256, State string
	Hold                                                                bool
}

func toldOfDocument(d *Description, sha256 string, state State, hold bool) told {
	return told{d.Class, d.Title, d.Number, d.Day.String(), d.About.Partner, d.About.Order, d.About.Run, strings.Join(d.Tags, " "), sha256, string(state), hold}
}

func (d *NewDocument) told() any { return toldOfDocument(&d.Description, d.SHA256, d.State, d.Hold) }

func (d *Document) told() any { return toldOfDocument(&d.Description, d.SHA256, d.State, d.Hold) }

// subjectOf is whose data a document is.
func subjectOf(a About) string {
	if a.Partner == "" {
		return ""
	}
	return "partner:" + a.Partner
}

// node are the properties of a document's node.
func (d *NewDocument) node(c *chronicle.Change, seq int64) map[string]any {
	p := map[string]any{
		"id": d.ID, "seq": seq, "state": string(d.State), "source": string(d.Source), "version": int64(1), "recorded": c.Recorded, "changed": c.Recorded,
		"checked": c.Recorded, // its bytes were read when they were archived
	}
	maps.Copy(p, d.Description.properties())
	maps.Copy(p, d.Content.properties())
	maps.Copy(p, d.Kept.properties())
	return p
}

// text are the words of a document, as many as are kept.
func (d *NewDocument) text() string { return cutWords(d.Words) }

func cutWords(words string) string {
	if len(words) <= wordsMax {
		return words
	}
	cut := words[:wordsMax]
	return cut[:strings.LastIndexAny(cut, " \n\t")+1]
}

// nothing is null for what is empty.
func nothing(value string) any {
	if value == "" {
		return nil
	}
	return value
}

// facetsOf are words that stand for what a document is about, by which the full text narrows a search. The index takes texts apart
// at everything but letters and digits, so that is what they are made of.
func facetsOf(d *Description) string {
	facets := []string{facet("class", d.Class)}
	if d.About.Partner != "" {
		facets = append(facets, facet("partner", d.About.Partner))
	}
	if d.Number != "" {
		facets = append(facets, facet("number", d.Number))
	}
	for _, tag := range d.Tags {
		facets = append(facets, facet("tag", tag))
	}
	return strings.Join(facets, " ")
}

// facet is a word for a value of a kind.
func facet(kind, value string) string {
	var b strings.Builder
	b.WriteString("x" + kind + "x")
	for i := range len(value) {
		b.WriteString(strconv.FormatInt(int64(value[i])+256, 16)[1:])
	}
	word := b.String()
	if len(word) > facetMax {
		word = word[:facetMax]
	}
	return word
}

// facetMax is how long a word of the index can be.
const facetMax = 250
