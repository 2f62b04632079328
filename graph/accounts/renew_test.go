package accounts_test

import (
	"strings"

	"github.com/pquerna/otp/totp"

	"upline/graph/accounts"
	"upline/internal/fault"
)

// replacesTheKey has UPLINE_SECRET replaced step by step, as its operator does: the user's authenticator app goes on at each.
func (h *house) replacesTheKey(user, app string) {
	h.Helper()
	newer := strings.Repeat("n", 32)
	with := func(secrets ...string) *accounts.Store {
		h.Helper()
		s, err := accounts.New(h.Store.Store, []byte(strings.Join(secrets, ",")))
		must(h.T, err)
		return s
	}
	use := func(s *accounts.Store) error {
		h.Helper()
		h.clock.pass(30 * 1e9)
		code, err := totp.GenerateCode(app, h.clock.now())
		must(h.T, err)
		right, err := s.UseTOTP(h.Context(), h.account(user), code, as(user))
		if err == nil && !right {
			h.Error("the code is wrong")
		}
		return err
	}
	renew := func(s *accounts.Store, dry bool, want int) {
		h.Helper()
		if n, err := s.Renew(h.Context(), h.shell(), dry); err != nil || n != want {
			h.Errorf("%d are sealed anew, %v; want %d", n, err, want)
		}
	}
	must(h.T, use(with(secret, newer)))
	renew(with(secret, newer), false, 0)
	both := with(newer, secret)
	must(h.T, use(both))
	h.wants(use(with(newer)), fault.Internal, "UPLINE_SECRET")
	_, err := with(newer).Renew(h.Context(), h.shell(), false)
	h.wants(err, fault.Internal, "UPLINE_SECRET")
	renew(both, true, 1)
	renew(both, false, 1)
	renew(both, false, 0)
	must(h.T, use(with(newer)))
	h.wants(use(with(secret)), fault.Internal, "UPLINE_SECRET")
	_, err = with().Renew(h.Context(), h.shell(), false)
	h.wants(err, fault.Invalid, "UPLINE_SECRET")
}
