package graph

import (
	"context"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// rawSnapshot is a snapshot as it comes from the database: people and orders are numbers of the graph still.
type rawSnapshot struct {
	partners      []rawPartner
	sponsorships  []rawSpan[int64]
	placements    []rawSpan[rawPlace]
	statuses      []rawSpan[string]
	careers       []rawSpan[rawRank]
	orders        []rawOrder
	cancellations []rawCancellation
	plans         []PlanVersion
}

type rawPartner struct {
	seq      int64
	id, name string
	joined   period.Day
}

// rawSpan is a relationship of a partner that holds on some days.
type rawSpan[T any] struct {
	partner  int64
	from, to period.Day
	value    T
}

type rawPlace struct {
	tree   string
	parent int64 // noParent: a root
	slot   int64
}

const noParent = -1

type rawRank struct {
	rank     string
	override bool
	reason   string
}

type rawOrder struct {
	seq, partner int64
	id, kind     string
	placed, paid period.Day
	points, cv   int64 // ten-thousandths
	recorded     time.Time
}

type rawCancellation struct {
	seq, order int64
	id         string
	on         period.Day
	share      int64 // millionths
	recorded   time.Time
}

func (r *rawSnapshot) rows() int {
	return len(r.partners) + len(r.sponsorships) + len(r.placements) + len(r.statuses) + len(r.careers) + len(r.orders) +
		len(r.cancellations) + len(r.plans)
}

// ChunkNumbers is how many numbers are a chunk of a snapshot.
const ChunkNumbers = 20000

// readRaw reads everything, in chunks of numbers, several at a time.
func (s *Store) readRaw(ctx context.Context, knownAt time.Time) (*rawSnapshot, error) {
	r, err := s.newChunkReader(ctx, knownAt)
	if err != nil {
		return nil, err
	}
	raw := &rawSnapshot{}
	partners := readChunks(r, cypher.SnapshotPartners, partnerSeq, partnersOf)
	orders := readChunks(r, cypher.SnapshotOrders, orderSeq, ordersOf)
	sponsorships := readChunks(r, cypher.SnapshotSponsorships, sponsorshipSeq, sponsorshipsOf)
	placements := readChunks(r, cypher.SnapshotPlacements, placementSeq, placementsOf)
	statuses := readChunks(r, cypher.SnapshotStatuses, statusSeq, statusesOf)
	careers := readChunks(r, cypher.SnapshotCareers, careerSeq, careersOf)
	cancellations := readChunks(r, cypher.SnapshotCancellations, cancellationSeq, cancellationsOf)
	// What was superseded after the time asked for was right then.
	partnersThen := readChunks(r, cypher.SnapshotPartnerVersions, versionSeq, partnersOf)
	ordersThen := readChunks(r, cypher.SnapshotOrderVersions, versionSeq, ordersOf)
	cancellationsThen := readChunks(r, cypher.SnapshotCancellationVersions, versionSeq, cancellationsOf)
	r.group.Go(func() error { return s.readPlans(r.ctx, knownAt, &raw.plans) })
	if err := r.group.Wait(); err != nil {
		return nil, err
	}
	raw.partners = slices.Concat(append(*partners, *partnersThen...)...)
	raw.orders = slices.Concat(append(*orders, *ordersThen...)...)
	raw.cancellations = slices.Concat(append(*cancellations, *cancellationsThen...)...)
	raw.sponsorships = slices.Concat(*sponsorships...)
	raw.placements = slices.Concat(*placements...)
	raw.statuses = slices.Concat(*statuses...)
	raw.careers = slices.Concat(*careers...)
	return raw, nil
}

// chunkReader reads chunks as known at a time.
type chunkReader struct {
	store   *Store
	ctx     context.Context
	group   *errgroup.Group
	reached map[string]int64 // by sequence: the number after the last
	knownAt time.Time
}

func (s *Store) newChunkReader(ctx context.Context, knownAt time.Time) (*chunkReader, error) {
	reached, err := s.Reached(ctx)
	if err != nil {
		return nil, err
	}
	group, ctx := errgroup.WithContext(ctx)
	return &chunkReader{s, ctx, group, reached, knownAt}, nil
}

// readChunks has all numbers of a sequence read; the chunks are there when the group is done. A chunk comes as one record of
// lists, one list a column, which costs a quarter of a record each.
func readChunks[T any](r *chunkReader, query, sequence string, rows func(columns []any) []T) *[][]T {
	end := r.reached[sequence]
	count := int((end + ChunkNumbers - 1) / ChunkNumbers)
	chunks := make([][]T, count)
	for i := range chunks {
		r.group.Go(func() error {
			first := int64(i) * ChunkNumbers
			params := map[string]any{"first": first, "end": min(first+ChunkNumbers, end), "knownAt": r.knownAt}
			return r.store.ReadLarge(r.ctx, query, params, nil, func(record *neo4j.Record) error {
				chunks[i] = rows(record.Values)
				return nil
			})
		})
	}
	return &chunks
}

// readPlacements reads the placements of one tree.
func (s *Store) readPlacements(ctx context.Context, knownAt time.Time, tree string) ([]rawSpan[rawPlace], error) {
	r, err := s.newChunkReader(ctx, knownAt)
	if err != nil {
		return nil, err
	}
	chunks := readChunks(r, cypher.SnapshotPlacements, placementSeq, placementsOf)
	if err := r.group.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Concat(*chunks...), func(r rawSpan[rawPlace]) bool { return r.value.tree != tree }), nil
}

func (s *Store) readPlans(ctx context.Context, knownAt time.Time, plans *[]PlanVersion) error {
	begin := func() { *plans = nil }
	return s.Read(ctx, cypher.SnapshotPlans, map[string]any{"knownAt": knownAt}, begin, func(record *neo4j.Record) error {
		*plans = append(*plans, PlanVersion{
			File: record.Values[0].(string), SHA256: record.Values[2].(string), Text: record.Values[3].(string),
		})
		return nil
	})
}

// column is a list that a chunk holds for one column.
func column(columns []any, i int) []any { return columns[i].([]any) }

func partnersOf(columns []any) []rawPartner {
	seqs, ids, names, joined := column(columns, 0), column(columns, 1), column(columns, 2), column(columns, 3)
	rows := make([]rawPartner, len(seqs))
	for i := range rows {
		rows[i] = rawPartner{seqs[i].(int64), ids[i].(string), names[i].(string), chronicle.Day(joined[i])}
	}
	return rows
}

func ordersOf(columns []any) []rawOrder {
	seqs, ids, partners, kinds := column(columns, 0), column(columns, 1), column(columns, 2), column(columns, 3)
	placed, paid, points, cvs := column(columns, 4), column(columns, 5), column(columns, 6), column(columns, 7)
	recorded := column(columns, 8)
	rows := make([]rawOrder, len(seqs))
	for i := range rows {
		rows[i] = rawOrder{
			seq: seqs[i].(int64), id: ids[i].(string), partner: partners[i].(int64), kind: kinds[i].(string),
			placed: chronicle.Day(placed[i]), paid: chronicle.Day(paid[i]), points: points[i].(int64), cv: cvs[i].(int64),
			recorded: recorded[i].(time.Time),
		}
	}
	return rows
}

func cancellationsOf(columns []any) []rawCancellation {
	seqs, ids, orders := column(columns, 0), column(columns, 1), column(columns, 2)
	days, shares, recorded := column(columns, 3), column(columns, 4), column(columns, 5)
	rows := make([]rawCancellation, len(seqs))
	for i := range rows {
		rows[i] = rawCancellation{
			seq: seqs[i].(int64), id: ids[i].(string), order: orders[i].(int64), on: chronicle.Day(days[i]), share: shares[i].(int64),
			recorded: recorded[i].(time.Time),
		}
	}
	return rows
}

func sponsorshipsOf(columns []any) []rawSpan[int64] {
	sponsors := column(columns, 1)
	return spansOf(columns, 0, 2, func(i int) int64 { return sponsors[i].(int64) })
}

func placementsOf(columns []any) []rawSpan[rawPlace] {
	trees, parents, slots := column(columns, 0), column(columns, 2), column(columns, 3)
	return spansOf(columns, 1, 4, func(i int) rawPlace {
		return rawPlace{trees[i].(string), parents[i].(int64), slots[i].(int64)}
	})
}

func statusesOf(columns []any) []rawSpan[string] {
	statuses := column(columns, 1)
	return spansOf(columns, 0, 2, func(i int) string { return statuses[i].(string) })
}

func careersOf(columns []any) []rawSpan[rawRank] {
	ranks, overrides, reasons := column(columns, 1), column(columns, 4), column(columns, 5)
	return spansOf(columns, 0, 2, func(i int) rawRank {
		return rawRank{ranks[i].(string), overrides[i].(bool), reasons[i].(string)}
	})
}

// spansOf puts together the spans of a chunk: the partner stands in one column, from and to in two others.
func spansOf[T any](columns []any, partner, from int, value func(i int) T) []rawSpan[T] {
	partners, froms, tos := column(columns, partner), column(columns, from), column(columns, from+1)
	rows := make([]rawSpan[T], len(partners))
	for i := range rows {
		rows[i] = rawSpan[T]{partners[i].(int64), chronicle.Day(froms[i]), chronicle.Day(tos[i]), value(i)}
	}
	return rows
}
