package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
)

// logged serves and asks once, and returns the line of the log.
func logged(t *testing.T, handle gin.HandlerFunc) (line map[string]any, text string) {
	t.Helper()
	var log bytes.Buffer
	e := gin.New()
	tokens, err := ParseTokens("anna=" + annasToken)
	must(t, err)
	e.Use(Identify(), Log(slog.New(slog.NewJSONHandler(&log, nil))), Recover(), Authenticate(tokens))
	e.POST("/partners/:id", handle)
	done := make(chan struct{})
	server := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(done)
		e.ServeHTTP(w, r)
	}))
	_, _ = tryAsk(t, "POST", server+"/partners/zeno?name=Zeno", `{"iban": "DE02"}`, "Authorization: Bearer "+annasToken, "X-Request-ID: request-1")
	<-done
	must(t, json.Unmarshal(log.Bytes(), &line))
	return line, log.String()
}

func TestLog(t *testing.T) {
	line, text := logged(t, func(c *gin.Context) { c.String(http.StatusCreated, "done") })
	for name, want := range map[string]any{
		"level": "INFO", "request_id": "request-1", "method": "POST", "route": "/partners/:id", "status": 201.0, "bytes": 4.0, "actor": "user:anna",
	} {
		if line[name] != want {
			t.Errorf("%s is %v, want %v", name, line[name], want)
		}
	}
	if _, is := line["duration_ms"].(float64); !is {
		t.Errorf("%s", text)
	}
	for _, secret := range []string{"zeno", "Zeno", "DE02", annasToken} {
		if strings.Contains(text, secret) {
			t.Errorf("%s is in the log: %s", secret, text)
		}
	}
}

func TestErrorsAreLogged(t *testing.T) {
	line, text := logged(t, func(c *gin.Context) { Refuse(c, fault.Invalidf("x", "Zeno has no bank account")) })
	if line["level"] != "INFO" || line["status"] != 422.0 || strings.Contains(text, "Zeno") {
		t.Errorf("what the client did wrong is the client's: %s", text)
	}
	line, text = logged(t, func(c *gin.Context) { Refuse(c, errors.New("the sum is off")) })
	if line["level"] != "ERROR" || line["status"] != 500.0 || line["error"] != "the sum is off" {
		t.Errorf("%s", text)
	}
	line, text = logged(t, func(*gin.Context) { panic("a defect") })
	if stack, _ := line["stack"].(string); line["error"] != "panic: a defect" || !strings.Contains(stack, "log_test.go") {
		t.Errorf("%s", text)
	}
	line, text = logged(t, func(c *gin.Context) {
		c.String(http.StatusOK, "half")
		c.Writer.Flush()
		Refuse(c, errors.New("the store is gone"))
	})
	if line["level"] != "ERROR" || line["aborted"] != true || line["error"] != "the store is gone" {
		t.Errorf("%s", text)
	}
}
