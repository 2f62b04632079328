package joining

import (
	"upline/internal/period"
)

// Data is a part of what is known of an applicant.
type Data string

const (
	// DataForm is the form and everything made of it, with the keyed hashes of Print.
	DataForm Data = "form"
	// DataOrigin is IP addresses and user agents.
	DataOrigin Data = "origin"
	// DataContract is form, texts, events and mails: the Record without origins.
	DataContract Data = "contract"
	// DataNewsletter is the proof of the consent to a newsletter: name, address, box, texts, times.
	DataNewsletter Data = "newsletter consent"
	// DataPhone is the proof of the consent to calls.
	DataPhone Data = "phone consent"
	// DataSpent is the hashes of Spent.
	DataSpent Data = "spent links"
	// DataWithdrawn is what proves that an application was withdrawn after its contract had been accepted: name, address, events.
	DataWithdrawn Data = "withdrawn application"
)

// Kept is how long a part is kept, and why. It is deleted on the day Until.
type Kept struct {
	Data   Data
	Until  period.Day // the first day on which it must be gone; period.Forever: the end is not known yet
	Ground string
}

// Fate is what became of an application, as far as it matters for keeping. Days are the company's.
type Fate struct {
	State State
	// Ended is the day on which it expired, was withdrawn or refused; of a partner, the last day of the contract, period.Forever while it runs.
	Ended period.Day
	// Confirmed says whether the address was confirmed: consents that were not, do not count, and are not kept.
	Confirmed bool
	Accepted  period.Day // 0: the contract was not accepted
	// Newsletter and Phone are the consents, nil: not given.
	Newsletter, Phone *Consent
}

// Consent is a consent to advertising.
type Consent struct {
	LastUsed period.Day // the day it was given, or that of the last mail or call for which it was used
	Revoked  period.Day // period.Forever: not
}

// Retention says what is kept of an application that has come to its end, or has become a contract, and for how long.
//
// Of who never confirmed, everything goes at once, on the day of the expiry, but for the hashes of the links: no consent was proven and
// no contract made, so nothing allows to keep it (Art. 5(1)(e), 17(1)(a) DSGVO). The same of who confirmed and went no further, but
// for consents to advertising that count by themselves.
func Retention(f Fate) []Kept {
	var kept []Kept
	if f.State == Registered || f.State == Ended {
		kept = append(kept,
			Kept{DataContract, yearsAfterYear(f.Ended, 6), "§ 257 Abs. 1 Nr. 2, 3, Abs. 4, 5 HGB; § 147 Abs. 1 Nr. 2, 3, 5, Abs. 3, 4 AO: letters and documents, six years from the end of the year of the contract's end; Art. 6(1)(b), (c), 17(3)(b) DSGVO"},
			Kept{DataOrigin, yearsAfterYear(f.Accepted, 3), "§§ 195, 199 BGB: as long as it can be disputed that the contract was made; Art. 6(1)(f), 17(3)(e) DSGVO"})
	} else {
		kept = append(kept,
			Kept{DataForm, f.Ended, "Art. 5(1)(e), 17(1)(a) DSGVO: nothing allows to keep it"},
			Kept{DataOrigin, f.Ended, "Art. 5(1)(e), 17(1)(a) DSGVO: nothing allows to keep it"},
			Kept{DataSpent, f.Ended + SpentTerm, "no personal data: hashes of random numbers, to explain links"})
	}
	if f.State == Withdrawn && f.Accepted != 0 {
		kept = append(kept, Kept{DataWithdrawn, StatementKept(f.Ended), statementGround})
	}
	if !f.Confirmed {
		return kept
	}
	if f.Newsletter != nil {
		kept = append(kept, Kept{DataNewsletter, yearsAfterYear(f.Newsletter.Revoked, 3), "Art. 7(1), 17(3)(e) DSGVO; §§ 195, 199 BGB: while it is used, and three years from the end of the year in which it is revoked"})
	}
	if f.Phone != nil {
		kept = append(kept, Kept{DataPhone, f.Phone.LastUsed.AddMonths(12*5) + 1, "§ 7a Abs. 2 UWG: five years after it was given, and after each use"})
	}
	return kept
}

const statementGround = "§§ 195, 199 BGB: as long as it can be disputed that somebody withdrew; Art. 6(1)(f), 17(3)(e) DSGVO"

// StatementKept returns the day on which a statement of withdrawal must be gone that belongs to no contract, of the day on which it was
// seen to.
func StatementKept(seen period.Day) period.Day { return yearsAfterYear(seen, 3) }

// yearsAfterYear returns the first day after some years that begin with the end of a day's year.
func yearsAfterYear(day period.Day, years int) period.Day {
	if day == period.Forever {
		return period.Forever
	}
	_, month, dayOfMonth := day.Date()
	first := day - period.Day(dayOfMonth-1)
	return first.AddMonths(12 - month + 1 + 12*years)
}
