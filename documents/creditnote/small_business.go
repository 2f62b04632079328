package creditnote

import (
	"upline/internal/money"
	"upline/internal/period"
)

// SmallBusinessLimit is how many cents a small business may take in a year and stay exempt in it (§ 19 (1) UStG, since 2025).
const SmallBusinessLimit money.Amount = 100_000_00

// Receipt is money that a partner got, in cents.
type Receipt struct {
	Day    period.Day
	Amount money.Amount
}

// EndOfSmallBusiness returns the day on which receipts of a calendar year, in order of their days, cross the limit; crossed is false
// if they do not. Whatever crosses it is taxed already, and all that follows in this year and, at least, the next: the status is
// regular from that day on. Turnover counts when it is received (§ 19 (2)); that of other work only the partner knows.
func EndOfSmallBusiness(receipts []Receipt) (day period.Day, crossed bool) {
	var sum money.Amount
	for _, receipt := range receipts {
		var fits bool
		if sum, fits = sum.Plus(receipt.Amount); !fits || sum > SmallBusinessLimit {
			return receipt.Day, true
		}
	}
	return 0, false
}
