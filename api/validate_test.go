package api

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

func byField(defects []Defect) []Defect {
	slices.SortFunc(defects, func(a, b Defect) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
	return defects
}

func equalDefects(a, b []Defect) bool { return slices.Equal(a, byField(slices.Clone(b))) }

// Types as the generated server has them.
type lineBody struct {
	Points string `json:"points" validate:"required,decimal4"`
}

type orderBody struct {
	ID     string     `json:"id" validate:"required,id"`
	Day    *string    `json:"day,omitempty" validate:"omitempty,day"`
	Period string     `json:"period" validate:"omitempty,period"`
	Share  string     `json:"share" validate:"omitempty,share"`
	Digest string     `json:"digest" validate:"omitempty,sha256"`
	Tree   string     `json:"tree" validate:"omitempty,oneof=sponsor binary"`
	Lines  []lineBody `json:"lines" validate:"max=3,dive"`
}

type orderParams struct {
	Limit *int `form:"limit,omitempty" json:"limit,omitempty" validate:"omitempty,min=1,max=100"`
}

type orderRequest struct {
	Partner string `json:"partner" validate:"id"`
	Params  orderParams
	Body    *orderBody
}

func TestRequestObjects(t *testing.T) {
	limit, day := 0, "2026-02-29"
	for _, c := range []struct {
		request orderRequest
		want    []Defect
	}{
		{orderRequest{Partner: "zeno", Body: &orderBody{ID: "1", Lines: []lineBody{{"12.5"}, {"-0.0001"}}}}, nil},
		{orderRequest{Partner: "zeno"}, nil},
		{
			orderRequest{Partner: "a\nb", Params: orderParams{&limit}, Body: &orderBody{ID: strings.Repeat("ü", 65), Day: &day, Period: "2026-13", Share: "1.01", Digest: "AB", Tree: "oak"}},
			[]Defect{
				{Field: "partner", Message: wants["id"]},
				{Field: "limit", Message: "must be at least 1"},
				{Field: "/id", Message: wants["id"]},
				{Field: "/day", Message: wants["day"]},
				{Field: "/period", Message: wants["period"]},
				{Field: "/share", Message: wants["share"]},
				{Field: "/digest", Message: wants["sha256"]},
				{Field: "/tree", Message: "must be one of: sponsor, binary"},
			},
		},
		{
			orderRequest{Partner: "zeno", Body: &orderBody{Lines: []lineBody{{"1"}, {"1.00001"}, {""}}}},
			[]Defect{{Field: "/id", Message: "is missing"}, {Field: "/lines/1/points", Message: wants["decimal4"]}, {Field: "/lines/2/points", Message: "is missing"}},
		},
		{orderRequest{Partner: "zeno", Body: &orderBody{ID: "1", Lines: make([]lineBody, 4)}}, []Defect{{Field: "/lines", Message: "must have at most 3 entries"}}},
	} {
		called := false
		handle := Validate()(func(*gin.Context, any) (any, error) { called = true; return nil, nil }, "createOrder")
		_, err := handle(nil, c.request)
		if called != (len(c.want) == 0) || called != (err == nil) {
			t.Errorf("%+v: %v, called: %v", c.request, err, called)
		}
		if err != nil {
			if p, _ := problemOf(t.Context(), err); p.Status != 422 || !equalDefects(byField(p.Errors), c.want) {
				t.Errorf("%+v:\n%+v, want\n%+v", c.request, p.Errors, c.want)
			}
		}
	}
}

func TestRules(t *testing.T) {
	for rule, texts := range map[string]struct{ good, bad []string }{
		"day":      {[]string{"2024-02-29", "9999-12-31"}, []string{"2026-02-29", "2026-2-1", "20260201", "", "2026-02-01T00:00:00Z", "0000-01-01"}},
		"period":   {[]string{"2026-01", "2026-12"}, []string{"2026-00", "2026-1", "2026-01-01", ""}},
		"id":       {[]string{"a", "Müller 7", strings.Repeat("ü", 64)}, []string{"", "a\x00", "a\n", "\xff", strings.Repeat("a", 65)}},
		"decimal4": {[]string{"0", "-12.5", "0.0001", "100000"}, []string{"", "1e5", "0.00001", "1,5", "+1", ".5", "1.", "NaN", strings.Repeat("9", 25)}},
		"share":    {[]string{"1", "0.0001", "0.333333", "1.0"}, []string{"0", "-0.1", "1.0001", "10%", ""}},
		"sha256":   {[]string{strings.Repeat("0a", 32)}, []string{strings.Repeat("0A", 32), strings.Repeat("0a", 31), ""}},
	} {
		for _, text := range texts.good {
			if !rules[rule](text) {
				t.Errorf("%s refuses %q", rule, text)
			}
		}
		for _, text := range texts.bad {
			if rules[rule](text) {
				t.Errorf("%s takes %q", rule, text)
			}
		}
	}
}
