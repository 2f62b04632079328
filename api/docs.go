package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"html/template"
	"maps"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
)

const (
	docsPath     = "/api/docs"
	contractPath = "/api/openapi.yaml"
)

//go:embed docs.html
var docsHTML string

//go:embed docs.css
var docsCSS string

// Docs shows the contract to people, as one page without scripts and without other hosts, made when the server starts.
type Docs struct {
	contract *Contract
	page     []byte
	version  string
	policy   string // what a browser may do with the page: use its own style, and nothing else
}

// NewDocs makes the page.
//
// Errors: Internal, since the contract and the template are part of the program.
func NewDocs(contract *Contract) (*Docs, error) {
	page, err := template.New("docs").Parse(docsHTML)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "docs", Msg: "the template is at fault", Err: err}
	}
	var text bytes.Buffer
	if err := page.Execute(&text, pageOf(contract.Document)); err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "docs", Msg: "the page cannot be made", Err: err}
	}
	style := sha256.Sum256([]byte(docsCSS))
	return &Docs{
		contract: contract, page: text.Bytes(), version: sumOf(text.Bytes()),
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(style[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	}, nil
}

// sumOf is the version of a text that does not change.
func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

func (d *Docs) register(router gin.IRouter) {
	router.GET(docsPath, func(c *gin.Context) {
		c.Header("Content-Security-Policy", d.policy)
		if !Unchanged(c, d.version) {
			c.Data(http.StatusOK, "text/html; charset=utf-8", d.page)
		}
	})
	router.GET(contractPath, func(c *gin.Context) {
		if !Unchanged(c, sumOf(d.contract.Text)) {
			c.Data(http.StatusOK, "application/yaml; charset=utf-8", d.contract.Text)
		}
	})
	router.GET(problemPath+":name", func(c *gin.Context) { // the type of a problem leads to its explanation
		for _, p := range append(slices.Collect(maps.Values(problemTypes)), factorMissing) {
			if p.name == c.Param("name") {
				c.Redirect(http.StatusFound, docsPath+"#problem-"+p.name)
				return
			}
		}
		NotFound(c)
	})
}
