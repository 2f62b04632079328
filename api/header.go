package api

import (
	"strings"

	"github.com/gin-gonic/gin"
)

// hstsPolicy has browsers come by TLS only, for two years, to this host and those below it (ASVS 5.0, 3.4.1, wants one year). It asks
// for no place on the browsers' preload list: that is for the owner of the domain to do.
const hstsPolicy = "max-age=63072000; includeSubDomains"

// answerPolicy lets a browser that opens an answer do nothing with it. base-uri, form-action and frame-ancestors do not follow
// default-src, so they are named; object-src does, and is named since ASVS 5.0, 3.4.3, asks for it.
const answerPolicy = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Harden completes what Secure has set, and comes right after it (ASVS 5.0, 3.4):
//
//	Strict-Transport-Security     where the public address is https://; over HTTP it must not be sent (RFC 6797, 7.2)
//	Content-Security-Policy       answerPolicy, until a page sets its own
//	Cross-Origin-Opener-Policy    no window of another site keeps hold of one of ours
//	Cross-Origin-Resource-Policy  no other site loads an answer as an image or a script
//
// Pages set a policy of their own that begins with default-src 'none' and names what they have by its hash, as the documentation
// does: as strict as a nonce, and, unlike one, it may be kept with the page. Secure keeps every answer out of all caches (no-store),
// so personal data are in none of them; only the documentation, which is public, lets browsers keep it.
func Harden(publicURL string) gin.HandlerFunc {
	encrypted := strings.HasPrefix(publicURL, "https://")
	return func(c *gin.Context) {
		h := c.Writer.Header()
		if encrypted {
			h.Set("Strict-Transport-Security", hstsPolicy)
		}
		h.Set("Content-Security-Policy", answerPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
	}
}
