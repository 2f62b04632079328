// journal_written: keeps how far the journal has come.
// In:  $no int, $sha256 string, $watermark datetime
// Out: nothing
MATCH (j:Journal {id: 'journal'})
SET j.no = $no, j.sha256 = $sha256, j.watermark = $watermark, j.stopped = $watermark
