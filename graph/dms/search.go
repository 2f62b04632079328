package dms

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Hit is a document that says what was searched for.
type Hit struct {
	Document
	Passages []Passage // where it says so, up to three

	score float64 // of the full text: the higher, the better
}

// Limits of a search.
const (
	hitsMax    = 200  // that are returned
	readMax    = 2000 // that are looked at for those within
	wordsAsked = 12   // of a search

	// partnersAsked is how many partners the full text narrows a search to at a time: with the words, it takes up to 1,024 clauses.
	partnersAsked = 900
)

// Search returns the documents that say all words of a text, the best first, up to a limit of 200. A word is found where one begins with
// it; what stands in quotes, as it stands. Umlauts and accents do not matter. The index follows some moments after what is recorded.
//
// Errors: Invalid when the text has no word, or too many; NotFound when a partner is named who never was within.
func (s *Store) Search(ctx context.Context, text string, f Filter, within graph.Sight, limit int) (hits []Hit, err error) {
	q, err := queryOf(text)
	if err != nil {
		return nil, err
	}
	partners, all, err := s.whose(ctx, f.Partner, within)
	if err != nil {
		return nil, err
	}
	params, words, limit := f.params(), q.lucene()+narrowed(&f), min(limit, hitsMax)
	if all || f.Partner != "" {
		hits, err = s.search(ctx, params, words, within, limit, hitsMax)
	} else {
		hits, err = s.searchAbout(ctx, partners, params, words, within, limit)
	}
	if err != nil {
		return nil, err
	}
	return hits, s.quote(ctx, q, hits)
}

// searchAbout is search for what is about one of some partners, of whom the full text is asked some at a time. Nearly all that it finds is
// within, so that no more is looked at than is wanted.
func (s *Store) searchAbout(ctx context.Context, partners []string, params map[string]any, words string, within graph.Sight, limit int) (hits []Hit, err error) {
	for some := range slices.Chunk(partners, partnersAsked) {
		more, err := s.search(ctx, params, words+oneOf(some), within, limit, limit)
		if err != nil {
			return nil, err
		}
		hits = append(hits, more...)
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.seq, a.seq)) })
	return hits[:min(len(hits), limit)], nil
}

// search returns the best of what the full text finds and is within, up to a limit; a page is how many are looked at a time.
func (s *Store) search(ctx context.Context, params map[string]any, words string, within graph.Sight, limit, page int) (hits []Hit, err error) {
	params["words"], params["limit"] = words, page
	for skip := 0; skip < readMax && len(hits) < limit; skip += page {
		params["skip"] = skip
		scores := map[int64]float64{}
		var some []Document
		err := s.Read(ctx, cypher.DocumentsOfWords, params, func() { some = nil }, func(record *neo4j.Record) error {
			columns := chronicle.ColumnsOf(record)
			d := documentOf(columns)
			scores[d.seq], _ = columns["score"].(float64)
			some = append(some, d)
			return nil
		})
		if err != nil {
			return nil, err
		}
		seen, err := s.seen(ctx, some, within)
		if err != nil {
			return nil, err
		}
		for i := range seen {
			hits = append(hits, Hit{Document: seen[i], score: scores[seen[i].seq]})
		}
		if len(some) < page {
			break
		}
	}
	return hits[:min(len(hits), limit)], nil
}

// quote adds to hits the passages that say what was searched for. Texts are long, so that only those of hits that are returned are read.
func (s *Store) quote(ctx context.Context, q query, hits []Hit) error {
	places, seqs := map[int64]int{}, make([]int64, len(hits))
	for i := range hits {
		places[hits[i].seq], seqs[i] = i, hits[i].seq
	}
	return s.Read(ctx, cypher.DocumentWords, map[string]any{"seqs": seqs}, nil, func(record *neo4j.Record) error {
		text, _ := record.Values[1].(string)
		hits[places[record.Values[0].(int64)]].Passages = q.passages(text)
		return nil
	})
}

// narrowed are the facets that the full text can narrow a search by: so a word that all documents have costs no more than one that few
// have.
func narrowed(f *Filter) string {
	var b strings.Builder
	must := func(kind, value string) {
		if value != "" {
			b.WriteString(" +facets:" + facet(kind, value))
		}
	}
	must("class", f.Class)
	must("partner", f.Partner)
	must("number", f.Number)
	must("tag", f.Tag)
	return b.String()
}

// oneOf narrows a search to what is about one of some partners; whom it is about makes no hit a better one.
func oneOf(partners []string) string {
	var b strings.Builder
	b.WriteString(" +(")
	for _, partner := range partners {
		b.WriteString(" facets:" + facet("partner", partner))
	}
	b.WriteString(")^0")
	return b.String()
}

// query is what was searched for: phrases of folded words, those of more than one in quotes.
type query struct{ phrases [][]string }

// queryOf takes a search apart.
func queryOf(text string) (q query, err error) {
	count := 0
	for i, part := range strings.Split(text, `"`) {
		words := wordsOf(part)
		count += len(words)
		if i%2 == 1 && len(words) > 0 {
			q.phrases = append(q.phrases, words)
			continue
		}
		for _, word := range words {
			q.phrases = append(q.phrases, []string{word})
		}
	}
	switch {
	case count == 0:
		return q, fault.Invalidf("search", "%q has no word to search for: write letters or digits", text)
	case count > wordsAsked:
		return q, fault.Invalidf("search", "the search has %d words: write at most %d", count, wordsAsked)
	}
	return q, nil
}

// lucene is the query as the full text takes it. Words hold nothing but letters and digits, and so need no escapes.
func (q query) lucene() string {
	var b strings.Builder
	for _, phrase := range q.phrases {
		if len(phrase) > 1 {
			quoted := `"` + strings.Join(phrase, " ") + `"`
			b.WriteString(" +(text:" + quoted + " title:" + quoted + ")")
			continue
		}
		b.WriteString(" +(text:" + phrase[0] + "* title:" + phrase[0] + "*)")
	}
	return b.String()
}

// wordsOf are the words of a text as the index takes it apart, folded.
func wordsOf(text string) (words []string) {
	for _, word := range strings.FieldsFunc(text, apart) {
		if folded := fold(word); folded != "" {
			words = append(words, folded)
		}
	}
	return words
}

// apart says what stands between words.
func apart(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
