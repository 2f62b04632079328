package joining

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template/parse"
)

// Check lists what is wrong with the templates, each with its file: what cannot be read, parts and placeholders that are missing,
// placeholders that are unknown, and files that no mail is made of. None: all is well. Ask it when a service starts, and when
// the company's folder changes.
func (t *Templates) Check() []string {
	var wrong []string
	for _, language := range languages {
		for _, name := range slices.Concat(mails, texts) {
			wrong = append(wrong, t.checkOne(language, name)...)
		}
	}
	return append(wrong, t.strangers()...)
}

func (t *Templates) checkOne(language, name string) (wrong []string) {
	file := language + "/" + name + ".txt"
	parts := []string{"subject", "text"}
	if slices.Contains(texts, name) {
		parts = []string{"version", "text"}
	}
	set, err := t.text(language, name)
	if err != nil {
		return []string{fmt.Sprintf("%s: %v", file, err)}
	}
	for _, part := range parts {
		if set.Lookup(part) == nil {
			return append(wrong, fmt.Sprintf("%s: part %s is missing: write {{define %q}}…{{end}}", file, part, part))
		}
	}
	var trees []*parse.Tree
	for _, part := range set.Templates() {
		trees = append(trees, part.Tree)
	}
	wrong = append(wrong, checkPlaceholders(file, name, trees)...)
	if !slices.Contains(mails, name) {
		return wrong
	}
	file = language + "/" + name + ".html"
	page, err := t.page(language, name)
	if err != nil {
		return append(wrong, fmt.Sprintf("%s: %v", file, err))
	}
	trees = nil
	for _, part := range page.Templates() {
		trees = append(trees, part.Tree)
	}
	return append(wrong, checkPlaceholders(file, name, trees)...)
}

// checkPlaceholders compares the placeholders of a file's parts with those there are, and those there must be.
func checkPlaceholders(file, name string, parts []*parse.Tree) (wrong []string) {
	used, inBody := map[string]bool{}, map[string]bool{}
	for _, part := range parts {
		if part == nil || part.Root == nil {
			continue
		}
		collect(part.Root, used)
		if part.Name != "subject" {
			collect(part.Root, inBody)
		}
	}
	for _, placeholder := range sortedKeys(used) {
		if !slices.Contains(placeholders[name], placeholder) {
			wrong = append(wrong, fmt.Sprintf("%s: placeholder .%s is unknown: write one of .%s", file, placeholder, strings.Join(placeholders[name], ", .")))
		}
	}
	for _, placeholder := range required[name] {
		if !inBody[placeholder] {
			wrong = append(wrong, fmt.Sprintf("%s: placeholder .%s is missing: write {{.%s}}", file, placeholder, placeholder))
		}
	}
	return wrong
}

func sortedKeys(set map[string]bool) []string {
	var keys []string
	for key := range set {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// collect gathers the placeholders below a node, without the dot in front.
func collect(node parse.Node, used map[string]bool) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, below := range n.Nodes {
			collect(below, used)
		}
	case *parse.ActionNode:
		collectPipe(n.Pipe, used)
	case *parse.TemplateNode:
		collectPipe(n.Pipe, used)
	case *parse.IfNode:
		collectBranch(&n.BranchNode, used)
	case *parse.WithNode:
		collectBranch(&n.BranchNode, used)
	case *parse.RangeNode:
		collectBranch(&n.BranchNode, used)
	case *parse.PipeNode:
		collectPipe(n, used)
	case *parse.FieldNode:
		used[strings.Join(n.Ident, ".")] = true
	case *parse.VariableNode:
		if n.Ident[0] == "$" && len(n.Ident) > 1 {
			used[strings.Join(n.Ident[1:], ".")] = true
		}
	case *parse.ChainNode:
		collect(n.Node, used)
	}
}

func collectBranch(n *parse.BranchNode, used map[string]bool) {
	collectPipe(n.Pipe, used)
	collect(n.List, used)
	collect(n.ElseList, used)
}

func collectPipe(pipe *parse.PipeNode, used map[string]bool) {
	if pipe == nil {
		return
	}
	for _, command := range pipe.Cmds {
		for _, argument := range command.Args {
			collect(argument, used)
		}
	}
}

// strangers lists the files of the company's folder that no mail or text is made of: names with a slip of the pen, mostly.
func (t *Templates) strangers() (wrong []string) {
	company := t.files.(overlay).top
	if company == nil {
		return nil
	}
	err := fs.WalkDir(company, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		language, base := path.Split(file)
		name, kind, _ := strings.Cut(base, ".")
		isMail := slices.Contains(mails, name) && (kind == "txt" || kind == "html")
		isText := slices.Contains(texts, name) && kind == "txt"
		if !slices.Contains(languages, strings.TrimSuffix(language, "/")) || !isMail && !isText {
			wrong = append(wrong, file+": no mail and no text is made of it: see the names in the program's folder templates")
		}
		return nil
	})
	if err != nil {
		wrong = append(wrong, fmt.Sprintf("the folder of templates cannot be read: %v", err))
	}
	return wrong
}
