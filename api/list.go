package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"upline/graph"
	"upline/graph/access"
	"upline/internal/fault"
)

// rowsOfPage is how many rows a page has when nobody says; rowsOfFile how many are read at a time for a file.
const (
	rowsOfPage = 50
	rowsOfFile = 1000
)

// slice is the part of a list that a request asks for. Sorts that begin with a minus descend.
func slice(sort *string, limit *int, after *string) graph.Slice {
	name, descending := strings.CutPrefix(value(sort), "-")
	return graph.Slice{Sort: name, Descending: descending, After: value(after), Limit: valueOr(limit, rowsOfPage)}
}

// answerList answers with a page of a list, or with all of it as a file.
func answerList[T, A any](ctx context.Context, r *Resources, name string, s graph.Slice, columns []Column[T],
	list func(ctx context.Context, s graph.Slice) (rows []T, next string, err error), page func(rows []T, next string) A,
) (answer A, err error) {
	c := ctx.(*gin.Context) // as the generated server hands it on
	media, err := TableWanted(c.Request)
	if err != nil {
		return answer, err
	}
	if media == "" {
		rows, next, err := list(ctx, s)
		if err != nil {
			return answer, err
		}
		return page(rows, next), nil
	}
	s.Limit = rowsOfFile
	table := Table[T]{Name: name, Columns: columns, Today: r.Now, Pages: func(ctx context.Context, after string) ([]T, string, error) {
		s.After = after
		return list(ctx, s)
	}}
	var file any = fileAnswer(func() { table.Serve(c, media) })
	return file.(A), nil // fileAnswer answers every operation that lists something
}

// fileAnswer answers with a list as a file, whichever operation lists it.
type fileAnswer func()

func (serve fileAnswer) answer() error { serve(); return nil }

// The operations that list something.
func (serve fileAnswer) VisitListPartnersResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListDocumentsResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListCreditNotesResponse(http.ResponseWriter) error {
	return serve.answer()
}

func (serve fileAnswer) VisitListUplineResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListDownlineResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListChildrenResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitGetDifferenceResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListOrdersResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListCancellationsResponse(http.ResponseWriter) error {
	return serve.answer()
}

func (serve fileAnswer) VisitListPlansResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListRunsResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListLinesResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListStatementsResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListJobsResponse(http.ResponseWriter) error { return serve.answer() }

func (serve fileAnswer) VisitListRegistrationsResponse(http.ResponseWriter) error {
	return serve.answer()
}

func (serve fileAnswer) VisitListHoldingTankResponse(http.ResponseWriter) error {
	return serve.answer()
}

func (serve fileAnswer) VisitListAuditEntriesResponse(http.ResponseWriter) error {
	return serve.answer()
}

// Lists of what is in memory or in a file are told by position: so many rows come before.

// position reads a cursor.
func position(after string) (from int64, err error) {
	if after == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(after, 10, 62)
	if err != nil {
		return 0, fault.Invalidf("list", "after %q is not the next of a page: leave it out for the first page", after)
	}
	return int64(n), nil
}

// cursor writes a position; one below 0 is the end.
func cursor(next int64) string {
	if next < 0 {
		return ""
	}
	return strconv.FormatInt(next, 10)
}

// pagesOf makes a list of something in memory. all is how many there are, known when a page was made.
func pagesOf[T any](page func(from, count int) ([]T, error), all *int) func(ctx context.Context, s graph.Slice) ([]T, string, error) {
	return func(_ context.Context, s graph.Slice) ([]T, string, error) {
		from, err := position(s.After)
		if err != nil {
			return nil, "", err
		}
		rows, err := page(int(min(from, 1<<31)), s.Limit)
		next := from + int64(s.Limit) // whatever of them is seen
		if err != nil || next >= int64(*all) {
			return rows, "", err
		}
		return rows, cursor(next), nil
	}
}

// sorted is the sort that a request asks for, or another one.
func sorted(sort *string, otherwise string) *string {
	if sort != nil {
		return sort
	}
	return &otherwise
}

// shownColumns leaves columns out that are not shown; they are named like the fields of a schema of the contract.
func shownColumns[T any](schema string, columns []Column[T], shown access.Fields) (kept []Column[T]) {
	for _, column := range columns {
		if shown.Shows(schema, column.Name) {
			kept = append(kept, column)
		}
	}
	return kept
}
