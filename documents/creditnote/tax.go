package creditnote

import (
	"strings"

	"upline/internal/fault"
	"upline/internal/money"
)

// op names the operation in errors.
const op = "credit note"

// TaxStatus says how a partner's commissions are taxed: the words of the application that partners fill in.
type TaxStatus string

// Tax statuses.
const (
	Private       TaxStatus = "private"        // no entrepreneur (yet)
	SmallBusiness TaxStatus = "small_business" // Kleinunternehmer, § 19 UStG
	Regular       TaxStatus = "regular"
	Foreign       TaxStatus = "foreign" // an entrepreneur whose seat is not in Germany
)

// Category is why and how something is taxed (UNTDID 5305).
type Category string

// Categories of what partners are credited.
const (
	Standard      Category = "S"
	Exempt        Category = "E"
	ReverseCharge Category = "AE" // the company owes the tax
	OutOfScope    Category = "O"
)

// StandardRate is the rate of § 12 (1) UStG.
const StandardRate money.Percent = 19_000_000

// Treatment is how a note is taxed.
type Treatment struct {
	Category Category
	Rate     money.Percent
	Reason   string // key of the text that says why there is no tax; empty if there is
	Code     string // of that reason, in the list VATEX; empty where the list has none
}

// home is the country whose law this is.
const home = "DE"

// Tax returns how a note of a partner is taxed, by the status at the time.
//
//   - Regular: 19 %. Small business: exempt since 2025 (§ 19 (1) UStG), also with a seat elsewhere in the EU, which a number with
//     the suffix EX proves (§ 19 (4), § 19a).
//   - Foreign: what is brokered for a company is taxable where that is (§ 3a (2)); it owes the tax in place of who is established
//     abroad: in the EU by § 13b (1), elsewhere by § 13b (2) no. 1. So both are AE, and G (export) and O are neither.
//   - Private: no entrepreneur, nothing taxable (§ 1 (1) no. 1): O.
//
// Errors: Invalid when status, address and numbers do not fit, or a number is missing that the note must show.
func Tax(status TaxStatus, partner Party) (Treatment, error) {
	numbered := partner.VATID != "" || partner.TaxNumber != ""
	switch status {
	case Private:
		return Treatment{Category: OutOfScope, Reason: "credit_note.reason_private", Code: "VATEX-EU-O"}, nil
	case Regular:
		if partner.Country != home {
			return Treatment{}, fault.Invalidf(op, "partner %s is regular and lives in %s: the status is foreign", partner.ID, partner.Country)
		}
		if !numbered {
			return Treatment{}, unnumbered(partner, "VAT id or tax number (§ 14 (4) no. 2 UStG)")
		}
		return Treatment{Category: Standard, Rate: StandardRate}, nil
	case SmallBusiness:
		return taxSmall(partner, numbered)
	case Foreign:
		return taxForeign(partner, numbered)
	}
	return Treatment{}, fault.Invalidf(op, "%q is no tax status: write private, small_business, regular or foreign", status)
}

func taxSmall(partner Party, numbered bool) (Treatment, error) {
	treatment := Treatment{Category: Exempt, Reason: "credit_note.reason_small"}
	switch {
	case partner.Country == home && !numbered:
		return Treatment{}, unnumbered(partner, "VAT id or tax number (§ 34a UStDV)")
	case partner.Country == home:
		return treatment, nil
	case partner.inUnion() && strings.HasSuffix(partner.VATID, "EX"):
		return treatment, nil
	}
	return Treatment{}, fault.Invalidf(op, "partner %s is a small business and lives in %s: exempt are those in Germany, and in the EU those with a number that ends with EX; others are foreign",
		partner.ID, partner.Country)
}

func taxForeign(partner Party, numbered bool) (Treatment, error) {
	switch {
	case partner.Country == home:
		return Treatment{}, fault.Invalidf(op, "partner %s is foreign and lives in %s: the status is regular or small_business", partner.ID, home)
	case partner.inUnion() && partner.vatID() == "":
		return Treatment{}, unnumbered(partner, "VAT id (§ 14a (1) UStG)")
	case !numbered:
		return Treatment{}, unnumbered(partner, "VAT id, or the number that its tax office knows it by (BR-AE-02)")
	}
	return Treatment{Category: ReverseCharge, Reason: "credit_note.reason_reverse", Code: "VATEX-EU-AE"}, nil
}

func unnumbered(partner Party, what string) error {
	return fault.Invalidf(op, "partner %s has no %s: record it first", partner.ID, what)
}
