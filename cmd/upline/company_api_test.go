package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"upline/api/apitest"
)

// companyByAPI is a server with a worker, on empty stores.
type companyByAPI struct {
	t       *testing.T
	address string
	checks  http.RoundTripper // compares answers with the contract
}

// tokens of those who ask; nobody else has one.
var tokensOfStory = map[string]string{
	"anna": "anna-0123456789-0123456789-0123456789", "ben": "ben-0123456789-0123456789-0123456789",
}

// openCompany starts `upline serve --all` on a port of its own. Four eyes are demanded.
func openCompany(t *testing.T) *companyByAPI {
	t.Helper()
	return openCompanyAt(t, nil)
}

// openCompanyAt is openCompany, with another clock for those who join and leave.
func openCompanyAt(t *testing.T, now func() time.Time) *companyByAPI {
	t.Helper()
	freshStores(t)
	var tokens []string
	for name, token := range tokensOfStory {
		tokens = append(tokens, name+"="+token)
	}
	t.Setenv("UPLINE_TOKENS", strings.Join(tokens, ","))
	t.Setenv("UPLINE_FOUR_EYES", "true")
	ctx, stop := context.WithCancel(context.Background())
	listening, ended := make(chan string, 1), make(chan int, 1)
	var stderr bytes.Buffer
	m := Main{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &stderr, Now: now, Listening: func(address string) { listening <- address }}
	go func() {
		ended <- m.Run(ctx, []string{"serve", "--all", "--listen", "127.0.0.1:0", "--operator-listen", "127.0.0.1:0"})
	}()
	t.Cleanup(func() {
		stop()
		if status := <-ended; status != exitDone {
			t.Errorf("serve ended with status %d:\n%s", status, stderr.String())
		}
	})
	select {
	case address := <-listening:
		return &companyByAPI{t, "http://" + address, apitest.CheckAnswers(t, http.DefaultTransport)}
	case status := <-ended:
		ended <- status
		t.Fatalf("serve ended with status %d:\n%s", status, stderr.String())
		return nil
	}
}

// as returns what somebody does by the API.
func (c *companyByAPI) as(name string) *caller { return &caller{c, tokensOfStory[name], 0} }

// caller asks in somebody's name. What is not answered as it should be ends the test.
type caller struct {
	*companyByAPI
	token string
	keys  int
}

// object is a JSON object.
type object map[string]any

func (o object) text(name string) string {
	text, _ := o[name].(string)
	return text
}

func (o object) inner(name string) object {
	inner, _ := o[name].(map[string]any)
	return inner
}

// answer is an object with its version.
type answer struct {
	object
	tag string
}

// first is the first row of a list; a list without rows has an empty one.
func (a answer) first() object {
	if items, _ := a.object["items"].([]any); len(items) > 0 {
		return items[0].(map[string]any)
	}
	return object{}
}

// items are a field's values in the rows of a list.
func (a answer) items(field string) string {
	var texts []string
	items, _ := a.object["items"].([]any)
	for _, item := range items {
		texts = append(texts, object(item.(map[string]any)).text(field))
	}
	return strings.Join(texts, " ")
}

func (c *caller) get(path string) answer {
	c.t.Helper()
	return c.exchange("GET", path, nil, nil, http.StatusOK)
}

// create makes something, twice with the same key, as a client does that lost the first answer: both answers must be the same.
func (c *caller) create(path string, body object) answer {
	c.t.Helper()
	c.keys++
	header := http.Header{"Idempotency-Key": {fmt.Sprintf("%s-%d-%s", c.token[:4], c.keys, path)}}
	first := c.exchange("POST", path, header, body, http.StatusCreated, http.StatusAccepted)
	again := c.exchange("POST", path, header, body, http.StatusCreated, http.StatusAccepted)
	if fmt.Sprint(first) != fmt.Sprint(again) {
		c.t.Errorf("POST %s again answers %v, and at first %v", path, again, first)
	}
	return first
}

// change changes the version of something that was seen.
func (c *caller) change(method, path, tag string, body object) answer {
	c.t.Helper()
	return c.exchange(method, path, http.Header{"If-Match": {tag}}, body, http.StatusOK, http.StatusCreated, http.StatusNoContent)
}

func (c *caller) refused(status int, method, path, tag string, body object) {
	c.t.Helper()
	c.exchange(method, path, http.Header{"If-Match": {tag}}, body, status)
}

func (c *caller) exchange(method, path string, header http.Header, body object, statuses ...int) answer {
	c.t.Helper()
	return c.read(c.request(method, path, header, body), statuses...)
}

// read sends a request, and reads its answer, which must have one of some statuses.
func (c *caller) read(request *http.Request, statuses ...int) answer {
	c.t.Helper()
	response := c.do(request)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if !slices.Contains(statuses, response.StatusCode) {
		c.t.Fatalf("%s %s answers %d, want %v:\n%s", request.Method, request.URL, response.StatusCode, statuses, text)
	}
	a := answer{tag: response.Header.Get("ETag")}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &a.object); err != nil {
			c.t.Fatalf("%s %s answers %q: %v", request.Method, request.URL, text, err)
		}
	}
	return a
}

func (c *caller) send(method, path string, header http.Header, body object) *http.Response {
	c.t.Helper()
	return c.do(c.request(method, path, header, body))
}

func (c *caller) do(request *http.Request) *http.Response {
	c.t.Helper()
	response, err := (&http.Client{Transport: c.checks}).Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	return response
}

func (c *caller) request(method, path string, header http.Header, body object) *http.Request {
	c.t.Helper()
	var reader io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			c.t.Fatal(err)
		}
		reader = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, c.address+"/api/v1"+path, reader)
	if err != nil {
		c.t.Fatal(err)
	}
	for name, values := range header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request
}

// follow follows a job's events until it ends, and returns what the last one says. A state that lasts a moment is not told by
// any: events say how the job is, not all that it went through.
func (c *caller) follow(job answer) (last object) {
	c.t.Helper()
	response := c.send("GET", "/jobs/"+job.text("id")+"/events", nil, nil)
	defer response.Body.Close()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		data, is := strings.CutPrefix(lines.Text(), "data: ")
		if !is {
			continue
		}
		last = object{}
		if err := json.Unmarshal([]byte(data), &last); err != nil {
			c.t.Fatalf("an event holds %q: %v", data, err)
		}
	}
	return last
}

// done waits until a job is done.
func (c *caller) done(job answer) object {
	c.t.Helper()
	for begin := time.Now(); time.Since(begin) < 2*time.Minute; time.Sleep(100 * time.Millisecond) {
		now := c.get("/jobs/" + job.text("id"))
		switch now.text("state") {
		case "done":
			return now.object
		case "failed", "cancelled":
			c.t.Fatalf("job %s of kind %s is %s: %s", now.text("id"), now.text("kind"), now.text("state"), now.text("error"))
		}
	}
	c.t.Fatalf("job %s is not done after two minutes", job.text("id"))
	return nil
}
