package chronicle

import (
	"context"
	"strconv"
	"time"

	"upline/graph/audit"
)

// about is one thing that a change is about: it becomes an entry of the audit chain.
type about struct {
	kind, key, subject string
	fields             []string
	before, after      map[string]string
	erasure            *audit.Erasure
}

// About says what a change is about: a kind of thing and its key, such as Partner and 17; whose data it is, such as partner:17, empty
// when it is nobody's; and how it was before and is after, as audit.Diff takes them. It may be called several times. A change that
// says nothing leaves an entry all the same, of the company. A state that cannot be kept fails the change when it closes.
func (c *Change) About(kind, key, subject string, before, after any) {
	old, changed, err := audit.Diff(before, after)
	if err != nil {
		c.unsaid = err
		return
	}
	c.abouts = append(c.abouts, about{kind: kind, key: key, subject: subject, before: old, after: changed})
}

// AboutMany says that a change is about so many things of a kind, and not which: a part of an import, or of what a run states.
func (c *Change) AboutMany(kind, key string, count int) {
	c.abouts = append(c.abouts, about{kind: kind, key: key, after: map[string]string{"count": strconv.Itoa(count)}})
}

// Look is a look at protected data.
type Look struct {
	Operation string // such as "look at bank data"
	Kind, Key string // of what is looked at
	Subject   string // whose data it is, such as partner:17
	Fields    []string
}

// Look records that somebody looks at protected data: call it before the data is shown, and do not show it when this fails. It is a
// change that only leaves an entry.
//
// Errors: those of Change.
func (s *Store) Look(ctx context.Context, by By, l Look) (time.Time, error) {
	return s.Change(EachTime(ctx), l.Operation, by, nil, func(c *Change) error {
		c.abouts = append(c.abouts, about{kind: l.Kind, key: l.Key, subject: l.Subject, fields: l.Fields})
		return nil
	})
}
