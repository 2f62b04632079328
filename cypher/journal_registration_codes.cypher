// journal_registration_codes: codes of links of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:RegistrationCode {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
