// mail_times_write: keeps when mails went to an address, until none of them counts any more.
// In:  $address string (keyed hash), $times list of datetime, $until datetime
// Out: nothing
MATCH (m:MailTimes {address: $address})
SET m.times = $times, m.until = $until
