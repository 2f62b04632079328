package registrations

import (
	"time"

	"upline/graph/joining"
	"upline/internal/period"
)

// due is when something is to be done with an application by itself; nil: never, as far as is known now.
func (s *Store) due(a *application) any {
	if due, at := a.Due(s.config.Zone); due != joining.DueNothing {
		return at
	}
	first := period.Forever
	for _, kept := range joining.Retention(s.fate(a)) {
		if s.keeps(a, kept.Data) {
			first = min(first, kept.Until)
		}
	}
	if first == period.Forever {
		return nil
	}
	return s.startOf(first)
}

// keeps says whether an application still holds a part of its data.
func (s *Store) keeps(a *application, data joining.Data) bool {
	switch data {
	case joining.DataOrigin:
		for _, event := range a.Events {
			if event.Origin != (joining.Origin{}) {
				return true
			}
		}
		return false
	case joining.DataContract, joining.DataForm:
		return true
	}
	return false // kept apart: spent links, proofs of consents
}

// startOf is when a day begins in the company's zone.
func (s *Store) startOf(day period.Day) time.Time {
	year, month, date := day.Date()
	return time.Date(year, time.Month(month), date, 0, 0, 0, 0, s.config.Zone)
}

// fate is what became of an application, as far as it matters for keeping.
func (s *Store) fate(a *application) joining.Fate {
	f := joining.Fate{State: a.State, Ended: period.Forever, Confirmed: a.confirmed()}
	switch a.State {
	case joining.Expired, joining.Withdrawn, joining.Refused:
		f.Ended = s.dayOf(a.Events[len(a.Events)-1].At)
	case joining.Ended:
		f.Ended = a.endedOn - 1
	}
	if accepted := a.at(joining.EventAccepted); !accepted.IsZero() {
		f.Accepted = s.dayOf(accepted)
	}
	f.Newsletter = s.consentOf(a, joining.ConsentNewsletter, a.form.Consents.Newsletter)
	f.Phone = s.consentOf(a, joining.ConsentPhone, a.form.Consents.PhoneCalls)
	return f
}

// consentOf is what became of a consent that the form gave, or did not; nil: it never was given.
func (s *Store) consentOf(a *application, consent string, onForm bool) *joining.Consent {
	since, given := a.ConsentSince(consent, onForm)
	switch {
	case given:
		return &joining.Consent{LastUsed: s.dayOf(since), Revoked: period.Forever}
	case onForm || since.After(a.Received):
		return &joining.Consent{LastUsed: s.dayOf(a.Received), Revoked: s.dayOf(since)}
	}
	return nil
}
