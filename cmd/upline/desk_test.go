package main

import (
	"testing"

	"upline/internal/fault"
)

func TestSizesOfUploads(t *testing.T) {
	for text, want := range map[string]int64{"1": 1, "512KiB": 512 << 10, "256MiB": 256 << 20, "1 GiB": 1 << 30, "1073741824": 1 << 30} {
		if got, err := sizeOf(text); err != nil || got != want {
			t.Errorf("%s is %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "MiB", "2GiB", "1073741825", "9223372036854775807GiB", "1MB", "1.5GiB"} {
		if got, err := sizeOf(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
}
