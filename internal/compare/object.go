package compare

// Object is what compare --json prints. Amounts, volumes and percentages are decimal strings, counts are
// numbers; the names are explained by compare --help.
type Object struct {
	A             plansObject           `json:"a"`
	B             plansObject           `json:"b"`
	Currency      string                `json:"currency"`
	From          string                `json:"from"`
	Through       string                `json:"through"`
	Partners      int                   `json:"partners"`
	Orders        int                   `json:"orders"`
	Total         TotalsObject          `json:"total"`
	Periods       []TotalsObject        `json:"periods"`
	Winners       effectObject          `json:"winners"`
	Losers        effectObject          `json:"losers"`
	Unchanged     int                   `json:"unchanged"`
	Most          []partnerObject       `json:"most"`
	Least         []partnerObject       `json:"least"`
	Distribution  []bucketObject        `json:"distribution"`
	Ranks         []rankObject          `json:"ranks"`
	Deciles       []decileObject        `json:"deciles"`
	Concentration []concentrationObject `json:"concentration"`
	Out           string                `json:"out,omitempty"` // none: nothing was written
}

type plansObject struct {
	Plan     string          `json:"plan"`
	Versions []versionObject `json:"versions"`
}

type versionObject struct {
	File      string `json:"file"`
	ValidFrom string `json:"valid_from"`
}

// sidesObject is something that differs between A and B.
type sidesObject[T any] struct {
	A T `json:"a"`
	B T `json:"b"`
}

type amountsObject struct {
	sidesObject[string]
	Difference string `json:"difference"`
}

// TotalsObject sums up a period, or all of them.
type TotalsObject struct {
	Period     string               `json:"period,omitempty"` // none: all periods
	Commission amountsObject        `json:"commission"`
	CV         string               `json:"cv"`
	Ratio      *sidesObject[string] `json:"payout_ratio"` // percent; null where cv is not positive
	Bonuses    []bonusObject        `json:"bonuses"`
}

type bonusObject struct {
	Bonus      string        `json:"bonus"`
	InA        bool          `json:"in_a"`
	InB        bool          `json:"in_b"`
	Commission amountsObject `json:"commission"`
	Kinds      []kindObject  `json:"kinds"`
}

type kindObject struct {
	Kind   string           `json:"kind"`
	Lines  sidesObject[int] `json:"lines"`
	Amount amountsObject    `json:"amount"`
}

type partnerObject struct {
	Partner    string              `json:"partner"`
	Name       string              `json:"name"`
	Rank       sidesObject[string] `json:"rank"`
	Commission amountsObject       `json:"commission"`
}

type effectObject struct {
	Partners int    `json:"partners"`
	Amount   string `json:"amount"`
}

type bucketObject struct {
	Above   string       `json:"above"`
	UpTo    string       `json:"up_to"`
	Losers  effectObject `json:"losers"`
	Winners effectObject `json:"winners"`
}

type rankObject struct {
	Rank       string           `json:"rank"`
	Partners   sidesObject[int] `json:"partners"`
	Commission amountsObject    `json:"commission"`
	Average    amountsObject    `json:"average"`
}

type decileObject struct {
	Partners   int           `json:"partners"`
	Commission amountsObject `json:"commission"`
	Average    amountsObject `json:"average"`
}

type concentrationObject struct {
	Percent int       `json:"percent"`
	A       topObject `json:"a"`
	B       topObject `json:"b"`
}

type topObject struct {
	Earners int     `json:"earners"`
	Share   *string `json:"share"` // percent; null where nobody earns
}
