// credit_notes_tax_open: how much tax was credited to some partners and not paid yet when the notes of a period were issued on a day: by
// notes of earlier periods, and by corrections that were issued before that day. So it is the same whenever it is asked for.
// In:  $partners list of string, $period string, $issued date
// Out: partner string, open int (smallest unit)
UNWIND $partners AS partner
MATCH (n:CreditNote {partner: partner})
WHERE CASE WHEN n.corrects IS NULL AND n.replaces IS NULL THEN n.period < $period ELSE n.issued < $issued END
RETURN partner, sum(n.tax - n.taxPaid) AS open
