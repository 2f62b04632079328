package graph

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/internal/fault"
)

// faultOfAsking translates an error of a text that somebody else wrote: what the server has against it is theirs to mend. The
// text was sent behind so many characters of ours, which its positions do not count.
func (s *Store) faultOfAsking(err error, term time.Duration, before int) error {
	db, ok := errors.AsType[*neo4j.Neo4jError](err)
	if !ok {
		return s.FaultOf("ask", err)
	}
	switch {
	case strings.Contains(db.Code, "TransactionTimedOut"), strings.Contains(db.Code, "Transaction.Terminated"):
		return &fault.Error{
			Kind: fault.Invalid, Op: "ask", Err: err,
			Msg: fmt.Sprintf("the question took longer than %d seconds: narrow it, or ask for less", int(term.Seconds())),
		}
	case strings.Contains(db.Code, "OutOfMemory"), strings.Contains(db.Code, "MemoryLimit"):
		return &fault.Error{Kind: fault.Invalid, Op: "ask", Err: err, Msg: "the question takes too much memory: narrow it, or ask for less"}
	case strings.HasPrefix(db.Code, "Neo.ClientError.Statement."):
		return fault.Invalidf("ask", "Neo4j does not understand the question: %s", withPosition(db.Msg, before))
	default:
		return s.FaultOf("ask", err)
	}
}

// position is where something is wrong, as the server says it.
var position = regexp.MustCompile(`\(line (\d+), column (\d+) \(offset: (\d+)\)\)`)

// withPosition returns what the server says without the text it quotes, with the position in the text as it was written.
func withPosition(message string, before int) string {
	message, _, _ = strings.Cut(message, "\n\"")
	return position.ReplaceAllStringFunc(message, func(found string) string {
		part := position.FindStringSubmatch(found)
		line, _ := strconv.Atoi(part[1])
		column, _ := strconv.Atoi(part[2])
		if line == 1 {
			column -= before
		}
		return fmt.Sprintf("(line %d, column %d)", line, column)
	})
}
