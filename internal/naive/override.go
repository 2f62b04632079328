package naive

// An override is a row of overrides.csv (plan-language §2, an extension): "the back office can set a partner's career rank
// from a day on" (plan-language §5, an extension).
type override struct {
	rank string
	on   day
}

func readOverrides(text string) map[string][]override {
	overrides := map[string][]override{}
	for _, row := range readTable(text) {
		overrides[row["partner"]] = append(overrides[row["partner"]], override{row["rank"], day(row["on"])})
	}
	return overrides
}

// lastOverride is the last one of a partner "up to end(P)" (plan-language §5).
func (r *run) lastOverride(id string) (last override, found bool) {
	for _, o := range r.bundle.overrides[id] {
		if o.on <= r.period.end() && o.on > last.on {
			last, found = o, true
		}
	}
	return last, found
}
