package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// ETag is the strong entity tag of a version. Versions may hold anything; tags may not, and so are sums of them.
func ETag(version string) string {
	sum := sha256.Sum256([]byte(version))
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// Unchanged sets the ETag of an answer, and says whether the client has that version already: then it has answered 304, and
// the handler is done. Such answers may be kept, if they are asked for again each time.
func Unchanged(c *gin.Context, version string) bool {
	tag := ETag(version)
	c.Header("ETag", tag)
	c.Header("Cache-Control", "private, no-cache")
	if !matches(c.GetHeader("If-None-Match"), tag, true) {
		return false
	}
	c.Status(http.StatusNotModified)
	c.Writer.WriteHeaderNow()
	return true
}

// Seen checks a change against the version that its client saw: If-Match must name the tag of the present version, or be *.
// It returns what to hand on as graph.By.Seen: the version, which the change checks again in its transaction, or "" for
// whatever there is.
//
// Errors: a Refusal 428 when If-Match is missing, 412 when it names another version.
func Seen(ifMatch, version string) (seen string, err error) {
	switch {
	case ifMatch == "":
		return "", &Refusal{Status: http.StatusPreconditionRequired, Msg: "the header If-Match is missing: send the ETag of the version that you want to change, or *"}
	case strings.TrimSpace(ifMatch) == "*":
		return "", nil
	case matches(ifMatch, ETag(version), false):
		return version, nil
	}
	return "", &Refusal{Status: http.StatusPreconditionFailed, Msg: "it has changed since you read it: read it again, and repeat the change with the new ETag"}
}

// matches says whether a list of tags names one. If-None-Match compares weakly, If-Match strongly (RFC 9110, 8.8.3.2).
func matches(list, tag string, weakly bool) bool {
	for one := range strings.SplitSeq(list, ",") {
		one = strings.TrimSpace(one)
		if weakly {
			one = strings.TrimPrefix(one, "W/")
		}
		if one == tag || weakly && one == "*" {
			return true
		}
	}
	return false
}

// RequireMatch refuses changes without If-Match on the operations that the contract marks with x-needs-if-match: true.
func (contract *Contract) RequireMatch() gin.HandlerFunc {
	return func(c *gin.Context) {
		if operation := contract.operationOf(c); operation != nil && operation.needsMatch && c.GetHeader("If-Match") == "" {
			_, err := Seen("", "")
			Refuse(c, err)
		}
	}
}
