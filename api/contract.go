package api

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/gin-gonic/gin"

	"upline/internal/fault"
)

// bodyLimit is how many bytes a body may have, where the operation does not say another x-body-limit.
const bodyLimit = 1 << 20

// Contract is the OpenAPI document that requests and answers keep.
type Contract struct {
	Text     []byte // as it was written, in YAML
	Document *openapi3.T
	router   routers.Router
	marks    map[*openapi3.Operation]marks
}

// marks are what the contract says of an operation in extensions of our own.
type marks struct {
	bodyLimit  int64 // x-body-limit: bytes
	creates    bool  // x-creates: an Idempotency-Key is heeded
	needsMatch bool  // x-needs-if-match: changes nothing without If-Match
	streams    bool  // x-streams: the answer takes long, little of it at a time
	hashes     bool  // x-hashes: it hashes a password, and waits for its turn there
	// x-second-factor: the caller's second factor must be fresh
	secondFactor bool
	// x-without-second-factor: who must have a second factor, and has none, may do it
	withoutFactor bool
	rule          Rule // x-permission and x-subject
}

// LoadContract reads and checks an OpenAPI document. It refers to nothing outside itself.
//
// Errors: Internal, since the document is part of the program.
func LoadContract(text []byte) (*Contract, error) {
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err == nil {
		err = document.Validate(context.Background())
	}
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "contract", Msg: "the OpenAPI document is at fault", Err: err}
	}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "contract", Msg: "the paths of the OpenAPI document are at fault", Err: err}
	}
	c := &Contract{Text: text, Document: document, router: router, marks: map[*openapi3.Operation]marks{}}
	for _, item := range document.Paths.Map() {
		for _, operation := range item.Operations() {
			if c.marks[operation], err = marksOf(operation); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

func marksOf(operation *openapi3.Operation) (m marks, err error) {
	m = marks{bodyLimit: bodyLimit}
	switch limit := operation.Extensions["x-body-limit"].(type) {
	case float64:
		m.bodyLimit = int64(limit)
	case int:
		m.bodyLimit = int64(limit)
	case json.Number:
		if n, err := limit.Int64(); err == nil {
			m.bodyLimit = n
		}
	}
	m.creates, _ = operation.Extensions["x-creates"].(bool)
	m.streams, _ = operation.Extensions["x-streams"].(bool)
	m.hashes, _ = operation.Extensions["x-hashes"].(bool)
	m.secondFactor, _ = operation.Extensions["x-second-factor"].(bool)
	m.withoutFactor, _ = operation.Extensions["x-without-second-factor"].(bool)
	m.needsMatch, _ = operation.Extensions["x-needs-if-match"].(bool)
	m.rule, err = RuleOf(operation)
	return m, err
}

// RequireSecondFactor refuses callers whose second factor is not fresh, on the operations that the contract marks with x-second-factor:
// true. Tokens of the operators have none, and need none; those of machines have none, and are refused.
func (contract *Contract) RequireSecondFactor(sessions *Sessions) gin.HandlerFunc {
	return func(c *gin.Context) {
		operation := contract.operationOf(c)
		if operation == nil || !operation.secondFactor {
			return
		}
		ctx := c.Request.Context()
		if caller, known := CallerOf(ctx); known && caller.Everything {
			return
		}
		if err := sessions.FreshSecondFactor(ctx, SecondFactorTerm); err != nil {
			Refuse(c, err)
		}
	}
}

// DemandSecondFactor refuses users who must have a second factor, and have none, on all operations but those that the contract marks with
// x-without-second-factor: true, by which they look at their own account, add one, and change the password. Whom it lets in otherwise is
// Sessions' to say; tokens have none, and take one to be made. It comes when it is known who asks.
func (contract *Contract) DemandSecondFactor() gin.HandlerFunc {
	return func(c *gin.Context) {
		f := contract.operationOf(c)
		caller, _ := CallerOf(c.Request.Context())
		if f == nil || !caller.Lacks || f.withoutFactor || f.rule.Open == OpenToPublic {
			return
		}
		denied(c, deniedFactor)
		Refuse(c, &Refusal{
			Status: http.StatusForbidden, problem: &factorMissing,
			Msg: "your account needs a second factor before you may do anything here: add a passkey (POST " + basePath + "/passkeys/begin) or an authenticator app (POST " + basePath + "/totp)",
		})
	}
}

// foundKey is where a request keeps what the contract says of it, so that it is looked for once.
const foundKey = "upline/contract"

// found is what the contract says of a request.
type found struct {
	route *routers.Route
	path  map[string]string
	marks
}

// operationOf is what the contract says of a request; nil where it says nothing.
func (contract *Contract) operationOf(c *gin.Context) *found {
	if f, is := c.Get(foundKey); is {
		return f.(*found)
	}
	var f *found
	if route, path, err := contract.router.FindRoute(c.Request); err == nil {
		f = &found{route, path, contract.marks[route.Operation]}
	}
	c.Set(foundKey, f)
	return f
}

// UnlessPublic is a handler that is left out on operations that are open to the public.
func (contract *Contract) UnlessPublic(handle gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		if f := contract.operationOf(c); f == nil || f.rule.Open != OpenToPublic {
			handle(c)
		}
	}
}

// LimitBodies bounds what is read of a body; whoever reads beyond gets an error that becomes a problem 413.
func (contract *Contract) LimitBodies() gin.HandlerFunc {
	return func(c *gin.Context) {
		limit := int64(bodyLimit)
		if f := contract.operationOf(c); f != nil {
			limit = f.bodyLimit
		}
		if c.Request.ContentLength > limit {
			Refuse(c, &http.MaxBytesError{Limit: limit})
			return
		}
		if c.Request.Body != nil {
			c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
		}
	}
}

// Check refuses requests that are not as the contract says. Bodies that are not JSON are checked by who reads them: they may
// be large, and are not read here.
func (contract *Contract) Check() gin.HandlerFunc {
	return func(c *gin.Context) {
		f := contract.operationOf(c)
		if f == nil {
			return // not of the contract: health, documentation, or nowhere
		}
		isJSON, err := mediaOf(f.route.Operation, c.Request)
		if err != nil {
			Refuse(c, err)
			return
		}
		request := c.Request
		if !isJSON { // the library would read it into memory, whatever it is told
			without := *c.Request
			without.Body, without.ContentLength = http.NoBody, 0
			request = &without
		}
		err = openapi3filter.ValidateRequest(c.Request.Context(), &openapi3filter.RequestValidationInput{
			Request: request, PathParams: f.path, Route: f.route,
			Options: &openapi3filter.Options{
				MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
				ExcludeRequestBody: !isJSON, SkipSettingDefaults: true, KeepValidatedValue: true,
			},
		})
		if err != nil {
			Refuse(c, err)
		}
	}
}

// mediaOf says whether a request's body is JSON.
//
// Errors: a Refusal 415 when the operation knows no such body.
func mediaOf(operation *openapi3.Operation, r *http.Request) (isJSON bool, err error) {
	if operation.RequestBody == nil || operation.RequestBody.Value == nil {
		return false, nil
	}
	text := r.Header.Get("Content-Type")
	if text == "" && r.ContentLength == 0 {
		return true, nil // no body: the contract says whether there must be one
	}
	content := operation.RequestBody.Value.Content
	media, _, err := mime.ParseMediaType(text)
	if err != nil || content.Get(media) == nil {
		known := strings.Join(slices.Sorted(maps.Keys(content)), " or ")
		return false, &Refusal{Status: http.StatusUnsupportedMediaType, Msg: "the header Content-Type must be " + known}
	}
	return media == "application/json" || strings.HasSuffix(media, "+json"), nil
}

// CheckResponse says how an answer differs from what the contract says of its request. Tests ask it (see package apitest).
func (contract *Contract) CheckResponse(r *http.Request, status int, header http.Header, body []byte) error {
	route, path, err := contract.router.FindRoute(r)
	if errors.Is(err, routers.ErrPathNotFound) || errors.Is(err, routers.ErrMethodNotAllowed) {
		return nil
	}
	if err != nil {
		return err
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: path, Route: route},
		Status:                 status, Header: header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	media, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	input.Options.ExcludeResponseBody = status != http.StatusNoContent && !strings.HasSuffix(media, "json")
	if input.Options.ExcludeResponseBody && len(body) > 0 {
		response := route.Operation.Responses.Status(status)
		if response != nil && response.Value.Content.Get(media) == nil {
			return errors.New("the contract knows no answer of the form " + header.Get("Content-Type"))
		}
	}
	return openapi3filter.ValidateResponse(r.Context(), input.SetBodyBytes(body))
}
