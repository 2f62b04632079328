package retention

import "slices"

// Rule says what holds for a class of documents.
type Rule struct {
	Class Class
	// Years after the end of the calendar year, as the law asks or, where it does not, as this house keeps them.
	Years int
	// Kept is how many years this company keeps them: Years, or more.
	Kept int
	// FromEnd: the years count from the end of the matter, not from when the document was made. While the matter goes on, the term is
	// asked for anew each year.
	FromEnd bool
	Lock    Lock
	Law     string // where it stands; empty where no law asks
	Why     string // why this class falls under it, in a sentence
}

// vouchers is the law of vouchers: 8 years since 1 January 2025 (BEG IV of 29 October 2024), 10 before. It holds for all whose 10 years had not
// ended then (Art. 97 § 19a (2) EGAO, § 27 (40) UStG).
const vouchers = "AO § 147 (1) no. 4, (3), HGB § 257 (1) no. 4, (4)"

// rules are those of the law, in the order in which people look for classes. A term that ends while a tax is not yet final goes on (AO § 147 (3) sentence 5):
// that is what a legal hold is for, since nobody can tell it in advance.
var rules = []Rule{
	{
		Class: Contract, Years: 6, FromEnd: true, Law: "AO § 147 (1) no. 2, 3 and 5, (3), HGB § 257 (1) no. 2 and 3, (4)",
		Why: "the letters and documents by which it was made; what was posted because of it has vouchers of its own",
	},
	{Class: Statement, Years: 8, Law: vouchers, Why: "it proves the posting of what a partner earned"},
	{Class: CreditNote, Years: 8, Law: "UStG § 14b (1), § 14 (2); " + vouchers, Why: "it is the invoice of the partner, issued by the company"},
	{Class: Invoice, Years: 8, Law: "UStG § 14b (1); " + vouchers, Why: "invoices sent and received, with what belongs to them"},
	{
		Class: DeliveryNote, Years: 8, Lock: Governance,
		Why: "the law lets it go once the invoice is there (AO § 147 (3) sentences 3 and 4); one to which the invoice refers for its details is part of it, and is kept as an invoice",
	},
	{
		Class: Correspondence, Years: 6, Law: "AO § 147 (1) no. 2 and 3, (3), HGB § 257 (1) no. 2 and 3, (4)",
		Why: "letters that prepare, conclude, carry out or undo a transaction; others are kept as other",
	},
	{
		Class: Identification, Lock: Unlocked,
		Why: "no law asks for it, and it has to go when nobody needs it any more (GDPR Art. 5 (1) e, Art. 17)",
	},
	{Class: BankStatement, Years: 8, Law: vouchers, Why: "it proves the posting of payments"},
	{Class: Export, Lock: Unlocked, Why: "it can be made again from what is kept, and holds data of people who may have it erased"},
	{
		Class: Evidence, Years: 10, Law: "AO § 147 (1) no. 1, (3), HGB § 257 (1) no. 1, (4)",
		Why: "the lines of a run are the subsidiary ledger from which commissions are posted: books, and what is needed to understand them",
	},
	{
		Class: Other, Years: 6, Lock: Governance,
		Why: "it may turn out to be a letter of business, so that it is kept as long; the lock can be lifted, as it may hold data that has to be erased",
	},
}

// Rules are the rules of a company. Nobody may change them.
type Rules struct{ rules []Rule }

// ByLaw returns the rules of a company that keeps nothing longer than it must.
func ByLaw() *Rules {
	own := slices.Clone(rules)
	for i := range own {
		own[i].Kept = own[i].Years
	}
	return &Rules{own}
}

// All returns the rules, in their order.
func (r *Rules) All() []Rule { return slices.Clone(r.rules) }

// Of returns the rule of a class; of one that is not there, that of Other.
func (r *Rules) Of(c Class) Rule { return *r.rule(c) }

func (r *Rules) rule(c Class) *Rule {
	i := slices.IndexFunc(r.rules, func(rule Rule) bool { return rule.Class == c })
	if i < 0 {
		i = slices.IndexFunc(r.rules, func(rule Rule) bool { return rule.Class == Other })
	}
	return &r.rules[i]
}
