package dms

import (
	"context"
	"strconv"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// op names the room in errors.
const op = "document"

// documentSeq is the sequence of documents and their words, noteSeq that of credit notes, checkSeq that of checks of documents.
const (
	documentSeq = graph.DocumentSeq
	noteSeq     = graph.CreditNoteSeq
	checkSeq    = graph.DocumentCheckSeq
)

// Store keeps what is known of documents in the company's graph.
type Store struct {
	*chronicle.Store
	company *graph.Store
}

// New returns the documents of a company.
func New(company *graph.Store) *Store { return &Store{company.Store, company} }

// see refuses documents that are not seen, in the words for those that are not there.
func (s *Store) see(ctx context.Context, within graph.Sight, documents ...Document) error {
	seen, err := s.seen(ctx, documents, within)
	if err == nil && len(seen) < len(documents) {
		err = notThere(documents[0].ID)
	}
	return err
}

// seen are those of some documents that are seen: of partners who are within on the day of the document, where all that the class shows is
// shown of them.
func (s *Store) seen(ctx context.Context, documents []Document, within graph.Sight) ([]Document, error) {
	asked := make([]graph.PartnerDay, len(documents))
	guarded := false
	for i := range documents {
		asked[i] = graph.PartnerDay{Partner: documents[i].About.Partner, Day: documents[i].Day}
		guarded = guarded || access.DocumentFields(documents[i].Class) != 0
	}
	inside, err := s.company.AreWithinOn(ctx, within, asked)
	if err != nil {
		return nil, err
	}
	shown := make([]access.Fields, len(documents))
	if guarded {
		if shown, err = s.company.FieldsOn(ctx, within, asked); err != nil {
			return nil, err
		}
	}
	seen := []Document{}
	for i := range documents {
		if d := &documents[i]; inside[i] && shown[i].Has(access.DocumentFields(d.Class)) && (within.Whole() || d.State == Filed) {
			seen = append(seen, *d)
		}
	}
	return seen, nil
}

func notThere(id string) error { return fault.NotFoundf(op, "there is no document %s", id) }

func itoa(n int) string { return strconv.Itoa(n) }
