// Package invoice reads what somebody sent as an electronic invoice, as far as intake needs it to suggest whose it is and where it
// belongs: in both syntaxes of EN 16931, CII (ZUGFeRD, XRechnung) and UBL. It does not check the rules of invoices.
//
// Files come from strangers. So a document type, nesting over 64 levels, anything after the root, other encodings than UTF-8 and
// more than MaxSize bytes are refused; what merely is missing or malformed is left empty.
package invoice

import (
	"upline/internal/money"
	"upline/internal/period"
)

// op names the operation in errors.
const op = "invoice"

// Limits of what is read.
const (
	MaxSize  = 32 << 20
	depthMax = 64
)

// Syntax is how an invoice is written.
type Syntax string

// Syntaxes of EN 16931.
const (
	CII Syntax = "CII"
	UBL Syntax = "UBL"
)

// Invoice is what was found. All of it is the sender's word.
type Invoice struct {
	Syntax   Syntax
	Kind     string // UNTDID 1001: 380 invoice, 381 credit note, 389 self-billed, 384 corrected
	Number   string
	Issued   period.Day // valid if Dated
	Dated    bool
	Currency string
	Seller   Party
	Buyer    Party
	// Reference is what the buyer asked to be named (BT-10).
	Reference string
	Totals    map[Total]money.Amount // in hundredths of the currency; those that are there, and have no further places
}

// Party is a side of an invoice.
type Party struct {
	ID    string
	Name  string
	VATID string
}

// Total is one of an invoice's sums.
type Total string

// Sums of an invoice.
const (
	Net   Total = "net"
	Tax   Total = "tax"
	Gross Total = "gross"
	Due   Total = "due"
)

// field is what can be found at a place.
type field string

const (
	number    field = "number"
	kind      field = "kind"
	issued    field = "issued"
	currency  field = "currency"
	reference field = "reference"
	sellerID  field = "seller id"
	sellerVAT field = "seller vat"
	seller    field = "seller"
	buyerID   field = "buyer id"
	buyerVAT  field = "buyer vat"
	buyer     field = "buyer"
	net             = field(Net)
	tax             = field(Tax)
	gross           = field(Gross)
	due             = field(Due)
)

// grammar is a syntax: the namespace of its root, and what is where, by the local names below the root.
type grammar struct {
	syntax Syntax
	places map[string]field
}

const (
	cii = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
	ubl = "urn:oasis:names:specification:ubl:schema:xsd:"
)

// grammars are those of the roots that are known: namespace, space, local name.
var grammars = map[string]grammar{
	cii + " CrossIndustryInvoice":     {CII, ciiPlaces},
	ubl + "Invoice-2 Invoice":         {UBL, ublPlaces("InvoiceTypeCode")},
	ubl + "CreditNote-2 CreditNote":   {UBL, ublPlaces("CreditNoteTypeCode")},
	ubl + "Invoice-2.1 Invoice":       {UBL, ublPlaces("InvoiceTypeCode")},
	ubl + "CreditNote-2.1 CreditNote": {UBL, ublPlaces("CreditNoteTypeCode")},
}

const (
	agreement  = "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/"
	settlement = "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/"
	summation  = settlement + "SpecifiedTradeSettlementHeaderMonetarySummation/"
)

var ciiPlaces = map[string]field{
	"ExchangedDocument/ID":                                     number,
	"ExchangedDocument/TypeCode":                               kind,
	"ExchangedDocument/IssueDateTime/DateTimeString":           issued,
	agreement + "BuyerReference":                               reference,
	agreement + "SellerTradeParty/ID":                          sellerID,
	agreement + "SellerTradeParty/Name":                        seller,
	agreement + "SellerTradeParty/SpecifiedTaxRegistration/ID": sellerVAT,
	agreement + "BuyerTradeParty/ID":                           buyerID,
	agreement + "BuyerTradeParty/Name":                         buyer,
	agreement + "BuyerTradeParty/SpecifiedTaxRegistration/ID":  buyerVAT,
	settlement + "InvoiceCurrencyCode":                         currency,
	summation + "TaxBasisTotalAmount":                          net,
	summation + "TaxTotalAmount":                               tax,
	summation + "GrandTotalAmount":                             gross,
	summation + "DuePayableAmount":                             due,
}

func ublPlaces(kindElement string) map[string]field {
	const supplier, customer = "AccountingSupplierParty/Party/", "AccountingCustomerParty/Party/"
	return map[string]field{
		"ID":                                number,
		kindElement:                         kind,
		"IssueDate":                         issued,
		"DocumentCurrencyCode":              currency,
		"BuyerReference":                    reference,
		supplier + "PartyIdentification/ID": sellerID,
		supplier + "PartyName/Name":         seller,
		supplier + "PartyLegalEntity/RegistrationName": seller,
		supplier + "PartyTaxScheme/CompanyID":          sellerVAT,
		customer + "PartyIdentification/ID":            buyerID,
		customer + "PartyName/Name":                    buyer,
		customer + "PartyLegalEntity/RegistrationName": buyer,
		customer + "PartyTaxScheme/CompanyID":          buyerVAT,
		"LegalMonetaryTotal/TaxExclusiveAmount":        net,
		"TaxTotal/TaxAmount":                           tax,
		"LegalMonetaryTotal/TaxInclusiveAmount":        gross,
		"LegalMonetaryTotal/PayableAmount":             due,
	}
}
