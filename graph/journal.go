package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
)

// Copied is one thing as the journal keeps it: its present state, whole. Of one and the same, the latest copy counts.
type Copied struct {
	Kind, Key  string // such as Partner and 17
	Properties []byte // JSON (see journal_value.go)
	Versions   []byte // what it was recorded as before: a list of properties
	Links      []byte // its relationships: a list of [type, kind, key, properties]
}

// Few reports whether it is one of few, which every segment of the journal holds all of.
func (c *Copied) Few() bool {
	switch c.Kind {
	case statementKind, standingKind, receiptKind, jobKind, auditEntryKind, auditBodyKind:
		return false
	}
	return !isNumbered(c.Kind)
}

// Erasure reports whether it is that of a person, which counts whatever time is restored.
func (c *Copied) Erasure() bool { return c.Kind == erasureKind }

// Gone reports whether it is a document that is deleted, or restricted since a person was erased: that counts whatever time is restored.
func (c *Copied) Gone() bool {
	if c.Kind != documentKind {
		return false
	}
	var document struct{ State string }
	err := json.Unmarshal(c.Properties, &document)
	return err == nil && (document.State == DocumentDeleted || document.State == DocumentRestricted)
}

// What is copied by number, since there is much of it; in chunks of as many numbers.
const journalChunk = 5000

var numbered = []struct{ kind, sequence, query string }{
	{"Partner", partnerSeq, cypher.JournalPartners},
	{"Order", orderSeq, cypher.JournalOrders},
	{"Cancellation", cancellationSeq, cypher.JournalCancellations},
	{"Application", RegistrationSeq, cypher.JournalApplications},
	{"Person", RegistrationSeq, cypher.JournalPersons},
	{"RegistrationCode", RegistrationSeq, cypher.JournalRegistrationCodes},
	{"AcceptedText", RegistrationSeq, cypher.JournalAcceptedTexts},
	{"ContractEnd", RegistrationSeq, cypher.JournalContractEnds},
	{"Withdrawal", RegistrationSeq, cypher.JournalWithdrawals},
	{"ConsentProof", RegistrationSeq, cypher.JournalConsentProofs},
	{"User", "user", cypher.JournalUsers}, // of package accounts, as those that follow
	{"Group", "group", cypher.JournalGroups},
	{"Passkey", "passkey", cypher.JournalPasskeys},
	{"AccessToken", "access token", cypher.JournalAccessTokens},
	{erasureKind, "erasure", cypher.JournalErasures},
	{documentKind, DocumentSeq, cypher.JournalDocuments}, // of package dms, as those that follow
	{"DocumentText", DocumentSeq, cypher.JournalDocumentTexts},
	{"CreditNote", CreditNoteSeq, cypher.JournalCreditNotes},
	{"DocumentCheck", DocumentCheckSeq, cypher.JournalDocumentChecks},
	{"DocumentLook", DocumentLookSeq, cypher.JournalDocumentLooks},
}

// isNumbered says whether things of a kind are copied by number.
func isNumbered(kind string) bool {
	for _, of := range numbered {
		if of.kind == kind {
			return true
		}
	}
	return false
}

// Kinds of copies that are no nodes, or not nodes by themselves.
const (
	statementKind = "Statement" // key: number of the run / number of the partner
	standingKind  = "Standing"  // a career rank that a run found to have changed; same key
	receiptKind   = "Change"
	jobKind       = "Job"
	erasureKind   = "Erasure"
	documentKind  = "Document"

	auditEntryKind = "AuditEntry" // key: stripe / number
	auditBodyKind  = "AuditBody"  // key: stripe / number / place
)

// States of documents that stay, whatever time is restored (see graph/dms).
const (
	DocumentDeleted    = "deleted"
	DocumentRestricted = "restricted"
)

// NotCopied names what is in the graph and not in the journal, and why.
var NotCopied = map[string]string{
	"Lease":               "it says what a process is at, and ends with it",
	"Migration":           "a database that is restored into has its own schema",
	"MigrationLock":       "a lock",
	"Journal":             "it says how far the journal has come",
	"IdempotencyKey":      "it repeats an answer for a week; that nothing is done twice after that, receipts see to",
	"PartnerVersion":      "copied with the partner",
	"OrderVersion":        "copied with the order",
	"CancellationVersion": "copied with the cancellation",
	"DocumentVersion":     "copied with the document",
	"ApplicationLink":     "who has not become a partner begins again: nothing of who never confirms may last as long as the journal",
	"SpentLink":           "it explains a link for a month",
	"MailTimes":           "it holds mails back for a day",
	"MarkGate":            "a lock",
}

// JournalPlace is how far the journal in the object store has come, as this database knows it.
type JournalPlace struct {
	No        int64     // of the latest segment; 0: there is none
	SHA256    string    // of it, hexadecimal
	Watermark time.Time // what is recorded up to then is in the journal
	Stopped   time.Time // the watermark of a segment that has been begun after that
	Rehearsal bool      // this database was filled by a rehearsal, and can be emptied by one
	Last      time.Time // when anything was recorded last
	Worked    bool      // jobs other than backups have changed since the watermark
}

// JournalPlace reads how far the journal has come.
func (s *Store) JournalPlace(ctx context.Context) (place JournalPlace, err error) {
	err = s.Read(ctx, cypher.JournalPlace, nil, nil, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		place = JournalPlace{
			No: c.Number("no"), SHA256: c.Text("sha256"), Watermark: c.Time("watermark"), Stopped: c.Time("stopped"), Last: c.Time("last"),
		}
		place.Rehearsal, _ = c["rehearsal"].(bool)
		place.Worked, _ = c["worked"].(bool)
		return nil
	})
	return place, err
}

// KeepJournalPlace keeps how far the journal has come.
func (s *Store) KeepJournalPlace(ctx context.Context, no int64, sha256 string, watermark time.Time) error {
	return s.plainly(ctx, func(c *change) error { return c.keepPlace(no, sha256, watermark) })
}

func (c *change) keepPlace(no int64, sha256 string, watermark time.Time) error {
	return c.Run(cypher.JournalWritten, map[string]any{"no": no, "sha256": sha256, "watermark": watermark}, nil)
}

// standstill is a transaction during which the clock stands still. It leaves no receipt, or each backup would be a change that asks
// for another one.
func (s *Store) standstill(ctx context.Context, work func(c *change) error) (at time.Time, err error) {
	err = s.plainly(ctx, func(c *change) error {
		if err := c.Open(cypher.ClockStop, map[string]any{"now": s.Time()}); err != nil {
			return err
		}
		at = c.Recorded
		return work(c)
	})
	return at, err
}

// copyOf makes a copy of a record with the columns key, properties, and perhaps versions and links.
func copyOf(kind string, record *neo4j.Record) (Copied, error) {
	c := chronicle.ColumnsOf(record)
	copied := Copied{Kind: kind, Key: fmt.Sprint(c["key"])}
	var err error
	if copied.Properties, err = appendProperties(nil, c["properties"].(map[string]any)); err != nil {
		return copied, err
	}
	versions := make([][]byte, len(c.List("versions")))
	for i, version := range c.List("versions") {
		if versions[i], err = appendProperties(nil, version.(map[string]any)); err != nil {
			return copied, err
		}
	}
	links := make([][]byte, len(c.List("links")))
	for i, link := range c.List("links") {
		if links[i], err = appendLink(nil, link.([]any)); err != nil {
			return copied, err
		}
	}
	copied.Versions, copied.Links = listOf(versions), listOf(links)
	return copied, nil
}

// appendLink writes a relationship: type, kind and key of where it leads, properties.
func appendLink(to []byte, link []any) ([]byte, error) {
	to = append(appendText(append(to, '['), link[0].(string)), ',')
	to = append(appendText(to, link[1].(string)), ',')
	to, err := appendValue(to, link[2])
	if err != nil {
		return nil, err
	}
	if to, err = appendProperties(append(to, ','), link[3].(map[string]any)); err != nil {
		return nil, err
	}
	return append(to, ']'), nil
}

// listOf makes a list, in an order that is always the same.
func listOf(items [][]byte) []byte {
	slices.SortFunc(items, bytes.Compare)
	return append(append([]byte{'['}, bytes.Join(items, []byte{','})...), ']')
}
