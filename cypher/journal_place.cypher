// journal_place: how far the journal has come, as this database knows it; null: not yet. Last is when anything was recorded last;
// worked: whether jobs have changed since, which the clock does not tell, other than backups, which would ask for another one.
// In:  nothing
// Out: no int, sha256 string, watermark datetime, stopped datetime, rehearsal bool, last datetime, worked bool
MATCH (j:Journal {id: 'journal'})
MATCH (c:Clock)
WHERE c.stripe >= 0
WITH j, max(c.recorded) AS last
RETURN j.no AS no, j.sha256 AS sha256, j.watermark AS watermark, j.stopped AS stopped, j.rehearsal AS rehearsal, last,
       EXISTS { MATCH (w:Job) USING INDEX SEEK w:Job(changed) WHERE w.changed > j.watermark AND w.kind <> 'backup' } AS worked
