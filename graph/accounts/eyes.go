package accounts

import (
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
)

// mayGive refuses who would get more rights by a change: nobody gives rights to oneself, nor does a deputy to whom that one stands in
// for, nor the other way round. Operators' commands are nobody's own.
//
// Errors: Forbidden, which says why.
func (b By) mayGive(c *chronicle.Change, receivers ...string) error {
	var parts []access.Part
	for _, user := range receivers {
		parts = append(parts, access.Part{User: user, Deed: access.RightsReceived, Day: b.Today})
	}
	standIns, err := standInsOf(c, append(slices.Clone(receivers), b.user()))
	if err != nil {
		return err
	}
	verdict := access.MayStep(access.GiveRights, b.user(), b.Today, parts, standIns)
	if verdict.May {
		return nil
	}
	return forbidden("give rights", verdict.Whys[0].EN)
}

func standInsOf(c *chronicle.Change, users []string) (list []access.StandIn, err error) {
	params := map[string]any{"users": users, "knownAt": latest}
	err = c.Run(cypher.StandinsOf, params, func(record *neo4j.Record) error {
		list = append(list, standInOf(record))
		return nil
	})
	return list, err
}

func standInOf(record *neo4j.Record) access.StandIn {
	return access.StandIn{Deputy: record.Values[0].(string), For: record.Values[1].(string), Days: daysOf(record.Values[2], record.Values[3])}
}

// texts runs a query that returns one text a record.
func texts(c *chronicle.Change, query string, params map[string]any) (list []string, err error) {
	err = c.Run(query, params, func(record *neo4j.Record) error {
		list = append(list, record.Values[0].(string))
		return nil
	})
	return list, err
}
