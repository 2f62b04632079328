package joining

import (
	"upline/internal/fault"
	"upline/internal/period"
)

// Contract is what the terms of a contract are counted from. Days are the company's.
type Contract struct {
	Concluded period.Day // when it was accepted
	// Instructed is when the instruction on withdrawal was there on a durable medium (the welcome mail); period.Forever: never.
	Instructed period.Day
	// Sideline is a partner whom the contract calls one in a secondary occupation (§ 92b HGB).
	Sideline bool
}

// withdrawalDays is the legal time (§ 355 Abs. 2 Satz 1 BGB).
const withdrawalDays = 14

// WithdrawalEnds returns the last day of the right of withdrawal. It begins with the contract (§ 355 Abs. 2 Satz 2 BGB; a contract
// of services), not before the instruction (§ 356 Abs. 3 Satz 1), and ends at the latest 12 months and 14 days after the contract
// (Satz 2). The day of the event does not count (§ 187 Abs. 1), and a free last day gives way to the next that is not (§ 193).
//
// Whether a founder is a consumer is disputed; this contract gives the right to everyone.
func (c Contract) WithdrawalEnds(free FreeDays) period.Day {
	last := c.Concluded.AddMonths(12) + withdrawalDays
	if c.Instructed != period.Forever {
		last = min(last, max(c.Concluded, c.Instructed)+withdrawalDays)
	}
	return free.next(last)
}

// EndKind is how a contract ends.
type EndKind string

// The kinds.
const (
	EndWithdrawal    EndKind = "withdrawal"
	EndOrdinary      EndKind = "ordinary termination"
	EndExtraordinary EndKind = "extraordinary termination"
)

// End is the end of a contract.
type End struct {
	Kind EndKind
	From period.Day // the first day without the contract
}

// Withdraw returns the end by a withdrawal that was sent on a day: what counts is when it is sent, not when it arrives (§ 355 Abs. 1
// Satz 5 BGB). It ends the contract on the day itself (§ 355 Abs. 1 Satz 1).
//
// Errors: Conflict when it is too late; Invalid before the contract.
func (c Contract) Withdraw(sent period.Day, free FreeDays) (End, error) {
	if sent < c.Concluded {
		return End{}, fault.Invalidf("withdraw", "the contract was made on %v: a withdrawal on %v comes before it", c.Concluded, sent)
	}
	if last := c.WithdrawalEnds(free); sent > last {
		return End{}, fault.Conflictf("withdraw", "the right of withdrawal ended on %v: the contract can be terminated", last)
	}
	return End{EndWithdrawal, sent}, nil
}

// NoticeMonths returns how long the notice is that arrives on a day (§ 89 Abs. 1 HGB): one month in the first year of the contract,
// two in the second, three in the third to fifth, then six; in a secondary occupation always one (§ 92b Abs. 1 Satz 2).
func (c Contract) NoticeMonths(received period.Day) int {
	if c.Sideline {
		return 1
	}
	switch years := c.Concluded.FullMonthsTo(received) / 12; {
	case years < 1:
		return 1
	case years < 2:
		return 2
	case years < 5:
		return 3
	default:
		return 6
	}
}

// Terminate returns the end by an ordinary termination whose notice arrives on a day: the notice, counted from the day after
// (§§ 187, 188 BGB), and on to the end of that calendar month. Weekends and holidays do not shift it (§ 193 BGB is for terms within
// which something must be done; notice protects whoever gets it).
//
// Errors: Invalid before the contract.
func (c Contract) Terminate(received period.Day) (End, error) {
	if received < c.Concluded {
		return End{}, fault.Invalidf("terminate", "the contract was made on %v: a notice on %v comes before it", c.Concluded, received)
	}
	over := received.AddMonths(c.NoticeMonths(received))
	_, _, day := over.Date()
	nextMonth := (over - period.Day(day-1)).AddMonths(1)
	return End{EndOrdinary, nextMonth}, nil
}

// TerminateAtOnce returns the end by an extraordinary termination for good cause (§ 89a HGB) that arrives on a day. Whether there is a
// cause is for people to decide.
//
// Errors: Invalid before the contract.
func (c Contract) TerminateAtOnce(received period.Day) (End, error) {
	if received < c.Concluded {
		return End{}, fault.Invalidf("terminate", "the contract was made on %v: a termination on %v comes before it", c.Concluded, received)
	}
	return End{EndExtraordinary, received}, nil
}
