package api

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Single ranges are answered as the standard library answers them of a file in memory.
func TestRangesAreThoseOfTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := bytes.Repeat([]byte("0123456789"), 3)[:rapid.IntRange(1, 30).Draw(t, "size")]
		number := rapid.SampledFrom([]string{"", "0", "1", "2", "7", "12", "29", "30", "31", "99", "9223372036854775807"})
		ranges := rapid.SampledFrom([]string{"bytes=", "bytes="}).Draw(t, "unit") + number.Draw(t, "first") + "-" + number.Draw(t, "last")
		request := httptest.NewRequest("GET", "/", nil)
		request.Header.Set("Range", ranges)
		want := httptest.NewRecorder()
		want.Header().Set("ETag", `"a"`)
		var ifRange *string
		if rapid.Bool().Draw(t, "conditional") {
			tag := rapid.SampledFrom([]string{`"a"`, `"b"`, `W/"a"`}).Draw(t, "tag")
			ifRange = &tag
			request.Header.Set("If-Range", tag)
		}
		http.ServeContent(want, request, "", time.Time{}, bytes.NewReader(content))

		p, err := partOf(ranges, ifRange, `"a"`, int64(len(content)))
		if refusal, is := errors.AsType[*Refusal](err); is {
			if ranges == "bytes=-0" { // the library answers with no bytes; by RFC 9110, 14.1.2, the last 0 bytes of anything are not there
				return
			}
			if want.Code != refusal.Status {
				t.Fatalf("%s of %d is refused with %d, and by the library answered with %d", ranges, len(content), refusal.Status, want.Code)
			}
			return
		}
		got := content[p.from : p.from+p.length]
		// The library takes what is no range at all for one that is not there; the standard has it passed over.
		if want.Code == http.StatusRequestedRangeNotSatisfiable && !p.ranged {
			return
		}
		if p.ranged != (want.Code == http.StatusPartialContent) || !bytes.Equal(got, want.Body.Bytes()) {
			t.Fatalf("%s of %d is %q, %v, want %q, %d", ranges, len(content), got, p.ranged, want.Body, want.Code)
		}
		if p.ranged {
			r := httptest.NewRecorder()
			p.head(r, int64(len(content)))
			if r.Header().Get("Content-Range") != want.Header().Get("Content-Range") {
				t.Fatalf("%s is told as %s, want %s", ranges, r.Header(), want.Header())
			}
		}
	})
}

func TestRangesThatArePassedOver(t *testing.T) {
	for _, ranges := range []string{"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=+1-2", "bytes=1-+2", "bytes=0x1-2"} {
		if p, err := partOf(ranges, nil, `"a"`, 10); err != nil || p.ranged || p.length != 10 {
			t.Errorf("%q is %+v, %v", ranges, p, err)
		}
	}
}

// broken is a body that ends with an error after so many bytes.
type broken struct{ left int }

func (b *broken) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, fmt.Errorf("it is damaged")
	}
	n := min(len(p), b.left)
	b.left -= n
	return n, nil
}

// A damaged body is never sent to its last piece, and one of a single piece not at all.
func TestDamagedContentsAreNotSentWhole(t *testing.T) {
	for _, size := range []int{0, 1, pieceSize - 1, pieceSize, pieceSize + 1, 5 * pieceSize} {
		r, headed := httptest.NewRecorder(), false
		if err := deliver(r, &broken{size}, func() { headed = true }); err == nil || r.Body.Len() >= max(size, 1) || headed && size < pieceSize {
			t.Errorf("of %d bytes %d were sent: %v", size, r.Body.Len(), err)
		}
		r = httptest.NewRecorder()
		if err := deliver(r, strings.NewReader(strings.Repeat("x", size)), func() { headed = true }); err != nil || r.Body.Len() != size || !headed {
			t.Errorf("%d of %d bytes were sent: %v", r.Body.Len(), size, err)
		}
	}
}
