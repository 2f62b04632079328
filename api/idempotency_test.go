package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/storetest"
)

const (
	newBook = `{"id": "b-1", "title": "Effi Briest"}`
	asJSON  = "Content-Type: application/json"
)

// library is a server of the sample contract on a real store, whose handler counts how often it was called.
type library struct {
	store  *graph.Store
	url    string
	calls  atomic.Int64
	handle atomic.Pointer[gin.HandlerFunc]
}

func newLibrary(t *testing.T, term time.Duration) *library {
	t.Helper()
	l := &library{store: storetest.Graph(t)}
	contract := sample(t)
	tokens, err := ParseTokens("anna=" + annasToken + ",ben=" + bensToken)
	must(t, err)
	handle := func(c *gin.Context) {
		call := l.calls.Add(1)
		(*l.handle.Load())(c)
		if !c.IsAborted() && !c.Writer.Written() {
			body, err := io.ReadAll(c.Request.Body)
			must(t, err)
			c.Header("ETag", `"1"`)
			c.Data(http.StatusCreated, "application/json", fmt.Appendf(nil, `{"call": %d, "body": %q, "once": %q}`, call, body, keyOf(c)))
		}
	}
	l.url = serve(t, func(e *gin.Engine) {
		e.POST("/api/v1/books", handle)
		e.POST("/api/v1/imports", handle)
	}, Authenticate(tokens), contract.LimitBodies(), contract.Check(), Idempotency{Graph: l.store, Term: term}.Handler(contract)).URL
	l.answers(func(*gin.Context) {})
	return l
}

// answers lets something happen in the handler before it answers.
func (l *library) answers(handle gin.HandlerFunc) { l.handle.Store(&handle) }

func (l *library) post(t *testing.T, key, body string, headers ...string) answer {
	t.Helper()
	return ask(t, "POST", l.url+"/api/v1/books", body, append(headers, asJSON, "Idempotency-Key: "+key)...)
}

func TestAnswersAreRepeated(t *testing.T) {
	l := newLibrary(t, 0)
	first := l.post(t, "k-1", newBook, "Authorization: Bearer "+annasToken)
	if first.status != 201 || !strings.Contains(first.body, `"once": "user:anna k-1 `) || !strings.Contains(first.body, "Effi Briest") || first.header.Get(replayHeader) != "" {
		t.Fatalf("%d %v %s", first.status, first.header, first.body)
	}
	again := l.post(t, "k-1", newBook, "Authorization: Bearer "+annasToken)
	if again.status != 201 || again.body != first.body || again.header.Get(replayHeader) != "true" || again.header.Get("ETag") != `"1"` || again.header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %v %s, want %s", again.status, again.header, again.body, first.body)
	}
	p := l.post(t, "k-1", strings.Replace(newBook, "Effi", "Evi", 1), "Authorization: Bearer "+annasToken).problem(t, 422, "invalid")
	if !strings.Contains(p.Detail, "another request") {
		t.Errorf("%q", p.Detail)
	}
	for _, other := range []answer{
		l.post(t, "k-1", newBook, "Authorization: Bearer "+bensToken), // a key is its owner's
		l.post(t, "k-2", newBook, "Authorization: Bearer "+annasToken),
		ask(t, "POST", l.url+"/api/v1/books", newBook, asJSON), // and nobody must have one
	} {
		if other.status != 201 || other.body == first.body || other.header.Get(replayHeader) != "" {
			t.Errorf("%d %v %s", other.status, other.header, other.body)
		}
	}
	for _, key := range []string{strings.Repeat("x", 129), "with space", "ü"} {
		l.post(t, key, newBook).problem(t, 422, "invalid")
	}
	if l.calls.Load() != 4 {
		t.Errorf("the handler was called %d times, want 4", l.calls.Load())
	}
}

func TestTwentyAtOnceAreCarriedOutOnce(t *testing.T) {
	l := newLibrary(t, 0)
	l.answers(func(*gin.Context) { time.Sleep(50 * time.Millisecond) }) // so that others come meanwhile
	var group sync.WaitGroup
	var fresh, replayed, busy atomic.Int64
	for range 20 {
		group.Go(func() {
			a, err := tryAsk(t, "POST", l.url+"/api/v1/books", newBook, asJSON, "Idempotency-Key: all-at-once")
			switch {
			case err != nil:
				t.Error(err)
			case a.status == 409 && a.header.Get("Retry-After") == "1":
				busy.Add(1)
			case a.status == 201 && a.header.Get(replayHeader) == "true":
				replayed.Add(1)
			case a.status == 201:
				fresh.Add(1)
			default:
				t.Errorf("%d %s", a.status, a.body)
			}
		})
	}
	group.Wait()
	if l.calls.Load() != 1 || fresh.Load() != 1 || replayed.Load()+busy.Load() != 19 {
		t.Errorf("%d calls: %d fresh, %d repeated, %d told to wait", l.calls.Load(), fresh.Load(), replayed.Load(), busy.Load())
	}
	if a := l.post(t, "all-at-once", newBook); a.header.Get(replayHeader) != "true" {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// A process that dies between its change and its answer leaves the key taken. After a while the next one takes it over; should
// the first live after all, its answer is not kept.
func TestKeysOfTheDeadAreTakenOver(t *testing.T) {
	l := newLibrary(t, 500*time.Millisecond)
	request, err := http.NewRequest("POST", "/api/v1/books", strings.NewReader(newBook))
	must(t, err)
	fingerprint, err := Idempotency{}.fingerprintOf(request)
	must(t, err)
	dead, _, err := l.store.TakeKey(t.Context(), " k-1", fingerprint, time.Minute)
	must(t, err)
	a := l.post(t, "k-1", newBook)
	if p := a.problem(t, 409, "conflict"); a.header.Get("Retry-After") != "1" || !strings.Contains(p.Detail, "being answered") {
		t.Errorf("%v %q", a.header, p.Detail)
	}
	for a.status == 409 {
		time.Sleep(20 * time.Millisecond)
		a = l.post(t, "k-1", newBook)
	}
	if a.status != 201 || a.header.Get(replayHeader) != "" || l.calls.Load() != 1 {
		t.Fatalf("%d %v %s, %d calls", a.status, a.header, a.body, l.calls.Load())
	}
	if err := l.store.AnswerKey(t.Context(), dead, graph.Answer{Status: 201, Body: "of the dead"}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the dead answer: %v", err)
	}
	must(t, l.store.ReleaseKey(t.Context(), dead)) // without effect
	if again := l.post(t, "k-1", newBook); again.body != a.body || again.header.Get(replayHeader) != "true" {
		t.Errorf("%d %s, want %s", again.status, again.body, a.body)
	}
}

// What failed here or was too long is not kept, and can be tried again; what was refused is refused again.
func TestWhichAnswersAreKept(t *testing.T) {
	l := newLibrary(t, 0)
	for i, c := range []struct {
		handle gin.HandlerFunc
		kept   bool
	}{
		{func(c *gin.Context) { Refuse(c, fault.Conflictf("x", "it is posted")) }, true},
		{func(c *gin.Context) { c.Status(http.StatusNoContent); c.Writer.WriteHeaderNow() }, true},
		{func(c *gin.Context) { Refuse(c, errors.New("a defect")) }, false},
		{func(*gin.Context) { panic("a defect") }, false},
		{func(c *gin.Context) { Refuse(c, &fault.Error{Kind: fault.Unavailable}) }, false},
		{func(c *gin.Context) { Refuse(c, &Refusal{Status: 429, Msg: "slowly"}) }, false},
		{func(c *gin.Context) { c.Data(200, "text/plain", make([]byte, answerMax+1)) }, false},
		{func(c *gin.Context) { c.String(200, "half"); c.Writer.Flush(); c.String(200, "half") }, false},
	} {
		key := fmt.Sprintf("k-%d", i)
		l.answers(c.handle)
		first := l.post(t, key, newBook)
		l.answers(func(*gin.Context) {})
		again := l.post(t, key, newBook)
		if c.kept && (again.status != first.status || again.body != first.body || again.header.Get(replayHeader) != "true") {
			t.Errorf("%d: %d %s, want the first answer %d %s", i, again.status, again.body, first.status, first.body)
		}
		if !c.kept && (again.status != 201 || again.header.Get(replayHeader) != "") {
			t.Errorf("%d: %d %s, want a new answer", i, again.status, again.body)
		}
	}
}

// A change that was made before its request failed is not made again when the request is repeated; but another request under
// the key, which has forgotten the first, is another change.
func TestOnceIsForOneRequest(t *testing.T) {
	l := newLibrary(t, 0)
	var under []string
	l.answers(func(c *gin.Context) {
		under = append(under, keyOf(c))
		Refuse(c, errors.New("a defect, after the change"))
	})
	for _, body := range []string{newBook, newBook, strings.Replace(newBook, "Effi", "Evi", 1)} {
		l.post(t, "k-1", body).problem(t, 500, "internal")
	}
	if len(under) != 3 || under[0] != under[1] || under[0] == under[2] {
		t.Errorf("%q", under)
	}
}

func TestOldKeysAreSwept(t *testing.T) {
	l := newLibrary(t, 0)
	l.post(t, "old", newBook)
	swept, err := l.store.SweepKeys(t.Context(), time.Now().Add(-time.Hour))
	if must(t, err); swept != 0 {
		t.Errorf("%d young keys were swept", swept)
	}
	swept, err = l.store.SweepKeys(t.Context(), time.Now().Add(time.Hour))
	if must(t, err); swept != 1 {
		t.Errorf("%d keys were swept, want 1", swept)
	}
	if a := l.post(t, "old", newBook); a.header.Get(replayHeader) != "" || l.calls.Load() != 2 {
		t.Errorf("%v, %d calls", a.header, l.calls.Load())
	}
}

// Bodies that are not JSON go over the disk, and reach the handler whole.
func TestFingerprints(t *testing.T) {
	print := func(method, url, body string) string {
		request, err := http.NewRequest(method, url, io.MultiReader(strings.NewReader(body)))
		must(t, err)
		sum, err := Idempotency{}.fingerprintOf(request)
		must(t, err)
		rest, err := io.ReadAll(request.Body)
		if must(t, err); string(rest) != body {
			t.Errorf("%d bytes are left of %d", len(rest), len(body))
		}
		must(t, request.Body.Close())
		return sum
	}
	large := strings.Repeat("x,y\r\n", 100_000)
	seen := map[string]string{}
	for _, r := range [][3]string{{"POST", "/a", large}, {"POST", "/a", large + "x"}, {"PUT", "/a", large}, {"POST", "/b", large}, {"POST", "/a?x=1", large}, {"POST", "/a", ""}} {
		sum := print(r[0], r[1], r[2])
		if other := seen[sum]; other != "" || sum != print(r[0], r[1], r[2]) {
			t.Errorf("%s %s is taken for %s, or not for itself", r[0], r[1], other)
		}
		seen[sum] = r[0] + " " + r[1]
	}
}
