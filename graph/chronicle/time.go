package chronicle

import (
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/internal/period"
)

// Open ends, in valid time and in the time of knowing, so that one range predicate works everywhere.
var (
	FarDay  = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)
	FarTime = Moment(FarDay)
	// FarDays is farDay, counted as period.Day counts.
	FarDays = period.Day(FarDay.Unix() / DaySeconds)
)

// DaySeconds is how long a day is.
const DaySeconds = 86400

// Date translates a day for the database: period.Forever is 9999-12-31.
func Date(d period.Day) neo4j.Date {
	if d == period.Forever {
		return neo4j.Date(FarDay)
	}
	return neo4j.Date(time.Unix(int64(d)*DaySeconds, 0).UTC())
}

// Day translates a date of the database.
func Day(value any) period.Day {
	d := period.Day(time.Time(value.(neo4j.Date)).Unix() / DaySeconds)
	if d == FarDays {
		return period.Forever
	}
	return d
}

// Moment is a time as the database keeps all of them: at an offset of 0, not in a zone that is named UTC. It compares times by
// instant and zone, so the same instant in both would not be equal.
func Moment(t time.Time) time.Time { return t.In(offsetZero) }

// offsetZero is what the driver takes for an offset, by its name.
var offsetZero = time.FixedZone("Offset", 0)
