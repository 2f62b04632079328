package graph

import (
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// RefuseSameEyes refuses a step to whoever did the deed before: oneself, a deputy, whom that one stands in for, or another deputy of the
// same one (see access.MayStep). Of commands and jobs, the actor's name is compared.
//
// Errors: Forbidden, which says why.
func RefuseSameEyes(c *chronicle.Change, step access.Step, deed access.Deed, did string, on period.Day, by By) error {
	today := by.Within.today
	if by.Within.all {
		today = on // whoever may everything asks as of no day; deputies of the deed's day count
	}
	who, other := eyesOf(by.Actor), eyesOf(did)
	var standIns []access.StandIn
	err := c.Run(cypher.StandinsOf, map[string]any{"users": []string{who, other}, "knownAt": Latest}, func(record *neo4j.Record) error {
		v := record.Values
		days := access.Days{From: chronicle.Day(v[2]), To: chronicle.Day(v[3])}
		standIns = append(standIns, access.StandIn{Deputy: v[0].(string), For: v[1].(string), Days: days})
		return nil
	})
	if err != nil {
		return err
	}
	verdict := access.MayStep(step, who, today, []access.Part{{User: other, Deed: deed, Day: on}}, standIns)
	if verdict.May {
		return nil
	}
	return fault.Forbiddenf(string(step), "%s", verdict.Whys[0].EN)
}

// eyesOf is whose eyes an actor's are: a user's id, or the whole name of another actor.
func eyesOf(actor string) string {
	if a, err := audit.ActorOf(actor); err == nil {
		actor = a.String()
	}
	return strings.TrimPrefix(actor, string(audit.User)+":")
}
