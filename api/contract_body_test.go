package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// Check reads nothing of a body that is not JSON: it may be larger than memory.
func TestLargeBodiesAreNotReadBeforeTheirHandler(t *testing.T) {
	contract, err := LoadContract(ContractText)
	must(t, err)
	for path, media := range map[string]string{"/imports": "application/zip", "/order-imports": "text/csv", "/documents": "multipart/form-data; boundary=b"} {
		body := &countedBody{from: strings.NewReader("something")}
		recorder := httptest.NewRecorder()
		c, engine := gin.CreateTestContext(recorder)
		engine.Use(contract.Check())
		c.Request, err = http.NewRequest("POST", "/api/v1"+path, body)
		must(t, err)
		c.Request.Header.Set("Content-Type", media)
		c.Request.ContentLength = 9
		contract.Check()(c)
		if c.IsAborted() || body.read > 0 || c.Request.ContentLength != 9 {
			t.Errorf("%s: %d bytes were read, %d %s", path, body.read, recorder.Code, recorder.Body)
		}
		if text, err := io.ReadAll(c.Request.Body); err != nil || string(text) != "something" {
			t.Errorf("%s: its handler reads %q, %v", path, text, err)
		}
	}
}

// countedBody counts what is read of it.
type countedBody struct {
	from io.Reader
	read int
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	b.read += n
	return n, err
}
