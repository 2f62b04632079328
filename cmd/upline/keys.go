package main

import (
	"context"

	"upline/graph"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/graph/registrations"
)

// keysCommand groups what operators do with keys.
type keysCommand struct {
	Renew keysRenewCommand `cmd:"" help:"Seal anew what keys have sealed that are being replaced." example:"upline keys renew --dry-run"`
}

// keysRenewCommand seals anew.
type keysRenewCommand struct {
	DryRun bool `help:"Count what would be sealed anew, and change nothing."`
	actorFlag
}

// Help is what keys renew --help says besides the flags.
func (keysRenewCommand) Help() string {
	return `UPLINE_SECRET and UPLINE_JOIN_KEY may have several keys, parted by commas: the first seals, and all of them open. So a key is replaced
without a pause, and nothing is lost:

  1. Write the new one behind the old one (OLD,NEW), and start all processes again, one after the other.
  2. Write it before the old one (NEW,OLD), and start them again: from now on it seals.
  3. upline keys renew: what the old one has sealed or marked is sealed and marked anew, in small steps, and the audit says so. It may be
     stopped, and done again, until --dry-run says that nothing is left.
  4. Take the old one away (NEW). Links of registrations and known devices outlive it only if that is done after 14 and 180 days.

Backups hold what was sealed when they were made: keep an old key, in a safe, as long as the backups. Bank and tax data that are kept as
text are sealed, too.`
}

// Run renews.
func (c *keysRenewCommand) Run(ctx context.Context, m *Main) error {
	return m.withSecret(ctx, func(store *graph.Store, people *accounts.Store, _ accountsEnvironment) error {
		by := c.by("")
		users, err := people.Renew(ctx, today(accounts.By{By: chronicle.By{Actor: by.Actor}}), c.DryRun)
		if err != nil {
			return err
		}
		online, err := m.renewOnline(ctx, store, by, c.DryRun)
		if err != nil {
			return err
		}
		verb := "Sealed anew: "
		if c.DryRun {
			verb = "Would seal anew: "
		}
		return m.print(verb + counting(users, "account") + ", " + counting(online.Persons, "person") + ", " + counting(online.Applications, "registration") +
			", " + counting(online.Withdrawals, "withdrawal") + ", " + counting(online.Proofs, "proof") + "\n")
	})
}

// renewOnline renews what registrations have sealed, where people join online.
func (m *Main) renewOnline(ctx context.Context, store *graph.Store, by graph.By, dry bool) (done registrations.Renewed, err error) {
	online, err := m.registrations(store)
	if err != nil || online == nil {
		return done, err
	}
	return online.Renew(ctx, by, dry)
}
