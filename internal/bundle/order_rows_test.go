package bundle_test

import (
	"strings"
	"testing"

	"upline/internal/bundle"
	"upline/internal/period"
)

func TestReadOrdersAlone(t *testing.T) {
	text := "id,partner,kind,placed_on,paid_on,points,cv\no1,a,own,2026-01-10,,1.5,2\n\"o2\",b,\"own, too\",2026-01-11,2026-01-12,3,4\n"
	rows, err := bundle.ReadOrders(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].PaidOn != period.Forever || rows[0].Points != 15000 || rows[1].Kind != "own, too" || rows[1].Line != 3 {
		t.Errorf("read %+v", rows)
	}
	text = "id,partner,kind,placed_on,paid_on,points,cv\no1,a,own,2026-02-30,,1,2\no1,,own,2026-01-11,2026-01-10,-3,x\n"
	_, err = bundle.ReadOrders(strings.NewReader(text), int64(len(text)))
	for _, want := range []string{"orders.csv:2: placed_on", "orders.csv:3: partner", "orders.csv:3: id \"o1\" is a duplicate: line 2", "is before placed_on", "is negative"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nlacks %q", err, want)
		}
	}
	if _, err := bundle.ReadOrders(strings.NewReader("id;partner\n"), 11); err == nil {
		t.Error("a file with another header was read")
	}
}
