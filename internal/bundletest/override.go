package bundletest

import (
	"slices"

	"pgregory.net/rapid"
)

// override is a row of overrides.csv: the rank that the back office gives a member on a day.
type override struct {
	rank, reason string
	on           day
}

var overrideReasons = []string{"Kulanz", "Fusion, wie zugesagt", `"so entschieden"`, "line one\nline two", " "}

// drawOverrides draws one to three overrides, most of them in the settled periods, each on a day of its own.
func drawOverrides(t *rapid.T, c *company, joined day) []override {
	drawn := several(t, 1, 3, func(t *rapid.T) override {
		return override{pick(t, c.ranks...), pick(t, overrideReasons...), max(joined, drawOverridden(t, c, joined))}
	})
	var overrides []override
	for _, o := range drawn {
		if !slices.ContainsFunc(overrides, func(other override) bool { return other.on == o.on }) {
			overrides = append(overrides, o)
		}
	}
	return overrides
}

func drawOverridden(t *rapid.T, c *company, joined day) day {
	switch below(t, 8) {
	case 0:
		return joined
	case 1:
		return c.start - day(below(t, 60))
	case 2:
		return c.start.firstOfMonth(below(t, 4)) - day(below(t, 2))
	case 3:
		return c.end + day(below(t, 30))
	default:
		return c.start + day(below(t, int(c.end-c.start)+1))
	}
}
