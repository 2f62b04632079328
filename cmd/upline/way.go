package main

import (
	"net/url"
	"strings"

	"upline/internal/fault"
	"upline/internal/host"
)

// storeHelp says how secrets come in, and how the stores are spoken to.
const storeHelp = `

Each secret can be in a file, as vaults hand them over: NAME_FILE names it in place of NAME (UPLINE_SECRET_FILE, NEO4J_PASSWORD_FILE and so
on). Stores on other machines are spoken to by TLS alone: bolt+s://, rediss://, https://. UPLINE_STORE_CA is a file of certificate authorities
of your own; UPLINE_PLAINTEXT_STORES=true allows plain text, on a network on which nobody else can listen.`

// secure sees to it that nobody listens on the way to the stores: TLS, with a certificate of one whom the system or UPLINE_STORE_CA
// trusts; or this machine.
//
// Errors: Invalid when an address leads to another machine in plain text, and UPLINE_PLAINTEXT_STORES does not allow that.
func (e *environment) secure() (err error) {
	for name, address := range map[string]string{
		"NEO4J_URI": e.Neo4jURI, "NEO4J_REHEARSAL_URI": e.RehearsalURI, "REDIS_URL": e.RedisURL, "S3_ENDPOINT": e.S3Endpoint,
	} {
		if !e.PlainText && open(address) {
			return fault.Invalidf("", "%s leads to another machine without TLS, or without looking at its certificate: write bolt+s://, rediss:// or https://, "+
				"with UPLINE_STORE_CA where the authority is your own; UPLINE_PLAINTEXT_STORES=true is for a network on which nobody can listen", name)
		}
	}
	if e.authorities, err = host.Authorities(e.AuthoritiesFile); err != nil {
		return err
	}
	return e.addPassword()
}

// open says whether an address leads to another machine by a way on which others can listen. One that cannot be understood is refused
// by whoever opens it.
func open(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || host.Loopback(u.Host) {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "bolt+s", "neo4j+s", "rediss", "https":
		return false
	}
	return true
}

// addPassword puts the password of Redis into its address.
func (e *environment) addPassword() error {
	if e.RedisPassword == "" || e.RedisURL == "" {
		return nil
	}
	u, err := url.Parse(e.RedisURL)
	if err != nil {
		return fault.Invalidf("", "REDIS_URL is not an address of Redis: write redis://user@host:6379/0")
	}
	if _, there := u.User.Password(); there {
		return fault.Invalidf("", "REDIS_URL has a password, and REDIS_PASSWORD is set: keep one of them")
	}
	u.User = url.UserPassword(u.User.Username(), e.RedisPassword)
	e.RedisURL = u.String()
	return nil
}
