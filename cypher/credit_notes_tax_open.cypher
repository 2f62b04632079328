// credit_notes_tax_open: how much tax was credited to some partners and not paid yet, by notes of other runs than one.
// In:  $partners list of string, $run string
// Out: partner string, open int (smallest unit)
UNWIND $partners AS partner
MATCH (n:CreditNote {partner: partner})
WHERE n.run <> $run
RETURN partner, sum(n.tax - n.taxPaid) AS open
