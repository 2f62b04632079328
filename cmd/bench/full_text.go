package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"upline/documents/retention"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
	"upline/internal/period"
)

// What is searched: partners, each with as many documents.
const (
	searchedPartners = 2_000
	searchedBatch    = 500
	searches         = 2_000
)

// vowels and others make syllables, and those words: as many different ones as German letters of business have.
var syllables = strings.Fields("ab an auf be ein ent er ver vor zu be schluss trag lag nahme gang rech nung ver mitt lung pro vi sion kün di gung " +
	"bank ver bin dung über wei sung straße größe bürg schaft prü fung ver güt ung lie fer schein gut schrift steu er be scheid mo nat jahr ab rech")

// lexicon makes words, each different: those of the front are used most (Zipf).
func lexicon(r *rand.Rand, size int) []string {
	words := []string{"und", "der", "die", "wir", "sie", "vertrag", "rechnung", "betrag", "partner", "datum"}
	for there := map[string]bool{}; len(words) < size; {
		var b strings.Builder
		for range 2 + r.IntN(4) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		if word := b.String(); !there[word] {
			there[word] = true
			words = append(words, word)
		}
	}
	return words
}

// fullText measures the full text of as many documents, on a stack of its own, which is empty at the beginning.
func (b *bench) fullText(count int) error {
	if os.Getenv("NEO4J_URI") == "" {
		return fmt.Errorf("NEO4J_URI is not set: run it with a stack of its own")
	}
	if err := freshStack(); err != nil {
		return err
	}
	ctx := context.Background()
	if _, err := b.upline("migrate"); err != nil {
		return err
	}
	store, err := graph.Open(ctx, graphConfig())
	if err != nil {
		return err
	}
	defer store.Close(ctx)
	s := &searched{ctx: ctx, graph: store, documents: dms.New(store), random: rand.New(rand.NewPCG(7, 7))}
	s.words = lexicon(s.random, 60_000)
	s.zipf = rand.NewZipf(s.random, 1.2, 8, uint64(len(s.words)-1))
	if err := s.record(count); err != nil {
		return err
	}
	return s.measure(b, count)
}

// searched is a company whose documents are searched.
type searched struct {
	ctx       context.Context
	graph     *graph.Store
	documents *dms.Store
	random    *rand.Rand
	words     []string
	zipf      *rand.Zipf
}

// text is what a document says: 80 to 400 words, and a number that only it has.
func (s *searched) text(i int) string {
	var b strings.Builder
	for range 80 + s.random.IntN(320) {
		b.WriteString(s.words[s.zipf.Uint64()])
		b.WriteString(" ")
	}
	fmt.Fprintf(&b, "Vorgang %07d", i)
	return b.String()
}

func partnerOf(i int) string { return fmt.Sprintf("p%05d", i%searchedPartners) }

// record records partners, of which each hundred stand below the first of them, and the documents.
func (s *searched) record(count int) error {
	for i := range searchedPartners {
		one := graph.Registration{ID: partnerOf(i), Name: "N", Joined: settled.Start()}
		if i%100 != 0 {
			one.Sponsor = partnerOf(i - i%100)
		}
		if err := s.graph.Register(s.ctx, one, byBench); err != nil {
			return err
		}
	}
	classes := retention.Classes()
	for first := 0; first < count; first += searchedBatch {
		var batch []dms.NewDocument
		for i := first; i < min(first+searchedBatch, count); i++ {
			class := classes[s.random.IntN(len(classes))]
			batch = append(batch, dms.NewDocument{
				ID: fmt.Sprintf("d%07d", i), Words: s.text(i), State: dms.Filed, Source: dms.Made,
				Description: dms.Description{
					Class: string(class), Title: "Schreiben " + s.words[s.zipf.Uint64()], Day: settled.Start() + period.Day(s.random.IntN(28)),
					About: dms.About{Partner: partnerOf(i)}, Tags: []string{fmt.Sprintf("tag%d", i%50)},
				},
				Content: dms.Content{SHA256: fmt.Sprintf("%064x", i), Size: 1, Type: "application/pdf"},
			})
		}
		if _, err := s.documents.Record(s.ctx, batch, byBench); err != nil {
			return err
		}
		if done := first + searchedBatch; done%10_000 == 0 {
			fmt.Fprintf(os.Stderr, "%s documents are recorded\n", thousands(done))
		}
	}
	return s.await(count)
}

// await waits until the index has the last document.
func (s *searched) await(count int) error {
	for begin := time.Now(); time.Since(begin) < 5*time.Minute; time.Sleep(time.Second) {
		hits, err := s.documents.Search(s.ctx, fmt.Sprintf("%07d", count-1), dms.Filter{}, graph.Everybody, 10)
		if err != nil || len(hits) > 0 {
			return err
		}
	}
	return fmt.Errorf("the index does not have the last document after five minutes")
}

// question is a kind of search.
type question struct {
	name   string
	text   func(s *searched, i int) string
	filter func(s *searched, i int) dms.Filter
	within func(i int) graph.Sight
}

// sightOf is what a partner sees: the own, or with the downline.
func sightOf(partner string, downline bool) graph.Sight {
	reach := access.Reach{Own: []string{partner}}
	if downline {
		reach.Downline = []string{partner}
	}
	return graph.SightOf(access.Decision{Allowed: true, Reach: reach}, settled.Start()+40, false)
}

var questions = func() []question {
	everybody := func(int) graph.Sight { return graph.Everybody }
	all := func(*searched, int) dms.Filter { return dms.Filter{} }
	word := func(s *searched, from, to int) string { return s.words[from+s.random.IntN(to-from)] }
	common := func(s *searched, _ int) string { return word(s, 0, 20) }
	own := func(i int) graph.Sight { return sightOf(partnerOf(i), false) }
	return []question{
		{"a rare word", func(s *searched, i int) string { return fmt.Sprintf("%07d", (i*7919)%100_000) }, all, everybody},
		{"a word of the middle", func(s *searched, _ int) string { return word(s, 2_000, 20_000) }, all, everybody},
		{"a common word", common, all, everybody},
		{"two common words", func(s *searched, _ int) string { return word(s, 0, 50) + " " + word(s, 0, 50) }, all, everybody},
		{"a phrase", func(s *searched, _ int) string { return `"` + word(s, 0, 30) + " " + word(s, 0, 30) + `"` }, all, everybody},
		{"three letters", func(s *searched, _ int) string { return word(s, 0, 5_000)[:3] }, all, everybody},
		{"a common word with class and days", common, func(s *searched, i int) dms.Filter {
			return dms.Filter{Class: "correspondence", From: settled.Start() + 3, Through: settled.Start() + 9}
		}, everybody},
		{"a common word of one partner", common, func(s *searched, i int) dms.Filter { return dms.Filter{Partner: partnerOf(i)} }, everybody},
		{"a partner, a common word", common, all, own},
		{"a partner, three letters", func(s *searched, _ int) string { return word(s, 0, 5_000)[:3] }, all, own},
		{"a leader of a hundred, a common word", common, all, func(i int) graph.Sight { return sightOf(partnerOf(i-i%100), true) }},
	}
}()

// measure asks the mix, kind by kind in turn.
func (s *searched) measure(b *bench, count int) error {
	times := make([][]time.Duration, len(questions))
	found := make([]int, len(questions))
	for i := range searches + len(questions)*10 {
		kind := i % len(questions)
		q := &questions[kind]
		text, filter, within := q.text(s, i), q.filter(s, i), q.within(i)
		begin := time.Now()
		hits, err := s.documents.Search(s.ctx, text, filter, within, 50)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", q.name, text, err)
		}
		if i >= len(questions)*10 { // while queries are planned
			times[kind] = append(times[kind], time.Since(begin))
			found[kind] += len(hits)
		}
	}
	var all []time.Duration
	for kind, list := range times {
		slices.Sort(list)
		all = append(all, list...)
		fmt.Fprintf(os.Stderr, "%s: median %s, p99 %s, %.1f hits\n", questions[kind].name, list[len(list)/2].Round(time.Millisecond/10), list[len(list)*99/100].Round(time.Millisecond/10),
			float64(found[kind])/float64(len(list)))
	}
	slices.Sort(all)
	ms := func(at int) float64 { return float64(all[at].Microseconds()) / 1000 }
	b.row(fmt.Sprintf("full text of %s documents, %d kinds of searches in turn: median and p99 of %s", thousands(count), len(questions), thousands(len(all))), "p99 300 ms",
		"%.1f ms and %.0f ms", ms(len(all)/2), ms(len(all)*99/100))
	return nil
}

func thousands(n int) string { return count(n) }
