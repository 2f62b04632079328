package api

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// formRequest is a request with files, parted by a boundary of its own.
func formRequest(t testing.TB, files [][2]string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, file := range files {
		part, err := w.CreateFormFile("file", file[0])
		must(t, err)
		_, err = io.WriteString(part, file[1])
		must(t, err)
	}
	must(t, w.Close())
	r, err := http.NewRequest("POST", "/api/v1/documents", io.NopCloser(bytes.NewReader(b.Bytes())))
	must(t, err)
	r.GetBody = nil
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

// A form is told from others by its parts, whatever stands between them, and can be read again.
func TestFormsAreToldByTheirParts(t *testing.T) {
	text := rapid.StringN(0, 20, 60)
	name := rapid.StringMatching(`[a-z]{1,8}\.txt`)
	files := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]string { return [2]string{name.Draw(t, "name"), text.Draw(t, "text")} }), 1, 4)
	i := Idempotency{Spool: t.TempDir()}
	rapid.Check(t, func(rt *rapid.T) {
		one, other := files.Draw(rt, "one"), files.Draw(rt, "other")
		request := formRequest(t, one)
		first, err := i.fingerprintOf(request)
		must(t, err)
		again, err := i.fingerprintOf(formRequest(t, one))
		must(t, err)
		differs, err := i.fingerprintOf(formRequest(t, other))
		must(t, err)
		same := len(one) == len(other)
		for n := 0; same && n < len(one); n++ {
			same = one[n] == other[n]
		}
		if first != again || (first == differs) != same {
			rt.Fatalf("%q is %s and %s, %q is %s", one, first, again, other, differs)
		}
		form, err := request.MultipartReader()
		must(t, err)
		for _, want := range one {
			part, err := form.NextPart()
			must(t, err)
			if body, err := io.ReadAll(part); err != nil || string(body) != want[1] || part.FileName() != want[0] {
				rt.Fatalf("read again: %q %v, want %q", body, err, want)
			}
		}
		must(t, request.Body.Close())
	})
}

// A form that ends too early, or is none, has a fingerprint, too: whoever reads it finds what is wrong.
func TestBrokenFormsHaveFingerprints(t *testing.T) {
	seen := map[string]string{}
	for _, body := range []string{"", "no form", "--b\r\n", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf\r\n--b--"} {
		r, err := http.NewRequest("POST", "/api/v1/documents", io.NopCloser(strings.NewReader(body)))
		must(t, err)
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		print, err := Idempotency{Spool: t.TempDir()}.fingerprintOf(r)
		must(t, err)
		seen[print] = body
	}
	if len(seen) < 3 {
		t.Errorf("broken and whole forms look the same: %q", seen)
	}
}
