package graph

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/internal/fault"
)

// Limits is how much a question may take.
type Limits struct{ Rows, Seconds int }

// AskFree answers a question that somebody writes in Cypher. It only reads, and only what analysts may read: see ask_plan.go.
//
// Errors: Forbidden when the text does more than that, or may; Invalid when Neo4j does not understand it, or it takes too long
// or too much memory; Unavailable when the database does not answer.
func (s *Store) AskFree(ctx context.Context, text string, params map[string]any, limits Limits) (*Table, error) {
	if limits.Seconds < 1 {
		return nil, fault.Invalidf("ask", "a limit of %d seconds leaves no time: give 1 or more", limits.Seconds)
	}
	if err := checkText(text); err != nil {
		return nil, err
	}
	values := map[string]any{}
	for name, value := range params {
		values[name] = freeParameters(value)
	}
	term := time.Duration(limits.Seconds) * time.Second
	if err := s.checkPlan(ctx, text, values, term); err != nil {
		return nil, err
	}
	return s.answer(ctx, text, values, limits.Rows, term)
}

var (
	// lead is what may stand before the first word: blanks and comments.
	lead = regexp.MustCompile(`^(?:\s|//[^\n\r]*(?:[\n\r]|$)|(?s:/\*.*?\*/))*`)
	// option is a first word that changes how the text is run.
	option = regexp.MustCompile(`(?i)^(?:EXPLAIN|PROFILE|CYPHER|USE)\b`)
)

// checkText refuses what would make the plan another one than that of the text, or hard to read: an option in front of it, and
// names that are quoted or encoded.
func checkText(text string) error {
	begin := text[len(lead.FindString(text)):]
	switch {
	case begin == "":
		return fault.Invalidf("ask", "there is no question: write one in Cypher, such as MATCH (p:Partner) RETURN count(p)")
	case option.MatchString(begin):
		return fault.Invalidf("ask", "the text begins with %s: begin with what is asked, such as MATCH", option.FindString(begin))
	case strings.Contains(text, "`"):
		return fault.Invalidf("ask", "the text quotes a name with `: write names without quotes")
	case strings.Contains(text, `\u`), strings.Contains(text, `\U`):
		return fault.Invalidf("ask", `the text encodes a character with \u: write it as it is`)
	}
	return checkFunctions(text)
}

var (
	// unread is what a text says, but does not do: strings and comments.
	unread = regexp.MustCompile(`'(?:\\(?s:.)|[^'\\])*'|"(?:\\(?s:.)|[^"\\])*"|//[^\n\r]*|(?s:/\*.*?\*/)`)
	// called is a function or procedure in a namespace. Cypher takes more for blanks than Go does.
	called = regexp.MustCompile(`([\pL\pN\pM\p{Pc}\p{Sc}]*)(?:` + blanks + `\.` + blanks + `[\pL_][\pL\pN\pM\p{Pc}\p{Sc}]*)+` + blanks + `\(`)
)

const blanks = `[\p{Cc}\pZ\p{Cf}]*`

// namespaces are those of Neo4j's own functions; which procedures may be called, the plan says.
var namespaces = setOf("date", "datetime", "localdatetime", "localtime", "time", "duration", "point", "vector", "db")

// checkFunctions refuses functions that somebody added to the server: in a plan they are expressions, and may yet read
// anything, as apoc.cypher.runFirstColumnSingle does.
func checkFunctions(text string) error {
	text = strings.ReplaceAll(unread.ReplaceAllString(text, " "), "..", ",") // a range, such as [1..size(x)], is no namespace
	for _, call := range called.FindAllStringSubmatch(text, -1) {
		if !namespaces[strings.ToLower(call[1])] {
			return forbidden("it calls " + strings.TrimRight(strings.Join(strings.Fields(call[0]), ""), "(") + ", which is not a function of Neo4j itself")
		}
	}
	return nil
}

// explainWord is set before a text to see its plan.
const explainWord = "EXPLAIN "

// checkPlan asks the server how it would answer a text, and refuses what is not for analysts.
func (s *Store) checkPlan(ctx context.Context, text string, params map[string]any, term time.Duration) error {
	session := s.Driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
	defer session.Close(context.WithoutCancel(ctx))
	tx, err := session.BeginTransaction(ctx, neo4j.WithTxTimeout(term))
	if err != nil {
		return s.faultOfAsking(err, term, len(explainWord))
	}
	defer tx.Close(context.WithoutCancel(ctx))
	result, err := tx.Run(ctx, explainWord+text, params)
	if err != nil {
		return s.faultOfAsking(err, term, len(explainWord))
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		return s.faultOfAsking(err, term, len(explainWord))
	}
	if summary.StatementType() != neo4j.StatementTypeReadOnly || summary.Plan() == nil {
		return forbidden("it does more than read")
	}
	table, _ := summary.Plan().Arguments()["string-representation"].(string)
	return checkOperators(table)
}
