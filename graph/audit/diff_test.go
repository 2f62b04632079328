package audit

import (
	"encoding/json"
	"maps"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

type address struct {
	Street, City string
	ZIPCode      string
}

type contact struct {
	Phone string `json:"phone,omitempty"`
}

type account struct {
	contact
	IBAN     string
	Currency string `json:"cur"`
	Hash     []byte `audit:"secret"`
	Cache    string `audit:"-"`
	Hidden   string `json:"-"`
	private  int
	Address  address
	Billing  *address
	Joined   period.Day
	Points   money.Value
	Price    decimal.Decimal
	Limit    *decimal.Decimal
	At       time.Time
	Until    *time.Time
	Tags     []string
	Places   map[string]int64
	More     []address
	Keys     []key
	Any      any
	Raw      json.RawMessage
}

type key struct {
	Name   string
	Secret string `audit:"secret"`
}

func TestDiff(t *testing.T) {
	zone := time.FixedZone("CEST", 7200)
	at := time.Date(2026, 3, 31, 20, 0, 0, 1000, zone)
	utc := at.UTC()
	tenth := decimal.RequireFromString("0.1")
	base := account{IBAN: "DE1", At: at, Address: address{"A", "B", "1"}, Points: 125000, Price: decimal.RequireFromString("123456789012345678.10")}
	for name, c := range map[string]struct {
		edit        func(a *account)
		old, edited string // the fields, as JSON would have them
	}{
		"nothing":             {func(*account) {}, ``, ``},
		"text":                {func(a *account) { a.IBAN = "DE2 <ä>" }, `iban="DE1"`, `iban="DE2 <ä>"`},
		"tagged":              {func(a *account) { a.Currency = "EUR" }, `cur=""`, `cur="EUR"`},
		"embedded":            {func(a *account) { a.Phone = "1" }, `phone=""`, `phone="1"`},
		"within":              {func(a *account) { a.Address.ZIPCode = "2" }, `address.zip_code="1"`, `address.zip_code="2"`},
		"pointer to a struct": {func(a *account) { a.Billing = &address{} }, `billing=null`, `billing.city="" billing.street="" billing.zip_code=""`},
		"secret":              {func(a *account) { a.Hash = []byte{1} }, `hash="(secret)"`, `hash="(secret)"`},
		"secret in a list":    {func(a *account) { a.Keys = []key{{"k", "s"}} }, `keys=null`, `keys="(secret)"`},
		"left out":            {func(a *account) { a.Cache, a.Hidden, a.private = "x", "x", 1 }, ``, ``},
		"day":                 {func(a *account) { a.Joined = 1 }, `joined="1970-01-01"`, `joined="1970-01-02"`},
		"points":              {func(a *account) { a.Points++ }, `points="12.5"`, `points="12.5001"`},
		"decimal":             {func(a *account) { a.Price = a.Price.Add(tenth) }, `price="123456789012345678.1"`, `price="123456789012345678.2"`},
		"pointer to decimal":  {func(a *account) { a.Limit = &tenth }, `limit=null`, `limit="0.1"`},
		"the same time":       {func(a *account) { a.At = a.At.UTC() }, ``, ``},
		"time":                {func(a *account) { a.At = a.At.Add(time.Microsecond) }, `at="2026-03-31T18:00:00.000001Z"`, `at="2026-03-31T18:00:00.000002Z"`},
		"pointer to time":     {func(a *account) { a.Until = &utc }, `until=null`, `until="2026-03-31T18:00:00.000001Z"`},
		"list":                {func(a *account) { a.Tags = []string{"b", "a"} }, `tags=null`, `tags=["b","a"]`},
		"map":                 {func(a *account) { a.Places = map[string]int64{"z": 1, "Y": math.MaxInt64} }, `places=null`, `places={"Y":9223372036854775807,"z":1}`},
		"structs":             {func(a *account) { a.More = []address{{City: "C"}} }, `more=null`, `more=[{"city":"C","street":"","zip_code":""}]`},
		"anything":            {func(a *account) { a.Any = map[int]any{2: true, 10: []byte("x")} }, `any=null`, `any={"10":"eA==","2":true}`},
		"raw": {
			func(a *account) { a.Raw = json.RawMessage(`{"b": [1.10, "<"], "a": 123456789012345678901234567890}`) },
			`raw=null`, `raw={"a":123456789012345678901234567890,"b":[1.10,"<"]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			edited := base
			c.edit(&edited)
			for _, after := range []any{edited, &edited} {
				old, changed, err := Diff(&base, after)
				if err != nil || inOne(old) != c.old || inOne(changed) != c.edited {
					t.Errorf("%s → %s, %v; want %s → %s", inOne(old), inOne(changed), err, c.old, c.edited)
				}
			}
		})
	}
}

// inOne is a map of fields in one line.
func inOne(fields map[string]string) string {
	var list []string
	for _, name := range sortedKeys(fields) {
		list = append(list, name+"="+fields[name])
	}
	return strings.Join(list, " ")
}

func sortedKeys(fields map[string]string) []string {
	e := Entry{Details: []Detail{{Body: &Body{After: fields}}}}
	return e.fields()
}

func TestDiffOfWhatComesAndGoes(t *testing.T) {
	thing := map[string]any{"name": "A", "PlacedOn": 1, "address": address{City: "C"}}
	want := map[string]string{"name": `"A"`, "PlacedOn": "1", "address.city": `"C"`, "address.street": `""`, "address.zip_code": `""`}
	if old, changed, err := Diff(nil, thing); err != nil || len(old) > 0 || !maps.Equal(changed, want) {
		t.Errorf("made: %v → %v, %v", old, changed, err)
	}
	if old, changed, err := Diff(&thing, (*account)(nil)); err != nil || len(changed) > 0 || !maps.Equal(old, want) {
		t.Errorf("deleted: %v → %v, %v", old, changed, err)
	}
}

func TestDiffRefuses(t *testing.T) {
	type node struct{ Next *node }
	endless := &node{}
	endless.Next = endless
	list := []any{nil}
	list[0] = list
	for want, state := range map[string]any{
		"a int has no fields":            7,
		"cannot say a func()":            map[string]any{"f": func() {}},
		"NaN is not a number":            map[string]any{"f": math.NaN()},
		"more than 64 levels":            endless,
		"it has more than 64 levels":     map[string]any{"list": list},
		"two fields of the name a.city":  map[string]any{"a.city": 1, "a": address{}},
		"cannot be the key of an object": map[string]any{"m": map[float64]int{1: 1}},
		"two fields of the name x": map[string]any{"l": []any{struct {
			X int
			Y int `json:"x"`
		}{}}},
		"unexpected end of JSON input": map[string]any{"r": json.RawMessage("{")},
	} {
		for _, states := range [][2]any{{state, nil}, {nil, state}} {
			if _, _, err := Diff(states[0], states[1]); fault.KindOf(err) != fault.Invalid || err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("the error is %v, without %q", err, want)
			}
		}
	}
}

func TestNamesAreThoseOfTheAPI(t *testing.T) {
	for name, want := range map[string]string{
		"PlacedOn": "placed_on", "ID": "id", "CV": "cv", "SHA256": "sha256", "HTTPStatus": "http_status", "IBANOfPartner": "iban_of_partner", "Points_Max": "points_max", "ÄrgerX": "ärger_x", "A": "a",
	} {
		if got := snake(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
