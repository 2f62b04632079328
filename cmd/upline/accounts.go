package main

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"upline/api"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/keys"
	"upline/internal/period"
)

// accountsEnvironment is what logging in takes.
type accountsEnvironment struct {
	Secret    string   `env:"UPLINE_SECRET"`
	PublicURL string   `env:"UPLINE_PUBLIC_URL" envDefault:"http://localhost:8080"`
	Origins   []string `env:"UPLINE_ORIGINS"`
	App       string   `env:"UPLINE_COMPANY"`
	Company   string   `env:"UPLINE_COMPANY_NAME"` // as mails and contracts name it: see joinEnvironment
	// Of a provider of OpenID Connect; empty: there is none.
	Issuer       string `env:"UPLINE_OIDC_ISSUER"`
	Client       string `env:"UPLINE_OIDC_CLIENT"`
	ClientSecret string `env:"UPLINE_OIDC_SECRET"`
	// By which algorithms it may sign, and by which claims it vouches for a second factor: see api.OIDCConfig.
	Algorithms []string `env:"UPLINE_OIDC_ALGORITHMS"`
	Vouches    []string `env:"UPLINE_OIDC_SECOND_FACTOR"`
	// Partners says that they, too, need a second factor, as staff do.
	Partners bool `env:"UPLINE_PARTNERS_SECOND_FACTOR"`
}

func readAccountsEnvironment() (accountsEnvironment, error) {
	e, err := settings[accountsEnvironment]()
	if err != nil {
		return e, err
	}
	e.PublicURL = strings.TrimRight(e.PublicURL, "/")
	if e.Secret == "" {
		return e, fault.Invalidf("", "UPLINE_SECRET is not set%s", howToSet)
	}
	return e, nil
}

// keys derives keys for a purpose from those of the secret, so that no two purposes share one.
func (e accountsEnvironment) keys(purpose string) (keys.Ring, error) {
	ring, err := keys.Parse("UPLINE_SECRET", e.Secret)
	if err != nil {
		return nil, err
	}
	return ring.Derive(func(key []byte) ([]byte, error) { return hkdf.Key(sha256.New, key, nil, "upline "+purpose+" 1", 32) })
}

// names are what the company is called: first as authenticator apps and passkeys show it.
func (e accountsEnvironment) names() (list []string) {
	for _, name := range []string{e.App, e.Company} {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, name)
		}
	}
	return append(list, "Upline")
}

// accounts are those in a database.
func (e accountsEnvironment) accounts(store *chronicle.Store) (*accounts.Store, error) {
	return accounts.New(store, []byte(e.Secret), e.names()...)
}

// letIn adds to a server what logging in takes.
func (m *Main) letIn(ctx context.Context, s stores, client *redis.Client, config *api.Config, r *api.Resources) error {
	e, err := readAccountsEnvironment()
	if err != nil {
		return err
	}
	if r.Accounts, err = e.accounts(s.graph.Store); err != nil {
		return err
	}
	r.Company = e.names()[0]
	r.Procedures = m.procedures(r.Accounts, r.Registrations != nil)
	if r.Passkeys, err = passkeysOf(e); err != nil {
		return err
	}
	if config.Origins, err = api.NewOrigins(e.Origins); err != nil {
		return err
	}
	r.Sessions, err = api.NewSessions(api.SessionConfig{
		Store: api.NewRedisSessions(client), PublicURL: e.PublicURL, Now: r.Now, Users: r.Accounts, Today: r.Today, Everybody: e.Partners,
	})
	if err != nil {
		return err
	}
	devices, err := e.keys("devices")
	if err != nil {
		return err
	}
	r.Devices = api.NewDevices(r.Sessions, devices)
	attempts, err := e.keys("attempts")
	if err != nil {
		return err
	}
	r.Attempts = api.NewAttempts(api.NewRedisAttempts(client), api.GuessDelay, attempts, r.Now)
	if e.Issuer != "" {
		if r.OIDC, err = oidcOf(e, r.Sessions); err != nil {
			return err
		}
	}
	config.Sessions, config.Users, config.PublicURL = r.Sessions, r.Accounts, e.PublicURL
	return m.prepare(ctx, r.Accounts)
}

// passkeysOf are bound to the host of the public address.
func passkeysOf(e accountsEnvironment) (*access.Passkeys, error) {
	address, err := url.Parse(e.PublicURL)
	if err != nil {
		return nil, fault.Invalidf("", "UPLINE_PUBLIC_URL %q is no address: write it as in https://portal.example.com", e.PublicURL)
	}
	return access.NewPasskeys(address.Hostname(), e.names()[0], append([]string{e.PublicURL}, e.Origins...)...)
}

// oidcOf is the provider that the environment names.
func oidcOf(e accountsEnvironment, sessions *api.Sessions) (*api.OIDC, error) {
	ring, err := e.keys("oidc")
	if err != nil {
		return nil, err
	}
	return api.NewOIDC(sessions, ring, api.OIDCConfig{
		Issuer: e.Issuer, Client: e.Client, Secret: e.ClientSecret, Algorithms: e.Algorithms, Vouches: e.Vouches,
	})
}

// firstPage is where the first administrator chooses a password.
const firstPage = "/first"

// prepare records the ready-made profiles, and says in the log how the first administrator comes in. The link is not in it: whoever reads
// logs would come in.
func (m *Main) prepare(ctx context.Context, store *accounts.Store) error {
	if err := store.Prepare(ctx, today(accounts.By{By: chronicle.By{Actor: "serve"}})); err != nil {
		return err
	}
	empty, err := store.Empty(ctx)
	if err == nil && empty {
		m.log().Warn("there is no user yet: run upline user first, which shows the link of the first administrator")
	}
	return err
}

// today has a change be of this day, by the clock of this machine.
func today(by accounts.By) accounts.By {
	by.Today = localToday()
	return by
}

func localToday() period.Day {
	day, _ := period.ParseDay(time.Now().Format(time.DateOnly)) // the calendar's
	return day
}
