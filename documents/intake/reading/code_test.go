package reading

import (
	"reflect"
	"testing"

	"upline/documents/intake/cover"
	"upline/internal/fault"
)

func TestWhatZbarimgSays(t *testing.T) {
	const said = `<barcodes xmlns='http://zbar.sourceforge.net/2008/barcode'><source href='page.pgm'><index num='0'>` +
		`<symbol type='QR-Code' quality='1'><data><![CDATA[a < b]]></data></symbol>` +
		`<symbol type='QR-Code' quality='1'><data format='base64' length='2'><![CDATA[
w7w=
]]></data></symbol>` +
		`<symbol type='PDF417' quality='1'><data>not looked for</data></symbol>` +
		`<symbol type='EAN-13' quality='1'><data>4006381333931</data></symbol></index></source></barcodes>`
	want := []cover.Code{{Page: 3, Kind: cover.QR, Text: "a < b"}, {Page: 3, Kind: cover.QR, Text: "ü"}, {Page: 3, Kind: cover.EAN13, Text: "4006381333931"}}
	if got, err := codesIn([]byte(said), 3); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v, want %+v", got, err, want)
	}
}

// FuzzCodes: whatever zbarimg says, there are codes, or an error of the file.
func FuzzCodes(f *testing.F) {
	f.Add([]byte("<barcodes><source><index><symbol type='QR-Code'><data format='base64'>YQ==</data></symbol></index></source></barcodes>"))
	f.Fuzz(func(t *testing.T, said []byte) {
		codes, err := codesIn(said, 1)
		if err != nil && fault.KindOf(err) != fault.Invalid || len(codes) > codesMax {
			t.Fatalf("%+v %v", codes, err)
		}
	})
}
