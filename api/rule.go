package api

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"upline/graph/access"
	"upline/internal/fault"
)

// Rule is what the contract says of who may call an operation (x-permission), and about whom it is (x-subject).
type Rule struct {
	Permission access.Permission // empty where the operation is open
	Open       Open
	Reason     string // x-permission-reason: why it is open
	Subjects   []RuleSubject
}

// Open says for whom an operation needs no permission.
type Open string

// For whom operations are open.
const (
	OpenToNobody Open = ""        // it needs a permission
	OpenToUsers  Open = "anybody" // who is logged in, such as GET /me
	OpenToPublic Open = "public"  // who is not, such as registering
)

// RuleSubject names somebody or something that a request asks for, or that an answer shows.
//
// What a request names must be within the scope, or the answer is 404: a parameter that is absent names nothing; a field of the body
// that is absent names nobody, so that only the scope all holds it (a partner without a sponsor is a root). What an answer
// shows and is not within the scope is left out, in pages, files and events alike.
//
// A registration is its sponsor's until there is a partner, and then that one's; of one without a sponsor, only the scope all holds it.
//
// An order is its partner's on the day on which it was placed, and a cancellation its order's. Of runs, whoever lacks runs:read has
// the posted ones alone. A document is its partner's on the day of the document, and one that is about nobody, only the scope all holds.
type RuleSubject struct {
	In   string // path, query, body, answer
	Name string // of a parameter; in bodies and answers a JSON pointer, where * is every element of a list
	Is   string // partner, order (of its partner), cancellation (of its order's), credit_note and document (of its partner), run, job, plan, question, registration (see above), invitation (open to whoever has it), user and what belongs to users; or everybody: only the scope all may name it
}

var (
	subjectPlaces = []string{"path", "query", "body", "answer"}
	subjectKinds  = []string{
		"partner", "order", "cancellation", "run", "job", "plan", "question", "document", "registration", "invitation", "withdrawal", "credit_note", "everybody",
		"user", "group", "department", "profile", "token", "entry", // of the company: whoever holds the permission may name any
		"session", "passkey", "search", // of the caller
	}
)

// RuleOf reads the rule of an operation.
//
// Errors: Internal when the contract has none, or one that package access does not know.
func RuleOf(operation *openapi3.Operation) (Rule, error) {
	text, _ := operation.Extensions["x-permission"].(string)
	rule := Rule{}
	rule.Reason, _ = operation.Extensions["x-permission-reason"].(string)
	switch open := Open(text); open {
	case OpenToNobody:
		return Rule{}, fault.Internalf("contract", "%s has no x-permission: write resource:action, or anybody or public with an x-permission-reason", operation.OperationID)
	case OpenToUsers, OpenToPublic:
		if rule.Open = open; rule.Reason == "" {
			return Rule{}, fault.Internalf("contract", "%s is open without an x-permission-reason: say why", operation.OperationID)
		}
	default:
		permission, err := access.ParsePermission(text)
		if err != nil {
			return Rule{}, &fault.Error{Kind: fault.Internal, Op: "contract", Msg: "the x-permission of " + operation.OperationID, Err: err}
		}
		rule.Permission = permission
	}
	var err error
	rule.Subjects, err = subjectsOf(operation)
	return rule, err
}

// subjectsOf reads x-subject, a list that is there even when it is empty, so that nobody forgets it.
func subjectsOf(operation *openapi3.Operation) (subjects []RuleSubject, err error) {
	list, is := operation.Extensions["x-subject"].([]any)
	if !is {
		return nil, fault.Internalf("contract", "%s has no x-subject: write a list of {in, name, is}, or [] when it is about nobody", operation.OperationID)
	}
	for _, one := range list {
		entry, _ := one.(map[string]any)
		s := RuleSubject{In: fmt.Sprint(entry["in"]), Name: fmt.Sprint(entry["name"]), Is: fmt.Sprint(entry["is"])}
		if len(entry) != 3 || !slices.Contains(subjectPlaces, s.In) || !slices.Contains(subjectKinds, s.Is) {
			return nil, fault.Internalf("contract", "%s has an x-subject %v: write {in, name, is}, in one of %v, is one of %v", operation.OperationID, one, subjectPlaces, subjectKinds)
		}
		subjects = append(subjects, s)
	}
	return subjects, nil
}

// names says whether a request names something of a kind.
func (r *Rule) names(kind string) bool {
	return slices.ContainsFunc(r.Subjects, func(s RuleSubject) bool { return s.In != "answer" && s.Is == kind })
}
