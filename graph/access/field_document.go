package access

// documentFields says which groups are in documents of a class, besides who somebody is. A class that is not here shows no more than that.
// Earnings are in what a settlement has made, with the tax number where an invoice asks for it; other people's account numbers in what a
// bank has sent.
var documentFields = map[string]Fields{
	"statement": Earnings, "credit_note": Earnings | Tax, "evidence": Earnings | Sales, "bank_statement": Bank,
}

// DocumentFields returns the groups of fields that a document of a class shows, besides who somebody is. Whoever does not see all of them of
// its partner does not see the document: it is opened whole, or not at all.
func DocumentFields(class string) Fields { return documentFields[class] }
