package fault_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"upline/internal/fault"
)

func TestKindOf(t *testing.T) {
	for _, c := range []struct {
		err  error
		want fault.Kind
	}{
		{fault.Invalidf("settle", "no"), fault.Invalid},
		{fmt.Errorf("reading: %w", fault.NotFoundf("", "no")), fault.NotFound},
		{fault.Findings{{File: "orders.csv", Line: 2, Msg: "no"}}, fault.Invalid},
		{fmt.Errorf("reading: %w", fault.Findings{{File: "orders.csv", Line: 2, Msg: "no"}}), fault.Invalid},
		{fs.ErrNotExist, fault.Internal},
		{&fault.Error{Kind: fault.Unavailable, Err: fs.ErrPermission}, fault.Unavailable},
	} {
		if got := fault.KindOf(c.err); got != c.want {
			t.Errorf("%v is %v, want %v", c.err, got, c.want)
		}
	}
}

func TestErrorsSayWhatAndWhy(t *testing.T) {
	err := &fault.Error{Kind: fault.Unavailable, Op: "read bundle", Msg: "orders.csv cannot be read", Err: fs.ErrPermission}
	if want := "read bundle: orders.csv cannot be read: permission denied"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	if !errors.Is(err, fs.ErrPermission) {
		t.Error("the cause is lost")
	}
}

func TestFindingsSortByFileThenLine(t *testing.T) {
	order := func(file string) int {
		if file == "partners.csv" {
			return 0
		}
		return 1
	}
	all := fault.Findings{{"plans/b.yaml", 1, "x"}, {"partners.csv", 9, "second"}, {"plans/a.yaml", 3, "x"}, {"partners.csv", 9, "third"}, {"partners.csv", 2, "first"}}
	all.Sort(order)
	want := "partners.csv:2: first\npartners.csv:9: second\npartners.csv:9: third\nplans/a.yaml:3: x\nplans/b.yaml:1: x"
	if all.Error() != want {
		t.Errorf("got\n%s\nwant\n%s", all, want)
	}
}
