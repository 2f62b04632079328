package creditnote

// Ways of paying (UNTDID 4461).
const (
	meansTransfer = "30"
	meansSEPA     = "58"
	meansClearing = "97" // what partners owe each other is set off, to avoid useless payments
)

// settlement writes currency, payment, tax, span and sums (BG-16, BG-23, BG-14, BG-22), and what precedes the note (BG-3). EN 16931
// knows several of those, but CII D16B, which its rules go by, has room for one: all stand in the remarks.
func (w writing) settlement() {
	w.in("ram:ApplicableHeaderTradeSettlement", func() {
		w.text("ram:PaymentReference", w.note.Number)
		w.text("ram:InvoiceCurrencyCode", w.note.Currency)
		w.means()
		w.tax()
		w.in("ram:BillingSpecifiedPeriod", func() {
			w.day("ram:StartDateTime", "udt", w.note.From)
			w.day("ram:EndDateTime", "udt", w.note.Through)
		})
		w.in("ram:SpecifiedTradePaymentTerms", func() {
			w.text("ram:Description", w.note.terms(w.texts, w.totals))
			if w.note.Payment.Payout > 0 {
				w.day("ram:DueDateDateTime", "udt", w.note.Payment.Due)
			}
		})
		w.sums()
		if len(w.note.Preceding) > 0 {
			w.in("ram:InvoiceReferencedDocument", func() {
				w.text("ram:IssuerAssignedID", w.note.Preceding[0].Number)
				w.day("ram:FormattedIssueDateTime", "qdt", w.note.Preceding[0].Issued)
			})
		}
	})
}

// means says how it is paid: by transfer to the partner's account; or not, then what there is is set off.
func (w writing) means() {
	payment := w.note.Payment
	w.in("ram:SpecifiedTradeSettlementPaymentMeans", func() {
		if payment.Payout == 0 {
			w.text("ram:TypeCode", meansClearing)
			return
		}
		if w.note.Currency == "EUR" {
			w.text("ram:TypeCode", meansSEPA)
		} else {
			w.text("ram:TypeCode", meansTransfer)
		}
		w.in("ram:PayeePartyCreditorFinancialAccount", func() {
			w.text("ram:IBANID", payment.IBAN)
			w.text("ram:AccountName", w.note.Partner.Name)
		})
		if payment.BIC != "" {
			w.in("ram:PayeeSpecifiedCreditorFinancialInstitution", func() { w.text("ram:BICID", payment.BIC) })
		}
	})
}

func (w writing) tax() {
	w.in("ram:ApplicableTradeTax", func() {
		w.amount("ram:CalculatedAmount", w.totals.Tax)
		w.text("ram:TypeCode", "VAT")
		if w.treatment.Reason != "" {
			w.text("ram:ExemptionReason", w.texts.Say(w.treatment.Reason))
		}
		w.amount("ram:BasisAmount", w.totals.Net)
		w.text("ram:CategoryCode", string(w.treatment.Category))
		w.text("ram:ExemptionReasonCode", w.treatment.Code)
		w.rate()
	})
}

func (w writing) sums() {
	w.in("ram:SpecifiedTradeSettlementHeaderMonetarySummation", func() {
		w.amount("ram:LineTotalAmount", w.totals.Net)
		w.amount("ram:TaxBasisTotalAmount", w.totals.Net)
		w.amount("ram:TaxTotalAmount", w.totals.Tax, "currencyID", w.note.Currency)
		w.amount("ram:GrandTotalAmount", w.totals.Gross)
		w.amount("ram:DuePayableAmount", w.totals.Gross)
	})
}
