package explain

import "upline/commission"

// Explanation is why a partner got just these amounts in a run. As JSON it is what `upline explain --json` prints;
// README.md documents its fields. All numbers but levels and counts are exact decimals, in JSON as strings.
type Explanation struct {
	Partner     Person        `json:"partner"`
	Period      string        `json:"period"`
	SettledFrom string        `json:"settled_from"`          // the first settled period
	AskedOrder  string        `json:"asked_order,omitempty"` // the explanation is for this order alone, and for everyone whom it paid
	Currency    string        `json:"currency"`
	Places      int           `json:"places"`              // decimal places of amounts
	Plan        Version       `json:"plan"`                // in force on the last day of the period
	Absent      string        `json:"absent,omitempty"`    // why there is no standing
	Standing    *Standing     `json:"standing,omitempty"`  // in the period
	Orders      []Order       `json:"orders"`              // settled in this run
	Earlier     []Earlier     `json:"earlier_orders"`      // settled by earlier runs, and changed by this one
	Bonuses     []PeriodBonus `json:"period_bonuses"`      // in the order of the plan
	Sums        []Sum         `json:"sums"`                // of the partner's explained lines
	Statement   *Statement    `json:"statement,omitempty"` // nil: no line, and nothing brought forward
	Lines       int           `json:"lines"`               // how many lines of the run this explains: each of them was checked
}

// Person is a partner as people know one.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Version is a plan version.
type Version struct {
	Plan      string `json:"plan"`
	File      string `json:"file"`
	ValidFrom string `json:"valid_from"`
}

func versionOf(p *commission.Plan) Version { return Version{p.Name, p.File, p.ValidFrom.String()} }

func (e *Explainer) person(p commission.PartnerNo) Person {
	return Person{e.facts.Partners[p].ID, e.facts.Partners[p].Name}
}
