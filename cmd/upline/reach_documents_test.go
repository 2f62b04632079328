package main

import (
	"strings"

	"upline/graph"
	"upline/graph/dms"
	"upline/internal/period"
)

// documents records a letter about the partner of each relation.
func (r *reached) documents(company *graph.Store) {
	var all []dms.NewDocument
	for _, relation := range relations {
		all = append(all, dms.NewDocument{
			ID:          "d-" + relation,
			Description: dms.Description{Class: "correspondence", Title: "Letter to " + relation, Day: r.today, About: dms.About{Partner: relation}},
			Content:     dms.Content{SHA256: strings.Repeat("0", 64), Size: 1, Type: "text/plain", File: "letter.txt"},
			Kept:        dms.Kept{Through: period.Forever - 1, Lock: dms.Compliance}, State: dms.Filed, Source: dms.Uploaded,
		})
	}
	_, err := dms.New(company).Record(r.Context(), all, graph.By{Within: graph.Everybody, Actor: "test"})
	must(r.T, err)
}
