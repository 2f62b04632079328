package api

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
	"upline/internal/host"
)

// Origins keeps other sites from having a browser send requests that change something in the name of whoever uses it (ASVS 5.0,
// 3.5.1). By the header Sec-Fetch-Site, and in browsers older than 2023 by Origin: see http.CrossOriginProtection.
//
// All methods but GET, HEAD and OPTIONS are looked at, with a session or without: a log-in that another site has sent is one, too.
// Only requests by a token of the API are not: no browser adds one by itself. Requests with neither header come from no browser.
type Origins struct{ protection *http.CrossOriginProtection }

// NewOrigins returns the protection. Requests from this server's own pages are always let in; trusted names the other origins that
// are, such as https://shop.example.com.
//
// Errors: Invalid when one is no origin, or has neither encryption nor is this machine.
func NewOrigins(trusted []string) (*Origins, error) {
	protection := http.NewCrossOriginProtection()
	for _, origin := range trusted {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Scheme+"://"+strings.ToLower(u.Host) != origin {
			return nil, fault.Invalidf("origins", "%q is no origin: write it as browsers do, as in https://shop.example.com, without a path", origin)
		}
		if u.Scheme != "https" && (u.Scheme != "http" || !host.Loopback(u.Host)) {
			return nil, fault.Invalidf("origins", "the origin %s has no encryption, so anybody could speak for it: write https://", origin)
		}
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, &fault.Error{Kind: fault.Invalid, Op: "origins", Msg: origin + " is no origin: write it as in https://shop.example.com", Err: err}
		}
	}
	return &Origins{protection}, nil
}

// Handler refuses with 403 what another site has sent. It comes before Resume, so that such a request does nothing at all.
func (o *Origins) Handler() gin.HandlerFunc {
	return func(c *gin.Context) {
		if bearer(c.Request) {
			return
		}
		if err := o.protection.Check(c.Request); err != nil {
			Refuse(c, &Refusal{Status: http.StatusForbidden, Msg: "another site has sent this request: only pages of this server may change something"})
		}
	}
}
