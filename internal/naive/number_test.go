package naive

import "testing"

func TestRound(t *testing.T) {
	tests := []struct {
		x                      string
		scale                  int
		halfUp, halfEven, down string
	}{
		{"0.125", 2, "0.13", "0.12", "0.12"}, // the half, even below
		{"0.135", 2, "0.14", "0.14", "0.13"}, // the half, even above
		{"0.1250001", 2, "0.13", "0.13", "0.12"},
		{"0.1249999", 2, "0.12", "0.12", "0.12"},
		{"-0.125", 2, "-0.13", "-0.12", "-0.12"}, // away from zero, even, towards zero
		{"-0.135", 2, "-0.14", "-0.14", "-0.13"},
		{"2.5", 0, "3", "2", "2"},
		{"-0.5", 0, "-1", "0", "0"},
		{"0.00015", 4, "0.0002", "0.0002", "0.0001"},
		{"2/3", 4, "0.6667", "0.6667", "0.6666"},
		{"7", 2, "7.00", "7.00", "7.00"},
	}
	for _, test := range tests {
		for rounding, want := range map[string]string{"half_up": test.halfUp, "half_even": test.halfEven, "down": test.down} {
			if got := round(decimal(test.x), test.scale, rounding).FloatString(test.scale); got != want {
				t.Errorf("round(%s, %d, %s) = %s, want %s", test.x, test.scale, rounding, got, want)
			}
		}
	}
}

func TestPlain(t *testing.T) {
	tests := map[string]string{
		"10": "10", "120000": "120000", "17.10": "17.1", "0.000100": "0.0001", "-0.50": "-0.5", "0.0": "0",
	}
	for text, want := range tests {
		if got := plain(decimal(text)); got != want {
			t.Errorf("plain(%s) = %s, want %s", text, got, want)
		}
	}
}
