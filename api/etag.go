package api

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// An ETag is the version of a thing in quotes: what the graph calls its version, digits and letters. So a change that names an
// ETag in If-Match names the version that its caller has seen, and the graph compares it in the transaction of the change.

// etag is the strong ETag of a version.
func etag(version string) *string {
	tag := `"` + version + `"`
	return &tag
}

// seenVersion is the version that If-Match names; empty for *, and where it is not sent.
//
// Errors: a Refusal 400 when it is no ETag.
func seenVersion(ifMatch *string) (version string, err error) {
	if ifMatch == nil || strings.TrimSpace(*ifMatch) == "*" {
		return "", nil
	}
	tag := strings.TrimSpace(*ifMatch)
	version, opens := strings.CutPrefix(tag, `"`)
	version, closes := strings.CutSuffix(version, `"`)
	if !opens || !closes || version == "" || strings.ContainsAny(version, `",`) {
		return "", &Refusal{Status: http.StatusBadRequest, Msg: "the header If-Match is no ETag: send the one of the version that you want to change, with its quotes, or *"}
	}
	return version, nil
}

// unchanged says whether If-None-Match names a tag, or is *: the client has that version already. Weak tags count, too (RFC 9110,
// 13.1.2).
func unchanged(ifNoneMatch, tag *string) bool {
	if ifNoneMatch == nil {
		return false
	}
	for one := range strings.SplitSeq(*ifNoneMatch, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == *tag || one == "*" {
			return true
		}
	}
	return false
}

// Unchanged sets the ETag of an answer that is not of the contract, and says whether the client has that version already: then it
// has answered 304. Such answers may be kept, if they are asked for again each time.
func Unchanged(c *gin.Context, version string) bool {
	tag, known := etag(version), c.GetHeader("If-None-Match")
	c.Header("ETag", *tag)
	c.Header("Cache-Control", "private, no-cache")
	if known == "" || !unchanged(&known, tag) {
		return false
	}
	c.Status(http.StatusNotModified)
	c.Writer.WriteHeaderNow()
	return true
}

// RequireMatch refuses changes without If-Match on the operations that the contract marks with x-needs-if-match: true.
func (contract *Contract) RequireMatch() gin.HandlerFunc {
	return func(c *gin.Context) {
		if operation := contract.operationOf(c); operation != nil && operation.needsMatch && c.GetHeader("If-Match") == "" {
			Refuse(c, &Refusal{
				Status: http.StatusPreconditionRequired, Msg: "the header If-Match is missing: send the ETag of the version that you want to change, or *",
			})
		}
	}
}
