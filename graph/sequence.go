package graph

// The sequences of numbers (see chronicle.Store.Numbers).
const (
	partnerSeq      = "partner"
	orderSeq        = "order"
	cancellationSeq = "cancellation"
	sponsorshipSeq  = "sponsorship"
	placementSeq    = "placement"
	statusSeq       = "status"
	marketSeq       = "market"
	caretakerSeq    = "looked after"
	careerSeq       = "career"
	versionSeq      = "version" // of what was superseded in nodes
	// RegistrationSeq is that of all that graph/registrations keeps for long.
	RegistrationSeq = "registration"
	// DocumentSeq is that of documents and their words, CreditNoteSeq that of credit notes (see graph/dms).
	DocumentSeq   = "document"
	CreditNoteSeq = "credit note"
	// DocumentCheckSeq is that of checks of documents (see graph/dms).
	DocumentCheckSeq = "document check"
	// DocumentLookSeq is that of looks at documents.
	DocumentLookSeq = "document look"
)
