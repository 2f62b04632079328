package retention_test

import (
	"fmt"
	"time"

	"upline/documents/retention"
)

// A company that keeps statements two years longer than it must: nothing is proposed for erasure before, and the lock that nobody
// can lift ends with the law.
func Example() {
	rules, err := retention.Read([]byte("statement: 10"))
	if err != nil {
		fmt.Println(err)
		return
	}
	term := rules.Term(retention.Statement, time.Date(2026, time.November, 27, 12, 0, 0, 0, time.UTC))
	fmt.Println("until: ", term.Until)
	fmt.Println("locked:", term.Locked, term.Lock)
	fmt.Println("law:   ", rules.Of(retention.Statement).Law)
	// Output:
	// until:  2037-01-01 00:00:00 +0100 CET
	// locked: 2035-01-01 00:00:00 +0100 CET compliance
	// law:    AO § 147 (1) no. 4, (3), HGB § 257 (1) no. 4, (4)
}
