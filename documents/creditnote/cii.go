package creditnote

import (
	"strconv"

	"upline/documents/paper"
	"upline/internal/money"
)

// Profile is which rules the XML keeps.
type Profile uint8

const (
	// EN16931 is that profile of ZUGFeRD: what partners get.
	EN16931 Profile = iota
	// XRechnung is the German usage of it (CIUS 3.0.2), which wants telephone and e-mail of the seller besides.
	XRechnung
)

// guideline is what an invoice says of its rules (BT-24).
func (p Profile) guideline() string {
	if p == XRechnung {
		return "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
	}
	return "urn:cen.eu:en16931:2017"
}

// process is the business process (BT-23), as Peppol names it.
const process = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

const declaration = `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100" xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100">
`

// XML writes a note as Cross Industry Invoice (UN/CEFACT D22B).
//
// Errors: Invalid when the note does not keep the rules.
func (n Note) XML(head *paper.Letterhead, profile Profile) ([]byte, error) {
	texts, err := head.Texts(n.Language)
	if err != nil {
		return nil, err
	}
	totals, treatment, err := n.reckon(head.Company)
	if err != nil {
		return nil, err
	}
	w := writing{&tree{scale: n.Scale}, n, companyOf(head.Company), totals, treatment, texts}
	if profile == XRechnung {
		if err := w.checkXRechnung(); err != nil {
			return nil, err
		}
	}
	w.out.WriteString(declaration)
	w.in("rsm:ExchangedDocumentContext", func() {
		if profile == XRechnung {
			w.in("ram:BusinessProcessSpecifiedDocumentContextParameter", func() { w.text("ram:ID", process) })
		}
		w.in("ram:GuidelineSpecifiedDocumentContextParameter", func() { w.text("ram:ID", profile.guideline()) })
	})
	w.document()
	w.in("rsm:SupplyChainTradeTransaction", func() {
		for i, item := range n.Items {
			w.item(i+1, item)
		}
		w.agreement()
		w.delivery()
		w.settlement()
	})
	w.out.WriteString("</rsm:CrossIndustryInvoice>\n")
	return w.out.Bytes(), nil
}

// writing is a note while it is written as XML.
type writing struct {
	*tree
	note      Note
	company   Party
	totals    Totals
	treatment Treatment
	texts     paper.Texts
}

// document says what it is (BT-1 to BT-3), and what the law wants to be read on it (BG-1).
func (w writing) document() {
	w.in("rsm:ExchangedDocument", func() {
		w.text("ram:ID", w.note.Number)
		w.text("ram:TypeCode", string(w.note.Kind))
		w.day("ram:IssueDateTime", "udt", w.note.Issued)
		for _, text := range w.note.remarks(w.texts) {
			w.in("ram:IncludedNote", func() {
				w.text("ram:Content", text)
				w.text("ram:SubjectCode", "REG") // regulatory information
			})
		}
	})
}

// item writes an item (BG-25): one piece at its amount; minus one of what is taken back, since prices are not negative (BR-27).
func (w writing) item(no int, item Item) {
	price, quantity := item.Amount, "1"
	if item.Amount < 0 {
		price, quantity = -item.Amount, "-1"
	}
	w.in("ram:IncludedSupplyChainTradeLineItem", func() {
		w.in("ram:AssociatedDocumentLineDocument", func() { w.text("ram:LineID", strconv.Itoa(no)) })
		w.in("ram:SpecifiedTradeProduct", func() {
			w.text("ram:Name", item.title(w.texts))
			w.text("ram:Description", item.about(w.texts))
		})
		w.in("ram:SpecifiedLineTradeAgreement", func() {
			w.in("ram:NetPriceProductTradePrice", func() { w.amount("ram:ChargeAmount", price) })
		})
		w.in("ram:SpecifiedLineTradeDelivery", func() { w.text("ram:BilledQuantity", quantity, "unitCode", "C62") })
		w.in("ram:SpecifiedLineTradeSettlement", func() {
			w.in("ram:ApplicableTradeTax", func() {
				w.text("ram:TypeCode", "VAT")
				w.text("ram:CategoryCode", string(w.treatment.Category))
				if w.treatment.Category != OutOfScope { // which has no rate (BR-O-05)
					w.rate()
				}
			})
			w.in("ram:SpecifiedTradeSettlementLineMonetarySummation", func() { w.amount("ram:LineTotalAmount", item.Amount) })
		})
	})
}

func (w writing) rate() {
	w.text("ram:RateApplicablePercent", string(money.AppendPlain(nil, int64(w.treatment.Rate), money.PercentPlaces)))
}

// agreement says who performed, and for whom (BG-4, BG-7).
func (w writing) agreement() {
	reference := w.note.Reference
	if reference == "" {
		reference = w.note.Partner.ID
	}
	w.in("ram:ApplicableHeaderTradeAgreement", func() {
		w.text("ram:BuyerReference", reference)
		w.in("ram:SellerTradeParty", func() { w.party(w.note.Partner, true) })
		w.in("ram:BuyerTradeParty", func() { w.party(w.company, false) })
	})
}

// delivery says where the service went: CII wants the element, ZUGFeRD its country (BT-80), XRechnung its place besides.
func (w writing) delivery() {
	w.in("ram:ApplicableHeaderTradeDelivery", func() {
		w.in("ram:ShipToTradeParty", func() { w.address(w.company) })
	})
}

func (w writing) address(p Party) {
	w.in("ram:PostalTradeAddress", func() {
		w.text("ram:PostcodeCode", p.PostalCode)
		w.text("ram:LineOne", p.Street)
		w.text("ram:CityName", p.City)
		w.text("ram:CountryID", p.Country)
	})
}

func (w writing) party(p Party, seller bool) {
	w.text("ram:ID", p.ID)
	w.text("ram:Name", p.Name)
	if p.Register != "" {
		w.in("ram:SpecifiedLegalOrganization", func() { w.text("ram:ID", p.Register) })
	}
	if seller && p.Phone != "" && p.Email != "" {
		w.in("ram:DefinedTradeContact", func() {
			w.text("ram:PersonName", p.Name)
			w.in("ram:TelephoneUniversalCommunication", func() { w.text("ram:CompleteNumber", p.Phone) })
			w.in("ram:EmailURIUniversalCommunication", func() { w.text("ram:URIID", p.Email) })
		})
	}
	w.address(p)
	if p.Email != "" {
		w.in("ram:URIUniversalCommunication", func() { w.text("ram:URIID", p.Email, "schemeID", "EM") })
	}
	w.registration("FC", p.taxNumber(), seller)
	if w.treatment.Category != OutOfScope { // else nobody's VAT id may be named (BR-O-02)
		w.registration("VA", p.vatID(), true)
	}
}

// registration writes a number of a tax office: FC as it counts at home, VA as VAT id. Of a buyer only the latter is foreseen.
func (w writing) registration(scheme, number string, foreseen bool) {
	if foreseen && number != "" {
		w.in("ram:SpecifiedTaxRegistration", func() { w.text("ram:ID", number, "schemeID", scheme) })
	}
}
