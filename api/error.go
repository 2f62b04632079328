package api

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-playground/validator/v10"

	"upline/graph"
	"upline/internal/fault"
)

// Problem is an answer that is an error, as RFC 9457 has it. The client tells problems apart by Type.
type Problem struct {
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Detail    string   `json:"detail,omitempty"`
	Instance  string   `json:"instance,omitempty"`
	RequestID string   `json:"request_id,omitempty"`
	Errors    []Defect `json:"errors,omitempty"`
}

// Defect is one thing that is wrong in a request: in a field of it, or in a line of a file that came with it.
type Defect struct {
	Field   string `json:"field,omitempty"` // a JSON pointer into the body, or the name of a parameter
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"` // what is wrong and what would be right
}

// Refusal is an error that has no kind of fault, but a status of HTTP's own.
type Refusal struct {
	Status int
	Msg    string
	Header http.Header // may be nil
	Errors []Defect

	problem *problemType // nil: that of the status
}

func (r *Refusal) Error() string { return r.Msg }

// problemPath is where the types of problems are explained.
const problemPath = "/problems/"

// statusClientGone is for the log only: nobody is there to read an answer.
const statusClientGone = 499

// problemType names what is wrong, for machines and for people.
type problemType struct{ name, title, meaning string }

// factorMissing is the problem 403 of a user who must have a second factor, and has none.
var factorMissing = problemType{
	"second-factor-missing", "A second factor is missing",
	"The account must have a passkey or an authenticator app. Until one is added, nothing else can be done: GET /me says so, too.",
}

// problemTypes are those that a status means where nothing else is said.
var problemTypes = map[int]problemType{
	400:              {"malformed", "The request cannot be read", "The body is not JSON, or a header or parameter cannot be parsed at all."},
	401:              {"unauthenticated", "Nobody is known to ask", "Log in, or send a valid token: Authorization: Bearer TOKEN."},
	403:              {"forbidden", "This caller may not do that", "Somebody else has to do it; the detail says who."},
	404:              {"not-found", "There is no such thing", "It does not exist, or the caller may not see it."},
	405:              {"method-not-allowed", "This path does not know that method", "The header Allow names those it knows."},
	406:              {"not-acceptable", "The answer cannot be given in that form", "The header Accept must allow a form that the contract names."},
	409:              {"conflict", "That collides with another change", "Look at the present state, and decide again."},
	412:              {"stale", "It has changed meanwhile", "Read it again, and repeat the change with its new ETag."},
	413:              {"too-large", "The request is too large", "The detail says how large it may be."},
	415:              {"unsupported", "The body has an unsupported form", "The header Content-Type must be one that the contract names."},
	416:              {"no-such-range", "There are no such bytes", "The header Content-Range says how many there are."},
	422:              {"invalid", "The request is understood, and wrong", "Each entry of errors says what is wrong, and what would be right."},
	428:              {"precondition-required", "Say which version you saw", "Send the ETag of the last answer in the header If-Match."},
	429:              {"too-many-requests", "Too many requests", "Wait as many seconds as Retry-After says."},
	statusClientGone: {"gone-away", "The client went away", "Only in the log."},
	500:              {"internal", "Something failed here", "A defect of the server. Tell its operators the request id."},
	503:              {"unavailable", "A part of the server does not answer", "Nothing was changed. Try again after as many seconds as Retry-After says."},
	504:              {"timeout", "That took too long", "Ask for less, or let a job do it."},
}

// Refuse answers with the problem that an error is, and ends the request. Once an answer has begun it cannot be taken back:
// then the connection is cut, so that nobody takes half an answer for a whole one.
func Refuse(c *gin.Context, err error) {
	logged := c.Error(err) // for the log
	if errors.Is(err, graph.ErrOutside) {
		denied(c, deniedScope)
	}
	c.Abort()
	if c.Writer.Written() {
		panic(http.ErrAbortHandler)
	}
	p, header := problemOf(c.Request.Context(), err)
	p.Instance, p.RequestID = c.Request.URL.Path, RequestIDOf(c.Request.Context())
	if p.Status < http.StatusInternalServerError {
		_ = logged.SetType(gin.ErrorTypePublic) // the client is told, and the log needs not tell of it: it may be personal
	}
	if p.Status == statusClientGone {
		c.Status(statusClientGone)
		return
	}
	if p.Status == http.StatusInternalServerError {
		p.Detail = "the server has failed here: tell its operators the request id " + p.RequestID
	}
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // a Problem holds nothing that could fail
	}
	for _, name := range []string{"Content-Type", "Etag", "Last-Modified", "Content-Disposition", "Content-Encoding"} {
		c.Writer.Header().Del(name) // of the answer that was not to be
	}
	maps.Copy(c.Writer.Header(), header)
	c.Data(p.Status, "application/problem+json", body)
}

// RefuseRequest answers a request that generated code could not bind: it is malformed, whatever the library says of it.
func RefuseRequest(c *gin.Context, err error) {
	if _, is := errors.AsType[*http.MaxBytesError](err); !is {
		err = malformed(err)
	}
	Refuse(c, err)
}

// malformed is the refusal of what cannot be parsed. The libraries' words are kept out of it, but for the place in JSON.
func malformed(err error) error {
	msg := "the request cannot be read: send what the contract at /api/docs describes"
	if syntax, is := errors.AsType[*json.SyntaxError](err); is {
		msg = "the body is not JSON: look at byte " + strconv.FormatInt(syntax.Offset, 10)
	}
	if mismatch, is := errors.AsType[*json.UnmarshalTypeError](err); is && mismatch.Field != "" {
		msg = "the body's " + mismatch.Field + " has the wrong type"
	}
	return &Refusal{Status: http.StatusBadRequest, Msg: msg}
}

// problemOf translates an error. It is the only place that does.
func problemOf(ctx context.Context, err error) (Problem, http.Header) {
	if r, is := errors.AsType[*Refusal](err); is {
		p := problem(r.Status, r.Msg, r.Errors)
		if r.problem != nil {
			p.Type, p.Title = problemPath+r.problem.name, r.problem.title
		}
		return p, r.Header
	}
	if large, is := errors.AsType[*http.MaxBytesError](err); is {
		return problem(413, "the body may be "+strconv.FormatInt(large.Limit, 10)+" bytes long at most", nil), nil
	}
	if fields, is := errors.AsType[validator.ValidationErrors](err); is {
		return problem(422, "", defectsOfFields(fields)), nil
	}
	if problem, header, is := problemOfContract(err); is {
		return problem, header
	}
	if findings, is := errors.AsType[fault.Findings](err); is {
		return problem(422, "", defectsOfFindings(findings)), nil
	}
	if _, is := errors.AsType[*fault.Error](err); !is {
		if p, is := problemOfEnd(ctx, err); is {
			return p, nil
		}
	}
	status := statusOf(fault.KindOf(err))
	switch status {
	case 503:
		return problem(503, "a part of the server does not answer now: try again in a few seconds", nil), http.Header{"Retry-After": {"5"}}
	case 500:
		return problem(500, "", nil), nil
	}
	return problem(status, said(err), nil), nil
}

// problemOfEnd says what an ended context means: the client went away, the server is stopping, or time is over.
func problemOfEnd(ctx context.Context, err error) (Problem, bool) {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return problem(504, "that took too long: ask for less, or try again later", nil), true
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return problem(statusClientGone, "", nil), true
	case errors.Is(err, context.Canceled):
		return problem(503, "the server is stopping: try again in a few seconds", nil), true
	}
	return Problem{}, false
}

func problem(status int, detail string, defects []Defect) Problem {
	t, known := problemTypes[status]
	if !known {
		panic("api: status " + strconv.Itoa(status) + " has no type of problem")
	}
	if detail == "" && len(defects) == 1 {
		detail = defects[0].Message
	} else if detail == "" && len(defects) > 1 {
		detail = strconv.Itoa(len(defects)) + " things are wrong: errors lists them"
	}
	return Problem{Type: problemPath + t.name, Title: t.title, Status: status, Detail: detail, Errors: defects}
}

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Stale:
		return http.StatusPreconditionFailed
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// said is what the faults of a chain say, without the libraries' errors below them.
func said(err error) string {
	var parts []string
	for err != nil {
		e, is := errors.AsType[*fault.Error](err)
		if !is {
			break
		}
		parts = append(parts, e.Msg)
		err = e.Err
	}
	return strings.Join(parts, ": ")
}

// defectsMax bounds a list of defects: who sends ten thousand bad lines has seen enough after a hundred.
const defectsMax = 100

func defectsOfFindings(findings fault.Findings) []Defect {
	defects := make([]Defect, 0, min(len(findings), defectsMax+1))
	for i, f := range findings {
		if i == defectsMax {
			return append(defects, Defect{Message: "and " + strconv.Itoa(len(findings)-i) + " more"})
		}
		defects = append(defects, Defect{File: f.File, Line: f.Line, Message: f.Msg})
	}
	return defects
}
