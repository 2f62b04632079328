package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

const (
	keyHeader    = "Idempotency-Key"
	replayHeader = "Idempotent-Replay"
	keyMax       = 128
	// answerMax is how long an answer may be to be kept. A longer one, and one that is streamed, is not kept.
	answerMax = 1 << 20
	// keyPatience is how long the database may take to keep an answer, or to get a key back.
	keyPatience = 5 * time.Second
)

// keptHeaders are those of an answer that are repeated with it.
var keptHeaders = []string{"Content-Type", "Etag", "Location"}

// Idempotency carries out requests with an Idempotency-Key once, and repeats the first answer to all others. It works on the
// operations that the contract marks with x-creates: true.
type Idempotency struct {
	Graph *graph.Store
	// Term is after how long a key without an answer is taken over; 0: graph.KeyTerm.
	Term time.Duration
	// Spool is a folder for bodies that are not held in memory; empty: the system's for temporary files.
	Spool string
}

// keyKey is the key under which a context keeps an idempotency key.
type keyKey struct{}

// keyOf tells the request that is carried out under a key from all others; empty: there is no key.
func keyOf(ctx context.Context) string {
	key, _ := ctx.Value(keyKey{}).(string)
	return key
}

// Handler returns the middleware. It comes after Check, so that only requests that keep the contract take a key.
func (i Idempotency) Handler(contract *Contract) gin.HandlerFunc {
	if i.Term == 0 {
		i.Term = graph.KeyTerm
	}
	return func(c *gin.Context) {
		name := c.GetHeader(keyHeader)
		f := contract.operationOf(c)
		if f == nil || !f.creates || name == "" {
			return
		}
		if !plainKey(name) {
			Refuse(c, &Refusal{Status: 422, Errors: []Defect{{Field: keyHeader, Message: "must be 1 to 128 visible characters of ASCII, such as a UUID"}}})
			return
		}
		if err := i.take(c, name); err != nil {
			Refuse(c, err)
		}
	}
}

// take carries a request out if nobody has yet, and repeats the answer otherwise.
func (i Idempotency) take(c *gin.Context, name string) error {
	ctx := c.Request.Context()
	fingerprint, err := i.fingerprintOf(c.Request)
	if err != nil {
		return err
	}
	if c.Request.Body != nil {
		defer c.Request.Body.Close()
	}
	key, answer, err := i.Graph.TakeKey(ctx, ActorOf(ctx)+" "+name, fingerprint, i.Term)
	switch {
	case fault.KindOf(err) == fault.Conflict && err != nil:
		return &Refusal{Status: http.StatusConflict, Msg: said(err), Header: http.Header{"Retry-After": {"1"}}}
	case err != nil:
		return err
	case answer != nil:
		return replay(c, answer)
	}
	i.carryOut(c, key, fingerprint)
	return nil
}

// carryOut lets the handler answer, and keeps its answer. If there is none that could be repeated, the key is given back.
//
// What is done once is done under the key and the fingerprint: a key that was given back or swept has forgotten its request, and
// another one under it must not be taken for done.
func (i Idempotency) carryOut(c *gin.Context, key graph.Key, fingerprint string) {
	record := &answerRecord{ResponseWriter: c.Writer}
	c.Writer = record
	once := key.Name + " " + fingerprint // a key that was given back may come with another request
	ctx := context.WithValue(chronicle.Once(c.Request.Context(), once), keyKey{}, once)
	c.Request = c.Request.WithContext(ctx)
	returned := false
	defer func() {
		c.Writer = record.ResponseWriter
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), keyPatience)
		defer cancel()
		var err error
		if returned && record.keepable() {
			err = i.Graph.AnswerKey(ctx, key, record.answer())
		} else {
			err = i.Graph.ReleaseKey(ctx, key)
		}
		if err != nil {
			_ = c.Error(fmt.Errorf("the answer under an idempotency key was not kept: %w", err)) // for the log: the client has its answer
		}
	}()
	c.Next()
	returned = true
}

// Sweep forgets old keys once an hour, until the context ends.
func (i Idempotency) Sweep(ctx context.Context) {
	for ticker := time.NewTicker(time.Hour); ; {
		_, _ = i.Graph.SweepKeys(ctx, time.Now().Add(-graph.KeysKept)) // what fails now is swept in an hour
		select {
		case <-ctx.Done():
			ticker.Stop()
			return
		case <-ticker.C:
		}
	}
}

func plainKey(key string) bool {
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return false
		}
	}
	return key != "" && len(key) <= keyMax
}

// fingerprintOf tells a request from others: by its method, path, query and body, which can be read again afterwards. Of a form, it is
// the parts that count, and not what is between them: a client that sends one again chooses another boundary.
func (i Idempotency) fingerprintOf(r *http.Request) (string, error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %s?%s\n", r.Method, r.URL.EscapedPath(), r.URL.RawQuery)
	body := r.Body
	if r.GetBody != nil { // Check has read it: what it has found must stay with the body
		again, err := r.GetBody()
		if err != nil {
			return "", err
		}
		body = again
	} else if body != nil && body != http.NoBody {
		spooled, err := i.spool(body)
		if err != nil {
			return "", err
		}
		r.Body = spooled
		body = io.NopCloser(io.NewSectionReader(spooled, 0, 1<<62))
		if boundary := boundaryOf(r); boundary != "" {
			err := hashForm(sum, body, boundary)
			return hex.EncodeToString(sum.Sum(nil)), err
		}
	}
	if body != nil {
		if _, err := io.Copy(sum, body); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// spool keeps a body on disk: it may be larger than memory should hold. The file has no name, and ends with its reader.
func (i Idempotency) spool(body io.Reader) (*os.File, error) {
	if i.Spool != "" {
		if err := os.MkdirAll(i.Spool, 0o700); err != nil {
			return nil, err
		}
	}
	file, err := os.CreateTemp(i.Spool, "upline-body-")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(file.Name())
	if _, err = io.Copy(file, body); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// boundaryOf is what stands between the parts of a form with files; empty: the body is none.
func boundaryOf(r *http.Request) string {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		return ""
	}
	return params["boundary"]
}

// hashForm hashes the parts of a form: each part's headers and content, with how long they are. One that is broken counts up to there:
// whoever reads it finds the same.
func hashForm(sum io.Writer, body io.Reader, boundary string) error {
	form := multipart.NewReader(body, boundary)
	for {
		part, err := form.NextRawPart()
		if err != nil {
			_, err = fmt.Fprintf(sum, "%v\n", errors.Is(err, io.EOF))
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(part.Header)) {
			fmt.Fprintf(sum, "%q %q\n", name, part.Header[name])
		}
		n, err := io.Copy(sum, part)
		fmt.Fprintf(sum, "\n%d %v\n", n, err == nil)
	}
}

func replay(c *gin.Context, a *graph.Answer) error {
	var headers map[string]string
	if err := json.Unmarshal([]byte(a.Headers), &headers); err != nil {
		return fault.Internalf("key", "the headers of a kept answer cannot be read: %v", err)
	}
	for name, value := range headers {
		c.Header(name, value)
	}
	c.Header(replayHeader, "true")
	c.Abort()
	c.Status(a.Status)
	_, err := c.Writer.WriteString(a.Body)
	if a.Body == "" {
		c.Writer.WriteHeaderNow()
	}
	return err
}

// answerRecord keeps what is answered, up to answerMax.
type answerRecord struct {
	gin.ResponseWriter
	body     []byte
	streamed bool
}

func (r *answerRecord) Write(p []byte) (int, error) {
	if len(r.body)+len(p) > answerMax {
		r.body, r.streamed = nil, true
	}
	if !r.streamed {
		r.body = append(r.body, p...)
	}
	return r.ResponseWriter.Write(p)
}

func (r *answerRecord) WriteString(s string) (int, error) { return r.Write([]byte(s)) }

func (r *answerRecord) Flush() {
	r.body, r.streamed = nil, true
	r.ResponseWriter.Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (r *answerRecord) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// keepable says whether the answer is one to repeat: a failure of ours, or of the moment, is not.
func (r *answerRecord) keepable() bool {
	status := r.Status()
	return !r.streamed && status < 500 && status != http.StatusTooManyRequests && status != statusClientGone && utf8.Valid(r.body)
}

func (r *answerRecord) answer() graph.Answer {
	headers := map[string]string{}
	for _, name := range keptHeaders {
		if value := r.Header().Get(name); value != "" {
			headers[name] = value
		}
	}
	text, err := json.Marshal(headers)
	if err != nil {
		panic(err) // strings only
	}
	return graph.Answer{Status: r.Status(), Headers: string(text), Body: string(r.body)}
}
