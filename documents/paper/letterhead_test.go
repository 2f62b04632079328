package paper_test

import (
	"bytes"
	"image"
	"image/png"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"upline/documents/paper"
	"upline/internal/fault"
)

// folder is a letterhead of a company.
func folder(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

const own = `company: {name: Öko & Söhne KG, street: Ring 1, postal_code: "1010", city: Wien, country: AT}
accent: "#aa0000"
logo: {file: logo.png, height: 10}
fonts: {regular: fonts/LiberationSans-Regular.ttf, bold: fonts/LiberationSans-Bold.ttf}
footer: [[Öko & Söhne KG]]
`

func picture() string {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 20)))
	return b.String()
}

// A folder takes the place of ours where it has something: the rest of the words and the fonts stay.
func TestACompanyChangesItsLetterhead(t *testing.T) {
	head, err := paper.Read(folder(map[string]string{
		"letterhead.yaml": own, "logo.png": picture(), "de.yaml": "statement: {title: \"Abrechnung für {month}\"}", "fr.yaml": "statement: {partner: Numéro}",
	}))
	if err != nil {
		t.Fatal(err)
	}
	say := func(language, key string) string {
		texts, err := head.Texts(language)
		if err != nil {
			t.Fatal(err)
		}
		return texts.Say(key, "month", "Mai")
	}
	for _, c := range []struct{ language, key, want string }{
		{"de", "statement.title", "Abrechnung für Mai"},
		{"de", "statement.partner", "Partnernummer"},
		{"fr", "statement.partner", "Numéro"},
		{"fr", "statement.title", "Commission statement for Mai"}, // what a language lacks is said in English
	} {
		if got := say(c.language, c.key); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.key, c.language, got, c.want)
		}
	}
	if head.Company.City != "Wien" || strings.Join(head.Languages(), " ") != "de en fr" {
		t.Errorf("the company is of %s and speaks %v", head.Company.City, head.Languages())
	}
	if file := write(t, head, "fr", 3); !bytes.HasPrefix(file, []byte("%PDF-1.7")) {
		t.Errorf("a letter begins with %.20q", file)
	}
}

// What is wrong is said with the file, and what would be right.
func TestALetterheadThatIsWrongIsRefused(t *testing.T) {
	right := map[string]string{"letterhead.yaml": own, "logo.png": picture()}
	for name, c := range map[string]struct{ file, text, want string }{
		"no name":        {"letterhead.yaml", strings.Replace(own, "Öko & Söhne KG, street", "'', street", 1), "company.name is missing"},
		"country":        {"letterhead.yaml", strings.Replace(own, "country: AT", "country: Austria", 1), "two letters of ISO 3166-1"},
		"colour":         {"letterhead.yaml", strings.Replace(own, "#aa0000", "red", 1), "a colour such as #1f4e79"},
		"unknown field":  {"letterhead.yaml", own + "colour: red\n", "letterhead.yaml is not understood"},
		"no such logo":   {"letterhead.yaml", strings.Replace(own, "logo.png", "logo.svg", 1), `"logo.svg", which is not in the folder`},
		"outside":        {"letterhead.yaml", strings.Replace(own, "logo.png", "../logo.png", 1), `"../logo.png", which is not in the folder`},
		"high logo":      {"letterhead.yaml", strings.Replace(own, "height: 10", "height: 100", 1), "millimetres, up to 30"},
		"no picture":     {"logo.png", "<svg/>", "give a PNG or a JPEG"},
		"no font":        {"fonts/LiberationSans-Regular.ttf", "wOFF", "TrueType"},
		"columns":        {"letterhead.yaml", strings.Replace(own, "[[Öko & Söhne KG]]", "[[a], [b], [c], [d], [e]]", 1), "has 5 columns: 4 fit"},
		"lines":          {"letterhead.yaml", strings.Replace(own, "[[Öko & Söhne KG]]", "[[a, b, c, d, e, f]]", 1), "has 6 lines: 5 fit"},
		"misspelt words": {"de.yaml", "statement: {tilte: Abrechnung}", "there is no text statement.tilte"},
		"torn words":     {"de.yaml", "statement: [", "de.yaml is not understood"},
	} {
		files := maps.Clone(right)
		files[c.file] = c.text
		_, err := paper.Read(folder(files))
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestNumbersAsALanguageWritesThem(t *testing.T) {
	head, err := paper.Default()
	if err != nil {
		t.Fatal(err)
	}
	de, _ := head.Texts("de")
	en, _ := head.Texts("en")
	for _, c := range []struct{ got, want string }{
		{de.Amount(123456789, 2, "EUR"), "1.234.567,89\u00a0€"},
		{en.Amount(123456789, 2, "EUR"), "€1,234,567.89"},
		{de.Amount(-5, 2, "EUR"), "−0,05\u00a0€"},
		{en.Amount(-5, 2, "EUR"), "−€0.05"},
		{en.Amount(-5, 2, "CHF"), "−0.05\u00a0CHF"},
		{de.Amount(1000, 0, "JPY"), "1.000\u00a0JPY"},
		{de.Amount(-1<<63, 2, "EUR"), "−92.233.720.368.547.758,08\u00a0€"},
		{de.Number(1005000, 4, 2), "100,50"},
		{de.Number(1005001, 4, 2), "100,5001"},
		{de.Decimal("-1234.5", 2), "−1.234,50"},
		{en.Decimal("1000", 0), "1,000"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
