package registrations

import (
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/graph/joining"
)

// mailTimesKept is how long a mail counts against its address (joining.MaySend), and so how long it is known that one went there.
const mailTimesKept = 24 * time.Hour

// mailTimes returns when mails went to an address, of which only keyed hashes are known. Nobody else may send one until the change is
// committed.
func (s *Store) mailTimes(c *chronicle.Change, to address) (times []time.Time, err error) {
	err = c.Run(cypher.MailTimesTake, map[string]any{"address": to.kept(), "others": []string(to[1:])}, func(record *neo4j.Record) error {
		times = nil
		for _, at := range record.Values[0].([]any) {
			times = append(times, at.(time.Time).UTC())
		}
		return nil
	})
	return times, err
}

// keepMailTime counts a mail to an address, or none: the work is the same.
func (s *Store) keepMailTime(c *chronicle.Change, to address, times []time.Time, sent bool, now time.Time) error {
	kept := []any{}
	until := now
	if sent {
		times = append(times, now)
	}
	for _, at := range times {
		if at.Add(mailTimesKept).After(now) {
			kept = append(kept, chronicle.Moment(at))
			if end := at.Add(mailTimesKept); end.After(until) {
				until = end
			}
		}
	}
	return c.Run(cypher.MailTimesWrite, map[string]any{"address": to.kept(), "times": kept, "until": until}, nil)
}

// countMail counts a mail that goes to an address whatever went there before.
func (s *Store) countMail(c *chronicle.Change, to address) error {
	times, err := s.mailTimes(c, to)
	if err != nil {
		return err
	}
	return s.keepMailTime(c, to, times, true, s.now())
}

// maySend says whether a mail may go to an address now, and returns the times of those before.
func (s *Store) maySend(c *chronicle.Change, to address, now time.Time) (times []time.Time, ok bool, err error) {
	if times, err = s.mailTimes(c, to); err != nil {
		return nil, false, err
	}
	_, ok = joining.MaySend(times, now)
	return times, ok, nil
}
