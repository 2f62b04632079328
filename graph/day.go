package graph

import (
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/internal/period"
)

// Open ends, in valid time and in the time of knowing, so that one range predicate works everywhere.
var (
	farDay  = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)
	farTime = farDay
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
