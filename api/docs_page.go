package api

import (
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// docsPage is what the template shows.
type docsPage struct {
	Style          template.CSS
	Title, Version string
	About          template.HTML
	Groups         []docsGroup
	Schemas        []docsSchema
	Problems       []docsProblem
}

type docsGroup struct {
	Name       string
	About      template.HTML
	Operations []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary string
	About                     template.HTML
	Marks                     []string
	Parameters                []docsRow
	Bodies                    []docsBody
	Answers                   []docsAnswer
}

// docsRow is a parameter or a field.
type docsRow struct {
	Name     string
	Depth    int // of a field within others
	In       string
	Type     template.HTML
	Required bool
	About    template.HTML
}

type docsBody struct {
	Media   string
	Type    template.HTML
	Rows    []docsRow
	Example string
}

type docsAnswer struct {
	Status  string
	About   template.HTML
	Headers []docsRow
	Bodies  []docsBody
}

type docsSchema struct {
	Name  string
	Type  template.HTML
	About template.HTML
	Rows  []docsRow
}

type docsProblem struct {
	Status               int
	Name, Title, Meaning string
}

// pageOf turns a contract into what the template shows: operations by tag, in the contract's order.
func pageOf(document *openapi3.T) docsPage {
	page := docsPage{
		Style: template.CSS(docsCSS), Title: document.Info.Title, Version: document.Info.Version,
		About: marked(document.Info.Description),
	}
	byTag := map[string][]docsOperation{}
	for _, path := range document.Paths.InMatchingOrder() {
		item := document.Paths.Value(path)
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			if operation := item.GetOperation(method); operation != nil {
				tag := "others"
				if len(operation.Tags) > 0 {
					tag = operation.Tags[0]
				}
				byTag[tag] = append(byTag[tag], operationOf(method, path, item, operation))
			}
		}
	}
	for _, tag := range document.Tags {
		page.addGroup(tag.Name, tag.Description, byTag)
	}
	for _, tag := range slices.Sorted(maps.Keys(byTag)) { // those that the contract does not describe
		page.addGroup(tag, "", byTag)
	}
	if document.Components != nil {
		for _, name := range slices.Sorted(maps.Keys(document.Components.Schemas)) {
			s := document.Components.Schemas[name]
			page.Schemas = append(page.Schemas, docsSchema{name, typeHTML(&openapi3.SchemaRef{Value: s.Value}), marked(s.Value.Description), rowsOf(s.Value, 0)})
		}
	}
	for _, status := range slices.Sorted(maps.Keys(problemTypes)) {
		if t := problemTypes[status]; status != statusClientGone {
			page.Problems = append(page.Problems, docsProblem{status, t.name, t.title, t.meaning})
		}
		if status == http.StatusForbidden {
			page.Problems = append(page.Problems, docsProblem{status, factorMissing.name, factorMissing.title, factorMissing.meaning})
		}
	}
	return page
}

func (page *docsPage) addGroup(name, about string, byTag map[string][]docsOperation) {
	if operations := byTag[name]; len(operations) > 0 {
		slices.SortStableFunc(operations, func(a, b docsOperation) int { return strings.Compare(a.Path, b.Path) })
		page.Groups = append(page.Groups, docsGroup{name, marked(about), operations})
		delete(byTag, name)
	}
}

func operationOf(method, path string, item *openapi3.PathItem, o *openapi3.Operation) docsOperation {
	shown := docsOperation{ID: o.OperationID, Method: method, Path: path, Summary: o.Summary, About: marked(o.Description)}
	m, _ := marksOf(o) // LoadContract has read them before
	if m.rule.Open == OpenToNobody {
		shown.Marks = append(shown.Marks, "takes "+string(m.rule.Permission))
	}
	if m.creates {
		shown.Marks = append(shown.Marks, "may be repeated under an Idempotency-Key")
	}
	if m.needsMatch {
		shown.Marks = append(shown.Marks, "needs If-Match")
	}
	if m.bodyLimit != bodyLimit {
		shown.Marks = append(shown.Marks, "body up to "+strconv.FormatInt(m.bodyLimit>>20, 10)+" MiB")
	}
	for _, p := range slices.Concat(item.Parameters, o.Parameters) {
		row := docsRow{Name: p.Value.Name, In: p.Value.In, Required: p.Value.Required, About: marked(p.Value.Description)}
		if p.Value.Schema != nil {
			row.Type = typeHTML(p.Value.Schema)
		}
		shown.Parameters = append(shown.Parameters, row)
	}
	if o.RequestBody != nil && o.RequestBody.Value != nil {
		shown.Bodies = bodiesOf(o.RequestBody.Value.Content)
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses.Map())) {
		response := o.Responses.Value(status).Value
		answer := docsAnswer{Status: status, Bodies: bodiesOf(response.Content)}
		if response.Description != nil {
			answer.About = marked(*response.Description)
		}
		for _, name := range slices.Sorted(maps.Keys(response.Headers)) {
			h := response.Headers[name].Value
			row := docsRow{Name: name, Required: h.Required, About: marked(h.Description)}
			if h.Schema != nil {
				row.Type = typeHTML(h.Schema)
			}
			answer.Headers = append(answer.Headers, row)
		}
		shown.Answers = append(shown.Answers, answer)
	}
	return shown
}

func bodiesOf(content openapi3.Content) (bodies []docsBody) {
	for _, media := range slices.Sorted(maps.Keys(content)) {
		b := docsBody{Media: media}
		if schema := content[media].Schema; schema != nil {
			b.Type = typeHTML(schema)
			if schema.Ref == "" {
				b.Rows = rowsOf(schema.Value, 0)
			}
		}
		if example := content[media].Example; example != nil {
			if text, err := json.MarshalIndent(example, "", "  "); err == nil {
				b.Example = string(text)
			}
		}
		bodies = append(bodies, b)
	}
	return bodies
}

// depthMax is how deep fields within fields are shown; what has a name of its own is shown there.
const depthMax = 5

// rowsOf lists the fields of an object, those that must be there first.
func rowsOf(s *openapi3.Schema, depth int) (rows []docsRow) {
	if s == nil || depth > depthMax {
		return nil
	}
	if s.Items != nil && s.Items.Ref == "" {
		return rowsOf(s.Items.Value, depth)
	}
	for _, part := range s.AllOf {
		if part.Ref == "" {
			rows = append(rows, rowsOf(part.Value, depth)...)
		}
	}
	names := slices.Sorted(maps.Keys(s.Properties))
	slices.SortStableFunc(names, func(a, b string) int { return first(s, a) - first(s, b) })
	for _, name := range names {
		field := s.Properties[name]
		rows = append(rows, docsRow{Name: name, Depth: depth, Type: typeHTML(field), Required: first(s, name) == 0, About: marked(field.Value.Description)})
		if field.Ref == "" {
			rows = append(rows, rowsOf(field.Value, depth+1)...)
		}
	}
	return rows
}

func first(s *openapi3.Schema, name string) int {
	if slices.Contains(s.Required, name) {
		return 0
	}
	return 1
}

// typeHTML says what a value is, with links to what has a name.
func typeHTML(ref *openapi3.SchemaRef) template.HTML {
	if name := ref.Ref[strings.LastIndex(ref.Ref, "/")+1:]; name != "" {
		return template.HTML(fmt.Sprintf(`<a href="#schema-%[1]s">%[1]s</a>`, template.HTMLEscapeString(name)))
	}
	s := ref.Value
	if len(s.AllOf) > 0 {
		return joined(s.AllOf, " and ")
	}
	if alternatives := slices.Concat(s.OneOf, s.AnyOf); len(alternatives) > 0 {
		return joined(alternatives, " or ")
	}
	if s.Items != nil {
		return "list of " + typeHTML(s.Items) + template.HTML(template.HTMLEscapeString(bounds(s)))
	}
	text := typeOf(s)
	switch {
	case len(s.Enum) > 0:
		text = "one of: " + listed(s.Enum)
	case s.Const != nil:
		text = fmt.Sprint(s.Const)
	case s.Format == "date":
		text = strings.Replace(text, "text", "a day", 1)
	case s.Format == "date-time":
		text = strings.Replace(text, "text", "a time", 1)
	}
	return template.HTML(template.HTMLEscapeString(text + bounds(s)))
}

func joined(parts openapi3.SchemaRefs, word template.HTML) (html template.HTML) {
	for i, part := range parts {
		if i > 0 {
			html += word
		}
		html += typeHTML(part)
	}
	return html
}

// bounds says what else holds of a value.
func bounds(s *openapi3.Schema) string {
	var parts []string
	for _, keyword := range []struct {
		name string
		set  bool
	}{
		{"minLength", s.MinLength > 1},
		{"maxLength", s.MaxLength != nil},
		{"minimum", s.Min != nil},
		{"maximum", s.Max != nil},
		{"exclusiveMinimum", s.ExclusiveMin.Value != nil},
		{"exclusiveMaximum", s.ExclusiveMax.Value != nil},
		{"minItems", s.MinItems > 0},
		{"maxItems", s.MaxItems != nil},
	} {
		if keyword.set {
			parts = append(parts, strings.NewReplacer("must be ", "", "must have ", "", " characters long", " characters").Replace(wantedBy(s, keyword.name)))
		}
	}
	if example := exampleOf(s); example != "" {
		parts = append(parts, strings.TrimPrefix(example, ", "))
	}
	if s.Default != nil {
		parts = append(parts, fmt.Sprintf("otherwise %v", s.Default))
	}
	if len(parts) == 0 {
		return ""
	}
	return ", " + strings.Join(parts, ", ")
}

var (
	strong = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	code   = regexp.MustCompile("`([^`]+)`")
)

// marked turns the little Markdown that the contract uses into HTML: paragraphs, **strong** and `code`.
func marked(text string) template.HTML {
	var html strings.Builder
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		if paragraph = template.HTMLEscapeString(strings.TrimSpace(paragraph)); paragraph != "" {
			paragraph = strong.ReplaceAllString(paragraph, "<strong>$1</strong>")
			html.WriteString("<p>" + code.ReplaceAllString(paragraph, "<code>$1</code>") + "</p>\n")
		}
	}
	return template.HTML(html.String())
}
