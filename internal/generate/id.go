package generate

// ids are written with so many digits, seven at least, that they sort as the numbers do.
type ids struct {
	prefix byte
	unit   int // of the first digit
}

func newIDs(prefix byte, count int) ids {
	unit := 1_000_000
	for count/unit >= 10 {
		unit *= 10
	}
	return ids{prefix, unit}
}

// append writes the id of the number, which counts from 0; ids count from 1.
func (s ids) append(row []byte, number int) []byte {
	row = append(row, s.prefix)
	for unit := s.unit; unit > 0; unit /= 10 {
		row = append(row, byte('0'+(number+1)/unit%10))
	}
	return row
}
