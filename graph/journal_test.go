package graph_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"upline/cypher"
	"upline/graph"
)

// Every kind of node that the schema knows is copied into the journal, or it is said why not.
func TestEveryKindIsCopied(t *testing.T) {
	copied := cypher.JournalFew + cypher.JournalPartners + cypher.JournalOrders + cypher.JournalCancellations + cypher.JournalReceipts +
		cypher.JournalJobs + cypher.JournalAuditEntries + cypher.JournalAuditBodies + cypher.JournalStatements + cypher.JournalApplications +
		cypher.JournalPersons + cypher.JournalRegistrationCodes + cypher.JournalAcceptedTexts + cypher.JournalContractEnds +
		cypher.JournalWithdrawals + cypher.JournalConsentProofs + cypher.JournalUsers + cypher.JournalGroups + cypher.JournalPasskeys +
		cypher.JournalAccessTokens + cypher.JournalErasures + cypher.JournalDocuments + cypher.JournalDocumentTexts + cypher.JournalCreditNotes +
		cypher.JournalDocumentChecks + cypher.JournalDocumentLooks
	names, err := fs.Glob(cypher.Schema, "schema/*.cypher")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(cypher.Schema, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`FOR \(\w+:(\w+)\)`).FindAllStringSubmatch(string(text), -1) {
			found := regexp.MustCompile(`[:|]` + match[1] + `\b`).MatchString(copied)
			if why := strings.TrimSpace(graph.NotCopied[match[1]]); !found && why == "" {
				t.Errorf("%s: %s is not in the journal: copy it, or say in graph.NotCopied why not", name, match[1])
			}
		}
	}
}
