package money_test

import (
	"bytes"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"upline/internal/money"
)

// A volume as bytes is its integer in two's complement, and comes back.
func TestVolumesAsBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value, share := drawInt(t, "value"), drawInt(t, "share")
		v := money.Value(value).Times(money.Share(share))
		exact := new(big.Int).Mul(big.NewInt(value), big.NewInt(share))
		if exact.Sign() < 0 {
			exact.Add(exact, new(big.Int).Lsh(big.NewInt(1), 128))
		}
		var want [money.VolumeBytes]byte
		exact.FillBytes(want[:])
		if got := v.AppendBytes([]byte("x")); !bytes.Equal(got[1:], want[:]) {
			t.Fatalf("%s is % x, want % x", v, got[1:], want)
		}
		if back := money.VolumeOf(want); back != v {
			t.Fatalf("%s comes back as %s", v, back)
		}
		if units, ok := v.Uint64(); ok != exact.IsUint64() || (ok && units != exact.Uint64()) {
			t.Fatalf("%s is %d units, %t", v, units, ok)
		}
	})
}
