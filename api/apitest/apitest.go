// Package apitest holds what tests of the API need. Only tests import it.
package apitest

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"upline/api"
)

// CheckResponses wraps a handler so that every answer is compared with the contract: its status must be documented, and its
// headers and body must be as described. A test fails for each answer that is not. Requests reach the handler as they came.
func CheckResponses(t testing.TB, handler http.Handler, document []byte) http.Handler {
	t.Helper()
	contract, err := api.LoadContract(document)
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := r.Clone(r.Context()) // handlers may change what they were asked
		recorder := &recorder{ResponseWriter: w, status: http.StatusOK}
		handler.ServeHTTP(recorder, r)
		asked.Body = io.NopCloser(bytes.NewReader(nil))
		if err := contract.CheckResponse(asked, recorder.status, w.Header(), recorder.body.Bytes()); err != nil {
			t.Errorf("%s %s answers %d, against the contract: %v", r.Method, r.URL.Path, recorder.status, err)
		}
	})
}

// recorder keeps what is written.
type recorder struct {
	http.ResponseWriter
	status int
	wrote  bool
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	r.wrote = true
	r.body.Write(p)
	return r.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection; Flush is for those that ask for it by its type.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Flush sends what was written.
func (r *recorder) Flush() { _ = http.NewResponseController(r.ResponseWriter).Flush() }
