package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// partOf reads which bytes a request asks for (RFC 9110, 14). A header that says nothing that can be understood is passed over, and so are
// several ranges, which would have a small request take much work; If-Range is believed when it is the present ETag, and no weak one.
//
// Errors: a Refusal 416 when the content has no such bytes.
func partOf(ranges string, ifRange *string, tag string, size int64) (part, error) {
	whole := part{length: size}
	unit, spec, is := strings.Cut(ranges, "=")
	first, last, dash := strings.Cut(strings.TrimSpace(spec), "-")
	if !is || !dash || !strings.EqualFold(strings.TrimSpace(unit), "bytes") || strings.Contains(spec, ",") || ifRange != nil && strings.TrimSpace(*ifRange) != tag {
		return whole, nil
	}
	from, to := place(first), place(last)
	switch {
	case first == "" && to >= 0: // the last so many
		if to == 0 || size == 0 {
			return whole, noSuchPart(size)
		}
		to = min(to, size)
		return part{size - to, to, true}, nil
	case from < 0 || last != "" && to < from:
		return whole, nil
	case from >= size:
		return whole, noSuchPart(size)
	case last == "" || to >= size:
		to = size - 1
	}
	return part{from, to - from + 1, true}, nil
}

// place reads a number of digits; below 0: it is none. One that is too large is beyond every content.
func place(text string) int64 {
	for _, digit := range []byte(text) {
		if digit < '0' || digit > '9' {
			return -1
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil && text == "" {
		return -1
	}
	return n
}

func noSuchPart(size int64) error {
	return &Refusal{
		Status: http.StatusRequestedRangeNotSatisfiable, Msg: fmt.Sprintf("the document has no such bytes: it has %d", size),
		Header: http.Header{"Content-Range": {fmt.Sprintf("bytes */%d", size)}},
	}
}
