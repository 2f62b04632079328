package api

import (
	"cmp"
	"slices"
	"testing"

	"github.com/gin-gonic/gin"

	"upline/internal/money"
	"upline/internal/period"
)

func byField(defects []Defect) []Defect {
	slices.SortFunc(defects, func(a, b Defect) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
	return defects
}

func equalDefects(a, b []Defect) bool { return slices.Equal(a, byField(slices.Clone(b))) }

// Types as the generated server has them.
type spanBody struct {
	Name  string      `json:"name" validate:"plain"`
	From  period.Day  `json:"from"`
	Until *period.Day `json:"until,omitempty" validate:"omitempty,after=From"`
	Share money.Share `json:"share" validate:"gt=0,lte=1000000"`
}

type spanParams struct {
	JoinedFrom    *period.Day `form:"joined_from,omitempty" json:"joined_from,omitempty"`
	JoinedThrough *period.Day `form:"joined_through,omitempty" json:"joined_through,omitempty" validate:"omitempty,notbefore=JoinedFrom"`
}

type spanRequest struct {
	Params spanParams
	Body   *spanBody
}

func TestRequestObjects(t *testing.T) {
	first, second := period.Day(20000), period.Day(20001)
	for _, c := range []struct {
		request spanRequest
		want    []Defect
	}{
		{spanRequest{spanParams{&first, &second}, &spanBody{"Ä b", first, &second, money.Whole}}, nil},
		{spanRequest{spanParams{nil, &first}, nil}, nil},
		{spanRequest{spanParams{&first, &first}, &spanBody{"", first, nil, 1}}, nil},
		{
			spanRequest{spanParams{&second, &first}, &spanBody{"a\nb", first, &first, 0}},
			[]Defect{
				{Field: "joined_through", Message: "must not be before joined_from"},
				{Field: "/name", Message: wants["plain"]},
				{Field: "/until", Message: "must be after from"},
				{Field: "/share", Message: "must be more than 0"},
			},
		},
		{spanRequest{spanParams{}, &spanBody{"a\xff", first, nil, money.Whole + 1}}, []Defect{
			{Field: "/name", Message: wants["plain"]}, {Field: "/share", Message: "must be at most 1000000"},
		}},
	} {
		called := false
		handle := Validate()(func(*gin.Context, any) (any, error) { called = true; return nil, nil }, "createSpan")
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
