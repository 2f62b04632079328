// Package host tells this machine from others, and whom to trust there.
package host

import (
	"crypto/tls"
	"crypto/x509"
	"net/netip"
	"net/url"
	"os"

	"upline/internal/fault"
)

// Loopback says whether a host, with or without a port, is this machine by its name or number.
func Loopback(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	address, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && address.Unmap().IsLoopback()
}

// Authorities reads the certificates of those who are trusted besides the system's, from a PEM file; no file: nil, the system's alone.
//
// Errors: Invalid when the file cannot be read, or holds no certificate.
func Authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "authorities", Msg: "the file of certificate authorities cannot be read", Err: err}
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(text) {
		return nil, fault.Invalidf("authorities", "there is no certificate in %s: it holds those of authorities, as PEM", file)
	}
	return pool, nil
}

// TLS is how to speak to a host: its certificate must be of one who is trusted; nil authorities: the system's.
func TLS(name string, authorities *x509.CertPool) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, ServerName: name, RootCAs: authorities}
}
