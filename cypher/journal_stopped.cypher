// journal_stopped: keeps at what time a segment is being written, before it is: so it is known as ours when the process dies.
// In:  $stopped datetime
// Out: nothing
MATCH (j:Journal {id: 'journal'})
SET j.stopped = $stopped
