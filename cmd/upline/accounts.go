package main

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"net/url"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/redis/go-redis/v9"

	"upline/api"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/jobs"
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
	e, err := env.ParseAs[accountsEnvironment]()
	if err != nil {
		return e, &fault.Error{Kind: fault.Invalid, Msg: "the environment is at fault", Err: err}
	}
	e.PublicURL = strings.TrimRight(e.PublicURL, "/")
	if e.Secret == "" {
		return e, fault.Invalidf("", "UPLINE_SECRET is not set%s", howToSet)
	}
	return e, nil
}

// key derives a key for a purpose from the secret, so that no two purposes share one.
func (e accountsEnvironment) key(purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, []byte(e.Secret), nil, "upline "+purpose+" 1", 32)
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

// letIn adds to a server what logging in takes, and makes the first administrator's link where there is no user yet.
func (m *Main) letIn(ctx context.Context, s stores, client *redis.Client, config *api.Config, r *api.Resources) error {
	e, err := readAccountsEnvironment()
	if err != nil {
		return err
	}
	if r.Accounts, err = e.accounts(s.graph.Store); err != nil {
		return err
	}
	r.Company = e.names()[0]
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
	devices, err := e.key("devices")
	if err != nil {
		return err
	}
	if r.Devices, err = api.NewDevices(r.Sessions, devices); err != nil {
		return err
	}
	attempts, err := e.key("attempts")
	if err != nil {
		return err
	}
	if r.Attempts, err = api.NewAttempts(api.NewRedisAttempts(client), api.GuessDelay, attempts, r.Now); err != nil {
		return err
	}
	if e.Issuer != "" {
		if r.OIDC, err = oidcOf(e, r.Sessions); err != nil {
			return err
		}
	}
	config.Sessions, config.Users, config.PublicURL = r.Sessions, r.Accounts, e.PublicURL
	return m.showFirst(ctx, r.Accounts, e)
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
	key, err := e.key("oidc")
	if err != nil {
		return nil, err
	}
	return api.NewOIDC(sessions, key, api.OIDCConfig{
		Issuer: e.Issuer, Client: e.Client, Secret: e.ClientSecret, Algorithms: e.Algorithms, Vouches: e.Vouches,
	})
}

// firstPage is where the first administrator chooses a password.
const firstPage = "/first"

// showFirst records the ready-made profiles, and writes the link of the first administrator into the log, once.
func (m *Main) showFirst(ctx context.Context, store *accounts.Store, e accountsEnvironment) error {
	by := today(accounts.By{By: chronicle.By{Actor: "serve"}})
	if err := store.Prepare(ctx, by); err != nil {
		return err
	}
	token, err := store.First(ctx, false, by)
	if err != nil || token == "" {
		return err
	}
	m.log().Warn("there is no user yet: the first administrator chooses a password at this link, once",
		"link", jobs.AccountLink(e.PublicURL, firstPage, token), "hours", access.FirstToken.LifeMax().Hours())
	return nil
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
