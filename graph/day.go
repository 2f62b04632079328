package graph

import (
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/internal/period"
)

// Open ends, in valid time and in the time of knowing, so that one range predicate works everywhere.
var (
	farDay  = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)
	farTime = moment(farDay)
	// farDays is farDay, counted as period.Day counts.
	farDays = period.Day(farDay.Unix() / daySeconds)
)

const daySeconds = 86400

// dateOf translates a day for the database: period.Forever is 9999-12-31.
func dateOf(d period.Day) neo4j.Date {
	if d == period.Forever {
		return neo4j.Date(farDay)
	}
	return neo4j.Date(time.Unix(int64(d)*daySeconds, 0).UTC())
}

// dayOf translates a date of the database.
func dayOf(value any) period.Day {
	d := period.Day(time.Time(value.(neo4j.Date)).Unix() / daySeconds)
	if d == farDays {
		return period.Forever
	}
	return d
}

// moment is a time as the database keeps all of them: at an offset of 0, not in a zone that is named UTC. It compares times by
// instant and zone, so the same instant in both would not be equal.
func moment(t time.Time) time.Time { return t.In(offsetZero) }

// offsetZero is what the driver takes for an offset, by its name.
var offsetZero = time.FixedZone("Offset", 0)
