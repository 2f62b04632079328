package main

// compareHelp is formatted by kong as a Go doc comment is.
const compareHelp = `Settles the same facts twice: under the plans of the bundle (A, now) and under those of --plans (B, proposed), and
says who would win and who would lose. Both sets of plans must pay in the same currency and scale. A summary goes to
standard output; nothing else is written without --out.

What is compared is the commission: earnings net of reversals, of all periods together. Reserve and release, which
move it to other periods, are shown by bonus and kind only.

With --out, a folder is written that appears whole or not at all:

  - comparison.html: a page for people, complete in one file, with charts; it needs no network
  - differences.csv: partner, name, rank_a, rank_b (the paid-as rank at the end of the last period), earnings_a,
    earnings_b, difference (B less A), for each partner whose commission is not 0 on both sides, by id

With --json the summary is one object. Amounts, volumes and percentages are decimal strings, counts are numbers; what
differs between the sides is an object of a and b, amounts with their difference:

  - a, b: plan, and versions: file, valid_from. currency, from, through, partners, orders, out: what was compared
  - total: commission, cv, payout_ratio (percent of the cv; null without a positive cv), and bonuses: bonus, in_a,
    in_b, commission, and kinds: kind, lines, amount
  - periods: the same for each period, with period
  - winners, losers: partners, amount. unchanged: partners
  - most, least: up to ten partners who win and lose most: partner, name, rank, commission
  - distribution: above, up_to (bounds of the size of a difference), losers, winners
  - ranks: rank, partners, and commission and average of those who hold it under A
  - deciles: tenths of the partners by their commission under A, the top one first: partners, commission, average
  - concentration: percent, and for a and b earners (partners with a commission above 0, so many of them from the
    top), share (percent of what all earners get; null without any)
`
