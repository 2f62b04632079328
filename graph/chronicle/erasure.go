package chronicle

import (
	"cmp"
	"context"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/audit"
	"upline/internal/fault"
)

// eraseOperation is what an erasure is called in its entry.
const eraseOperation = "erase personal data"

// Erase erases what audit entries say of a person, and says of how many entries. Each erasure is an entry that names them, so that the
// chain proves it; a person of whom more is kept than one erasure can name has several. The clock stands still, so that nothing of the
// person comes in meanwhile. Ground is the law, and the request's number.
//
// Errors: Invalid when the person or the ground is not said.
func (s *Store) Erase(ctx context.Context, person, ground string, by By) (count int, err error) {
	if person == "" || ground == "" {
		return 0, fault.Invalidf("erase", "say whose data is erased, such as partner:17, and by which law")
	}
	for {
		var refs []audit.Ref
		_, err := s.Stopped(ctx, eraseOperation, by, func(c *Change) error {
			refs = nil
			params := map[string]any{"person": person, "recorded": c.Recorded, "limit": audit.ErasureMax}
			err := c.Run(cypher.AuditErase, params, func(record *neo4j.Record) error {
				refs = append(refs, audit.Ref{Stripe: int(record.Values[0].(int64)), No: record.Values[1].(int64)})
				return nil
			})
			if err != nil {
				return err
			}
			a := about{kind: PersonKind, key: person}
			if len(refs) > 0 {
				slices.SortFunc(refs, func(a, b audit.Ref) int { return cmp.Or(cmp.Compare(a.Stripe, b.Stripe), cmp.Compare(a.No, b.No)) })
				a.erasure = &audit.Erasure{Person: person, Ground: ground, Entries: refs}
			}
			c.abouts = append(c.abouts, a)
			return nil
		})
		if err != nil {
			return count, err
		}
		if count += len(refs); len(refs) < audit.ErasureMax {
			return count, nil
		}
	}
}
