package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"upline/api"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/jobs"
)

// userCommand groups what operators do with users.
type userCommand struct {
	First  userFirstCommand  `cmd:"" help:"Make the first administrator's link." example:"upline user first"`
	Invite userInviteCommand `cmd:"" help:"Invite a user, and show the link." example:"upline user invite anna@example.com --profile support"`
	List   userListCommand   `cmd:"" help:"List users." example:"upline user list"`
	Lock   userLockCommand   `cmd:"" help:"Lock a user." example:"upline user lock anna@example.com --reason TEXT"`
	Unlock userUnlockCommand `cmd:"" help:"Unlock a user." example:"upline user unlock anna@example.com --reason TEXT"`
	Reset  userResetCommand  `cmd:"" help:"Reset a user's password and second factors." example:"upline user reset anna@example.com --reason TEXT"`
}

// whichUser names a user.
type whichUser struct {
	Email string `arg:"" placeholder:"EMAIL" help:"The address of the user."`
}

// reasonFlag says why something is done.
type reasonFlag struct {
	Reason string `required:"" placeholder:"TEXT" help:"Why: it is recorded."`
}

func (w whichUser) find(ctx context.Context, s *accounts.Store) (*accounts.Account, error) {
	email, err := access.ParseEmail(w.Email)
	if err != nil {
		return nil, err
	}
	account, err := s.AccountOf(ctx, email)
	if err == nil && account == nil {
		err = fault.NotFoundf("user", "there is no account of %s: list them with upline user list", email.Address)
	}
	return account, err
}

// withAccounts runs work with the accounts in the database.
func (m *Main) withAccounts(ctx context.Context, actor actorFlag, reason string, work func(s *accounts.Store, e accountsEnvironment, by accounts.By) error) error {
	return m.withSecret(ctx, func(_ *graph.Store, s *accounts.Store, e accountsEnvironment) error {
		by := today(accounts.By{By: chronicle.By{Actor: actor.by("").Actor, Reason: reason}})
		if err := s.Prepare(ctx, by); err != nil {
			return err
		}
		return work(s, e, by)
	})
}

// withSecret runs work with a database and the accounts in it, as they are.
func (m *Main) withSecret(ctx context.Context, work func(store *graph.Store, s *accounts.Store, e accountsEnvironment) error) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	in, err := readAccountsEnvironment()
	if err != nil {
		return err
	}
	store, err := m.openGraph(ctx, e, 0)
	if err != nil {
		return err
	}
	defer store.Close(context.WithoutCancel(ctx))
	s, err := in.accounts(store.Store)
	if err != nil {
		return err
	}
	return work(store, s, in)
}

// userFirstCommand makes the link of the first administrator again.
type userFirstCommand struct{ actorFlag }

// Help is what user first --help says besides the flags.
func (userFirstCommand) Help() string {
	return `Where there is no user yet, this shows a link by which the first administrator chooses a password, once and within a day; the
link before it is not good any more. upline serve, which never writes one into its log, says there that it is time for this.`
}

// Run shows the link.
func (c *userFirstCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, "", func(s *accounts.Store, e accountsEnvironment, by accounts.By) error {
		token, err := s.First(ctx, by)
		if err == nil && token == "" {
			err = fault.Conflictf("user", "there is a user already: administrators invite others")
		}
		if err != nil {
			return err
		}
		return m.print(jobs.AccountLink(e.PublicURL, firstPage, token) + "\n")
	})
}

// userInviteCommand invites a user.
type userInviteCommand struct {
	whichUser
	Name     string   `placeholder:"NAME" help:"The name, for the screen and for mails."`
	Partner  string   `placeholder:"PARTNER" help:"The user's own partner."`
	Language string   `default:"en" enum:"de,en" placeholder:"de|en" help:"The language of mails: de or en. Default: en."`
	Machine  bool     `help:"Nobody logs in: it is asked for by tokens."`
	Profile  []string `placeholder:"PROFILE" help:"A profile to hold from today on; may be given several times."`
	actorFlag
}

// Help is what user invite --help says besides the flags.
func (userInviteCommand) Help() string {
	return `Makes an account, and shows the link by which its owner chooses a password, once and within 14 days. No mail is sent. A machine's
account has no link: make it a token with upline token create.`
}

// Run invites, and shows the link.
func (c *userInviteCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, "", func(s *accounts.Store, e accountsEnvironment, by accounts.By) error {
		email, err := access.ParseEmail(c.Email)
		if err != nil {
			return err
		}
		i := accounts.Invitation{Email: email, Name: c.Name, Partner: c.Partner, Language: c.Language, Machine: c.Machine}
		user, err := s.Invite(ctx, i, by, nil)
		if err != nil {
			return err
		}
		for _, profile := range c.Profile {
			if err := s.Assign(ctx, user, profile, access.Days{From: by.Today, To: period.Forever}, by); err != nil {
				return err
			}
		}
		if c.Machine {
			return m.print("Made the account " + user + "\n")
		}
		return m.printLink(ctx, s, e, access.InvitationToken, "/invitation", user, by)
	})
}

// printLink makes a token, and shows its link.
func (m *Main) printLink(ctx context.Context, s *accounts.Store, e accountsEnvironment, kind access.TokenKind, page, user string, by accounts.By) error {
	token, _, err := s.Ask(ctx, kind, user, access.Email{}, by)
	if err != nil {
		return err
	}
	return m.print(jobs.AccountLink(e.PublicURL, page, token) + "\n")
}

// userListCommand lists users.
type userListCommand struct {
	Begins string `placeholder:"TEXT" help:"Only those whose address begins like this."`
	actorFlag
}

// Run lists.
func (c *userListCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, "", func(s *accounts.Store, _ accountsEnvironment, _ accounts.By) error {
		t := table{first: 5}
		for after := ""; ; {
			rows, next, err := s.Users(ctx, c.Begins, chronicle.Slice{After: after, Limit: chronicle.LimitMax})
			if err != nil {
				return err
			}
			for i := range rows {
				t.row(rows[i].Email, rows[i].ID, stateOf(&rows[i]), rows[i].Partner, rows[i].Name)
			}
			if after = next; after == "" {
				break
			}
		}
		var text strings.Builder
		t.appendTo(&text)
		return m.print(text.String())
	})
}

func stateOf(row *accounts.Row) string {
	switch {
	case !row.LockedAt.IsZero():
		return "locked"
	case row.Machine:
		return "machine"
	case row.Invited:
		return "invited"
	case row.TOTP || row.Passkeys > 0:
		return "two factors"
	default:
		return "password"
	}
}

// userLockCommand locks a user.
type userLockCommand struct {
	whichUser
	reasonFlag
	actorFlag
}

// Run locks, and ends the user's sessions.
func (c *userLockCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, c.Reason, func(s *accounts.Store, _ accountsEnvironment, by accounts.By) error {
		account, err := c.find(ctx, s)
		if err != nil {
			return err
		}
		if err := s.Lock(ctx, account.ID, by); err != nil {
			return err
		}
		if err := endSessions(ctx, account.ID); err != nil {
			return err
		}
		return m.print("Locked " + account.Email.Address + "\n")
	})
}

// userUnlockCommand unlocks a user.
type userUnlockCommand struct {
	whichUser
	reasonFlag
	actorFlag
}

// Run unlocks.
func (c *userUnlockCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, c.Reason, func(s *accounts.Store, _ accountsEnvironment, by accounts.By) error {
		account, err := c.find(ctx, s)
		if err != nil {
			return err
		}
		if err := s.Unlock(ctx, account.ID, by); err != nil {
			return err
		}
		return m.print("Unlocked " + account.Email.Address + "\n")
	})
}

// userResetCommand lets a user in again who has lost password and second factors.
type userResetCommand struct {
	whichUser
	reasonFlag
	actorFlag
}

// Help is what user reset --help says besides the flags.
func (userResetCommand) Help() string {
	return `Takes off all second factors, ends all sessions, and shows a link by which the user sets a new password, once and within an
hour. Be sure who asks for it.`
}

// Run resets, and shows the link.
func (c *userResetCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, c.Reason, func(s *accounts.Store, e accountsEnvironment, by accounts.By) error {
		account, err := c.find(ctx, s)
		if err != nil {
			return err
		}
		if err := errors.Join(s.ResetFactors(ctx, account.ID, by), endSessions(ctx, account.ID)); err != nil {
			return err
		}
		return m.printLink(ctx, s, e, access.ResetToken, "/password-reset", account.ID, by)
	})
}

// endSessions ends a user's sessions.
func endSessions(ctx context.Context, user string) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	client, err := api.OpenRedis(e.RedisURL, e.authorities)
	if err != nil {
		return err
	}
	defer client.Close()
	_, err = api.NewRedisSessions(client).EndAll(ctx, user, "", time.Now())
	return err
}
