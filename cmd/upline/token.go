package main

import (
	"context"
	"strings"
	"time"

	"upline/graph/access"
	"upline/graph/accounts"
)

// tokenCommand groups what operators do with tokens of machines.
type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make a machine's token, and show it." example:"upline token create erp@example.com --name orders --scope orders:record"`
	List   tokenListCommand   `cmd:"" help:"List tokens of machines." example:"upline token list"`
	Revoke tokenRevokeCommand `cmd:"" help:"Revoke a machine's token." example:"upline token revoke ID --reason TEXT"`
}

// tokenCreateCommand makes a token.
type tokenCreateCommand struct {
	whichUser
	Name  string   `required:"" placeholder:"NAME" help:"What it is for."`
	Scope []string `required:"" placeholder:"PERMISSION" help:"A permission that it may use, such as orders:record; may be given several times."`
	Days  int      `default:"90" placeholder:"N" help:"For how many days it is good, 366 at most. Default: 90."`
	actorFlag
}

// Help is what token create --help says besides the flags.
func (tokenCreateCommand) Help() string {
	return `The token is of a machine's account (upline user invite --machine), and may what both its scopes and the profiles of the account
say. It is shown once.`
}

// Run makes the token.
func (c *tokenCreateCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, "", func(s *accounts.Store, _ accountsEnvironment, by accounts.By) error {
		account, err := c.find(ctx, s)
		if err != nil {
			return err
		}
		wanted := accounts.NewMachineToken{User: account.ID, Name: c.Name, Life: time.Duration(c.Days) * 24 * time.Hour}
		for _, scope := range c.Scope {
			wanted.Scopes = append(wanted.Scopes, access.Permission(scope))
		}
		text, _, err := s.MakeMachineToken(ctx, wanted, by)
		if err != nil {
			return err
		}
		return m.print(text + "\n")
	})
}

// tokenListCommand lists tokens.
type tokenListCommand struct{ actorFlag }

// Run lists.
func (c *tokenListCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, "", func(s *accounts.Store, _ accountsEnvironment, _ accounts.By) error {
		tokens, err := s.MachineTokens(ctx)
		if err != nil {
			return err
		}
		t := table{first: 5}
		for _, one := range tokens {
			t.row(one.ID, one.Name, one.User, "until "+shownTime(one.Expires), strings.Join(one.Scopes, " "))
		}
		var text strings.Builder
		t.appendTo(&text)
		return m.print(text.String())
	})
}

// tokenRevokeCommand revokes a token.
type tokenRevokeCommand struct {
	ID string `arg:"" placeholder:"ID" help:"The id of the token, as upline token list shows it."`
	reasonFlag
	actorFlag
}

// Run revokes.
func (c *tokenRevokeCommand) Run(ctx context.Context, m *Main) error {
	return m.withAccounts(ctx, c.actorFlag, c.Reason, func(s *accounts.Store, _ accountsEnvironment, by accounts.By) error {
		if err := s.RevokeMachineToken(ctx, c.ID, by); err != nil {
			return err
		}
		return m.print("Revoked " + c.ID + "\n")
	})
}
