package bundletest

// interval is from a day on, up to and without another.
type interval struct{ from, to day }

func (i interval) overlaps(other interval) bool { return i.from < other.to && other.from < i.to }

func overlapsAny(intervals []interval, days interval) bool {
	for _, other := range intervals {
		if other.overlaps(days) {
			return true
		}
	}
	return false
}

// lapse is how many days something lasts, and how many pass before it begins; length 0 is for ever.
type lapse struct{ gap, length int }

func (l lapse) days() lapse { return l }

// inTurn gives each of a row of things its days, one after the other; after an endless one there are no more.
func inTurn[E interface{ days() lapse }](first day, things []E) []interval {
	var intervals []interval
	from := first
	for _, thing := range things {
		from += day(thing.days().gap)
		if thing.days().length == 0 {
			return append(intervals, interval{from, forever})
		}
		to := from + day(thing.days().length)
		intervals = append(intervals, interval{from, to})
		from = to
	}
	return intervals
}
