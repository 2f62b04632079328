package graph

import (
	"upline/cypher"
	"upline/graph/chronicle"
)

// Rename records, in a change that has locked the partner, the name that the partner has from now on. What is asked as it was known before
// has the name that was known then.
//
// Errors: NotFound when there is no such partner; Invalid when the name is too long.
func (s *Store) Rename(c *chronicle.Change, id, name string) error {
	if err := checkName(id, name); err != nil {
		return err
	}
	in := &change{c, s}
	was, err := in.findPartner(id)
	if err != nil || was.name == name {
		return err
	}
	version, err := s.Numbers(c.Ctx, versionSeq, 1)
	if err != nil {
		return err
	}
	is := *was
	is.name = name
	c.About(partnerKind, id, subjectOf(id), was.state(), is.state())
	row := []any{was.seq, name, chronicle.Date(was.joined), version}
	return c.Run(cypher.PartnersCorrect, map[string]any{"rows": []any{row}, "recorded": c.Recorded}, nil)
}
