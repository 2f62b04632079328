// mail_times_take: when mails went to an address, which is locked until the transaction ends.
// In:  $address string (keyed hash), $others list of string (hashes of the same address by keys that are being replaced)
// Out: times list of datetime
MERGE (m:MailTimes {address: $address})
ON CREATE SET m.times = []
SET m.locked = timestamp()
WITH m
OPTIONAL MATCH (other:MailTimes)
WHERE other.address IN $others
WITH m, collect(other.times) AS others
RETURN reduce(times = m.times, more IN others | times + [at IN more WHERE NOT at IN times]) AS times
