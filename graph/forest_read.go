package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/money"
	"upline/internal/period"
)

// readStructure reads who is there, and below whom.
func (s *forestState) readStructure(ctx context.Context, store *Store) error {
	r, err := store.newChunkReader(ctx, s.view.KnownAt)
	if err != nil {
		return err
	}
	partners := readChunks(r, cypher.SnapshotPartners, partnerSeq, partnersOf)
	then := readChunks(r, cypher.SnapshotPartnerVersions, versionSeq, partnersOf)
	sponsorships, placements := new([][]rawSpan[int64]), new([][]rawSpan[rawPlace])
	if s.tree == "" {
		sponsorships = readChunks(r, cypher.SnapshotSponsorships, sponsorshipSeq, sponsorshipsOf)
	} else {
		placements = readChunks(r, cypher.SnapshotPlacements, placementSeq, placementsOf)
	}
	if err := r.group.Wait(); err != nil {
		return err
	}
	for _, chunk := range append(*partners, *then...) {
		for _, p := range chunk {
			s.put(p)
		}
	}
	for _, chunk := range *sponsorships {
		for _, span := range chunk {
			if span.from <= s.view.AsOf && span.to > s.view.AsOf {
				s.sponsor(span.partner, span.value)
			}
		}
	}
	for _, chunk := range *placements {
		for _, span := range chunk {
			if span.value.tree == s.tree && span.from <= s.view.AsOf && span.to > s.view.AsOf {
				s.place(span.partner, span.value.parent)
			}
		}
	}
	return nil
}

func (s *forestState) days() (from, to period.Day) {
	p := period.Of(s.view.AsOf)
	return p.Start(), (p + 1).Start()
}

func (s *forestState) readPoints(ctx context.Context, store *Store) error {
	from, to := s.days()
	params := map[string]any{"from": chronicle.Date(from), "to": chronicle.Date(to), "knownAt": s.view.KnownAt}
	return store.Read(ctx, cypher.PointsOfDays, params, func() { clear(s.points) }, func(record *neo4j.Record) error {
		s.points[record.Values[0].(int64)] = money.Value(record.Values[1].(int64))
		return nil
	})
}
