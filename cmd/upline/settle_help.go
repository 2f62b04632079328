package main

// settleHelp is formatted by kong as a Go doc comment is.
const settleHelp = `Settles each period in turn, from nothing but the bundle, and writes lines.csv (who got how much, for what),
ranks.csv, binary.csv and statements.csv. The folder appears whole or not at all. The same bundle gives the same
bytes, with any number of workers. A summary goes to standard output.

The summary shows, for each period:

  - Orders: first settled in it. Late: of these, placed in an earlier period. Cancellations: handled in it.
  - Points, CV: of these orders, less what is cancelled. CV is the commissionable value.
  - Earnings, Reversals, Reserve, Release: sums of the lines of each kind. Payouts: sums of the statements.
  - Ratio: earnings net of reversals, as a percentage of the CV.

With --json it is one object. Amounts and volumes are decimal strings, counts are numbers:

  - plan, currency, from, through, partners, orders, out: what was settled, and where the results are
  - periods: for each period its sums, as period, orders, late_orders, cancellations, points, cv, earnings,
    reversals, reserve, release, payouts, payout_ratio (percent; null without a positive cv), lines, and totals:
    kind, bonus, lines, amount
  - total: the same over all periods
  - best_earners: up to ten, by earnings net of reversals: partner, name, amount
  - carried: what the last period leaves: negative_balances, below_minimum and suspended (partners, amount),
    reserve_held, and binary: bonus, left, right
`
