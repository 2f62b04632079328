// mail_times_take: when mails went to an address, which is locked until the transaction ends.
// In:  $address string (keyed hash)
// Out: times list of datetime
MERGE (m:MailTimes {address: $address})
ON CREATE SET m.times = []
SET m.locked = timestamp()
RETURN m.times AS times
