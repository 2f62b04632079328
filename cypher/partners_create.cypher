// partners_create: records partners.
// In:  $rows list of [seq int, id string, name string, joined date], $recorded datetime, $changed datetime (null: followers read everything anyway)
// Out: nothing
UNWIND $rows AS row
CREATE (:Partner {seq: row[0], id: row[1], name: row[2], joined: row[3], recorded: $recorded, changed: $changed})
