package apitest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"upline/api"
)

// CheckAnswers wraps a transport so that every answer to a client is compared with the contract: of a real server, as its clients
// see it. A test fails for each answer that is not as the contract says. Streams of events are left alone.
func CheckAnswers(t testing.TB, transport http.RoundTripper) http.RoundTripper {
	t.Helper()
	contract, err := api.LoadContract(api.ContractText)
	if err != nil {
		t.Fatal(err)
	}
	return &checking{t, transport, contract}
}

type checking struct {
	t         testing.TB
	transport http.RoundTripper
	contract  *api.Contract
}

// RoundTrip asks, and checks the answer.
func (c *checking) RoundTrip(r *http.Request) (*http.Response, error) {
	asked := r.Clone(r.Context())
	asked.Body = http.NoBody
	asked.URL.Scheme, asked.URL.Host, asked.Host = "", "", "" // the contract knows paths
	response, err := c.transport.RoundTrip(r)
	if err != nil || strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	if err := c.contract.CheckResponse(asked, response.StatusCode, response.Header, body); err != nil {
		c.t.Errorf("%s %s answers %d, against the contract: %v", r.Method, r.URL, response.StatusCode, err)
	}
	return response, nil
}
