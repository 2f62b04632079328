package accounts

import (
	"context"

	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// BeginTOTP makes a secret for a user's authenticator app, in the place of one that was begun and not finished. It counts only after
// FinishTOTP; until then, one that the account has goes on.
//
// Errors: NotFound; Invalid when the company's name has a colon, or there is no secret (see New).
func (s *Store) BeginTOTP(ctx context.Context, user, company string, by By) (access.TOTP, error) {
	account, err := s.Account(ctx, user)
	if err != nil {
		return access.TOTP{}, err
	}
	made, err := access.NewTOTP(company, account.Email.Address)
	if err != nil {
		return access.TOTP{}, err
	}
	sealed, err := s.seal(user, made.Secret)
	if err != nil {
		return access.TOTP{}, err
	}
	err = s.alter(ctx, "begin TOTP", by, user, func(*chronicle.Change, *Account) (map[string]any, error) {
		return map[string]any{"totpPending": sealed}, nil
	})
	return made, err
}

// FinishTOTP makes the authenticator app a second factor when its first code is right, and returns new recovery codes, to be shown once.
//
// Errors: Conflict when none was begun; Invalid when the code is wrong.
func (s *Store) FinishTOTP(ctx context.Context, user, code string, by By) (codes []string, err error) {
	err = s.alter(ctx, "finish TOTP", by, user, func(_ *chronicle.Change, a *Account) (map[string]any, error) {
		if a.pending == "" {
			return nil, fault.Conflictf("TOTP", "no authenticator app is being added: begin again")
		}
		secret, err := s.unseal(user, a.pending)
		if err != nil {
			return nil, err
		}
		step, right, err := access.CheckTOTP(secret, code, 0, s.Time())
		if err != nil {
			return nil, err
		}
		if !right {
			return nil, fault.Invalidf("TOTP", "that is not the code that the app shows now: type the present one, and see that the device's clock is right")
		}
		var hashes []string
		codes, hashes = access.NewRecoveryCodes()
		return map[string]any{"totp": a.pending, "totpPending": nil, "totpStep": step, "recovery": hashes}, nil
	})
	return codes, err
}

// UseTOTP says whether a code of the user's authenticator app is right, and uses it up. A wrong one changes nothing.
func (s *Store) UseTOTP(ctx context.Context, account *Account, code string, by By) (right bool, err error) {
	if _, right, err = s.checkTOTP(account, code); err != nil || !right {
		return false, err
	}
	err = s.alter(ctx, "use TOTP", by, account.ID, func(_ *chronicle.Change, a *Account) (map[string]any, error) {
		var step int64
		var err error
		if step, right, err = s.checkTOTP(a, code); err != nil || !right {
			return nil, err
		}
		return map[string]any{"totpStep": step}, nil
	})
	return right && err == nil, err
}

func (s *Store) checkTOTP(a *Account, code string) (step int64, right bool, err error) {
	if !a.HasTOTP() || a.Locked() {
		return 0, false, nil
	}
	secret, err := s.unseal(a.ID, a.totp)
	if err != nil {
		return 0, false, err
	}
	return access.CheckTOTP(secret, code, a.TOTPStep, s.Time())
}

// RemoveTOTP takes the authenticator app off an account. With the last second factor, the recovery codes go, too.
//
// Errors: NotFound when there is none.
func (s *Store) RemoveTOTP(ctx context.Context, user string, by By) error {
	return s.alter(ctx, "remove TOTP", by, user, func(_ *chronicle.Change, a *Account) (map[string]any, error) {
		if !a.HasTOTP() {
			return nil, fault.NotFoundf("TOTP", "the account has no authenticator app")
		}
		changes := map[string]any{"totp": nil, "totpPending": nil}
		if len(a.Passkeys) == 0 {
			changes["recovery"] = []string{}
		}
		return changes, nil
	})
}

// RenewRecovery makes new recovery codes, to be shown once, in the place of those before.
//
// Errors: Conflict when the account has no second factor that they could stand in for.
func (s *Store) RenewRecovery(ctx context.Context, user string, by By) (codes []string, err error) {
	err = s.alter(ctx, "renew recovery codes", by, user, func(_ *chronicle.Change, a *Account) (map[string]any, error) {
		if !a.HasSecondFactor() {
			return nil, fault.Conflictf("recovery", "the account has no second factor: add one first, and it comes with recovery codes")
		}
		var hashes []string
		codes, hashes = access.NewRecoveryCodes()
		return map[string]any{"recovery": hashes}, nil
	})
	return codes, err
}

// UseRecovery says whether a recovery code is one of the account's, and uses it up. A wrong one changes nothing.
func (s *Store) UseRecovery(ctx context.Context, account *Account, code string, by By) (right bool, err error) {
	if _, right = access.UseRecoveryCode(code, account.Recovery); !right || account.Locked() {
		return false, nil
	}
	err = s.alter(ctx, "use recovery code", by, account.ID, func(_ *chronicle.Change, a *Account) (map[string]any, error) {
		var used string
		if used, right = access.UseRecoveryCode(code, a.Recovery); !right {
			return nil, nil
		}
		left := []string{}
		for _, hash := range a.Recovery {
			if hash != used {
				left = append(left, hash)
			}
		}
		return map[string]any{"recovery": left}, nil
	})
	return right && err == nil, err
}

// ResetFactors takes all second factors off an account whose owner has lost them: authenticator app, passkeys, recovery codes.
//
// Errors: NotFound.
func (s *Store) ResetFactors(ctx context.Context, user string, by By) error {
	return s.alter(ctx, "reset second factors", by, user, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		for _, passkey := range a.Passkeys {
			if err := s.setPasskey(c, user, PasskeyID(passkey.ID), map[string]any{"removed": c.Recorded}); err != nil {
				return nil, err
			}
		}
		return map[string]any{"totp": nil, "totpPending": nil, "recovery": []string{}}, nil
	})
}
