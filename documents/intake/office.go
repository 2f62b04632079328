package intake

import (
	"archive/zip"
	"encoding/xml"
	"path"
	"strings"
)

// contentTypes is the member by which an archive is one of Office.
const contentTypes = "[Content_Types].xml"

// officeTypes are what the content types of an archive make it.
var officeTypes = []struct {
	of    Type
	parts string
}{
	{Word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"},
	{Word, "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"},
	{Word, "application/vnd.ms-word.document.macroenabled.main+xml"},
	{Word, "application/vnd.ms-word.template.macroenabledtemplate.main+xml"},
	{Excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"},
	{Excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"},
	{Excel, "application/vnd.ms-excel.sheet.macroenabled.main+xml"},
	{Excel, "application/vnd.ms-excel.template.macroenabled.main+xml"},
	{Slide, "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"},
	{Slide, "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml"},
	{Slide, "application/vnd.ms-powerpoint.presentation.macroenabled.main+xml"},
}

// office says which file of Office an archive is; empty: none.
func (a *archive) office() (Type, error) {
	for _, f := range a.files {
		if f.Name != contentTypes {
			continue
		}
		var kind Type
		err := a.part(f, func(e xml.StartElement) {
			declared := strings.ToLower(attribute(e, "ContentType"))
			for _, o := range officeTypes {
				if kind == "" && declared == o.parts {
					kind = o.of
				}
			}
			a.activePart(declared)
		}, nil)
		return kind, err
	}
	return "", nil
}

// activePart notes parts that do things, by how they are declared.
func (a *archive) activePart(declared string) {
	switch {
	case strings.Contains(declared, "macro") || strings.Contains(declared, "vbaproject"):
		a.macros()
	case strings.Contains(declared, "activex"):
		a.attach("office-activex", "it has ActiveX controls")
	case strings.Contains(declared, "oleobject"):
		a.attach("office-embedded", "it has other files in it")
	}
}

func (a *archive) macros() {
	a.attach("office-macros", "it has macros: bring it without them to have it read")
}

// seeOffice looks at the parts of an Office file: by name, and all that are XML from end to end.
func (a *archive) seeOffice() error {
	for _, f := range a.files {
		name := strings.ToLower(f.Name)
		switch {
		case strings.HasSuffix(name, "/"):
			continue
		case strings.Contains(path.Base(name), "vbaproject") || strings.Contains(name, "/macrosheets/"):
			a.macros()
		case strings.Contains(name, "/activex/"):
			a.attach("office-activex", "it has ActiveX controls")
		case strings.Contains(name, "/embeddings/"):
			a.attach("office-embedded", "it has other files in it")
		}
		isXML := strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".vml")
		if f.Name == contentTypes {
			continue // seen
		}
		if !isXML {
			if err := a.seeBinary(f); err != nil {
				return err
			}
			continue
		}
		p := officePart{archive: a, relations: strings.HasSuffix(name, ".rels")}
		if err := a.part(f, p.start, p.text); err != nil {
			return err
		}
	}
	return nil
}

// seeBinary looks at a picture, a font or anything else in an Office file. What it is matters only where it is a program.
func (a *archive) seeBinary(f *zip.File) error {
	r, err := a.open(f)
	if err != nil || r == nil {
		return err
	}
	watch := &watcher{}
	if err := copyAll(watch, r); err != nil {
		return a.broken(f, err)
	}
	if what := program(watch.head); what != "" {
		return refuse("program", "the part %s is %s", Shown(f.Name), what)
	}
	if watch.eicar {
		return refuse("eicar", "the part %s has the EICAR string, by which scanners are tested", Shown(f.Name))
	}
	return nil
}

// part goes through an XML part.
func (a *archive) part(f *zip.File, start func(xml.StartElement), text func([]byte)) error {
	r, err := a.open(f)
	if err != nil || r == nil {
		return err
	}
	if err := WalkXML(r, a.limits.Depth, start, text); err != nil {
		return a.broken(f, err)
	}
	return nil
}
