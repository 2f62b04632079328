package main

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"upline/graph"
	"upline/graph/dms"
	"upline/internal/storetest"
)

// letterPicture is a letter as a scanner sees it, A5 at 200 dpi.
func letterPicture(t *testing.T, lines ...string) []byte {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, 1165, 1654))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	parsed, err := opentype.Parse(goregular.TTF)
	must(t, err)
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 12, DPI: 200})
	must(t, err)
	d := font.Drawer{Dst: page, Src: image.Black, Face: face}
	for i, line := range lines {
		d.Dot = fixed.P(100, 150+i*60)
		d.DrawString(line)
	}
	var b bytes.Buffer
	must(t, png.Encode(&b, page))
	return b.Bytes()
}

// scan is a PDF of pictures, as scanners make it.
func scan(t *testing.T, pages ...[]byte) []byte {
	t.Helper()
	pdf := fpdf.New("P", "mm", "A4", "")
	for i, page := range pages {
		name := string(rune('a' + i))
		pdf.AddPage()
		pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(page))
		pdf.ImageOptions(name, 0, 0, 210, 0, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	}
	var b bytes.Buffer
	must(t, pdf.Output(&b))
	return b.Bytes()
}

// printed is the first page of a PDF as a printer puts it on paper.
func printed(t *testing.T, pdf []byte) []byte {
	t.Helper()
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "sheet.pdf"), pdf, 0o600))
	if said, err := exec.Command("pdftoppm", "-png", "-gray", "-r", "150", "-singlefile", filepath.Join(folder, "sheet.pdf"), filepath.Join(folder, "sheet")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, said)
	}
	picture, err := os.ReadFile(filepath.Join(folder, "sheet.png"))
	must(t, err)
	return picture
}

// Documents are brought in, many at once, good and bad: the bad are refused with reasons, the good wait in the inbox with what they may be,
// are filed, and are found by their words, those of a scan, too. One behind a cover sheet files itself.
func TestDocumentsAreBroughtIn(t *testing.T) {
	storetest.Redis(t)
	t.Setenv("UPLINE_LETTERHEAD", "../../documents/paper/letterhead")
	company := openCompany(t)
	anna := company.as("anna")
	anna.create("/partners", object{"id": "P-4711", "name": "Änne Müller", "joined": "2026-01-01"})
	anna.create("/partners", object{"id": "P-4712", "name": "Max Huber", "joined": "2026-01-01", "sponsor": "P-4711"})

	letter := "Kündigung\n\nSehr geehrte Damen und Herren,\nhiermit kündige ich. Partnernummer: P-4712\nMit freundlichen Grüßen\nMax Huber\n"
	picture := letterPicture(t, "Partnervertrag", "Partnernummer P-4711", "Kalbsleberwurst und Bergkristall")
	files := func() []upload {
		return []upload{
			uploadOf("Kündigung.txt", letter), uploadOf("scan.png", string(picture)), uploadOf("empty.txt", ""), uploadOf("eicar.txt", eicar()),
			uploadOf("page.html", "<!DOCTYPE html><html><body onload=alert(1)>Kalbsleberwurst</body></html>"), uploadOf("setup.exe", "MZ\x90\x00"+strings.Repeat("\x00", 500)),
		}
	}
	response, first := anna.bring(nil, "many-1", files()...)
	if response.StatusCode != http.StatusOK || len(first) != 6 {
		t.Fatalf("%d: %+v", response.StatusCode, first)
	}
	for i, want := range []string{"accepted", "accepted", "refused", "refused", "attachment", "refused"} {
		if f := first[i]; f.Verdict != want || (f.Document == "") != (want == "refused") || want == "refused" && len(f.Findings) == 0 {
			t.Errorf("%s is %+v, want %s", f.Name, f, want)
		}
	}
	response, again := anna.bring(nil, "many-1", files()...) // with another boundary
	if response.Header.Get("Idempotent-Replay") != "true" || len(again) != 6 || again[0].Document != first[0].Document {
		t.Errorf("again: %v %+v", response.Header, again)
	}
	if there := documentsThere(t); there["inbox"] != 3 || len(there) != 1 {
		t.Errorf("there are %v", there)
	}

	text := anna.inboxed(first[0].Document)
	for field, want := range map[string]string{"partners": "P-4712", "classes": "correspondence"} {
		list, _ := text[field].([]any)
		if len(list) == 0 || object(list[0].(map[string]any)).text("value") != want || text["sure"] != true {
			t.Errorf("%s are %v, want %s", field, text, want)
		}
	}
	if html := anna.inboxed(first[4].Document); html.text("verdict") != "attachment" || html.text("problem") == "" {
		t.Errorf("the page is %v", html)
	}
	scanned := anna.inboxed(first[1].Document)
	filing := object{"class": "contract", "title": "Vertrag", "day": "2026-02-03", "partner": "P-4711", "tags": []string{"paper"}, "amount": "12.50", "currency": "EUR"}
	anna.refused(http.StatusPreconditionFailed, "POST", "/documents/"+first[1].Document+"/file", `"0"`, filing)
	anna.change("POST", "/documents/"+first[1].Document+"/file", `"`+scanned.text("version")+`"`, filing)
	if anna.get("/inbox").items("id") != first[4].Document+" "+first[0].Document {
		t.Errorf("the inbox is %s", anna.get("/inbox").items("id"))
	}
	found(t, "Kalbsleberwurst", first[1].Document)

	sheet := anna.file("/cover-sheet?partner=P-4712&class=identification&reference=K-17&language=de")
	response, behind := anna.bring(nil, "", upload{"scan.pdf", bytes.NewReader(scan(t, printed(t, sheet), letterPicture(t, "Personalausweis", "Bergdohle")))})
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%+v", behind)
	}
	for end := time.Now().Add(time.Minute); documentsThere(t)["filed"] < 2 && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
	}
	store := dms.New(storetest.Open(t, storetest.Config(t)))
	filed, _, err := store.Document(t.Context(), behind[0].Document, graph.Everybody)
	must(t, err)
	if filed.State != dms.Filed || filed.Class != "identification" || filed.About.Partner != "P-4712" || filed.Number != "K-17" || filed.Pages != 2 {
		t.Errorf("behind a cover sheet came %+v", filed)
	}

	anna.replaced(first[0].Document, `"`+anna.inboxed(first[0].Document).text("version")+`"`, "Kündigung neu.txt", letter+"Nachtrag: Steinbock\n")
	found(t, "Steinbock", first[0].Document)
	now, former, err := store.Document(t.Context(), first[0].Document, graph.Everybody)
	must(t, err)
	if now.Version != 2 || len(former) != 1 || former[0].Verdict != "accepted" || former[0].Reason != "a better one" {
		t.Errorf("the document is %+v, and was %+v", now, former)
	}
	_, at := anna.bring(url.Values{"partner": {"P-4711"}, "class": {"contract"}, "day": {"2026-01-01"}}, "", uploadOf("Vertrag.txt", "Vertrag\n"))
	if at[0].State != "filed" || documentsThere(t)["filed"] != 3 {
		t.Errorf("filed at once: %+v, %v", at, documentsThere(t))
	}
}

// found waits until the full text finds a word in a document.
func found(t *testing.T, word, id string) {
	t.Helper()
	store := dms.New(storetest.Open(t, storetest.Config(t)))
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		hits, err := store.Search(t.Context(), word, dms.Filter{}, graph.Everybody, 10)
		must(t, err)
		if len(hits) == 1 && hits[0].ID == id {
			return
		}
	}
	t.Errorf("%s is not found in document %s", word, id)
}

// file fetches a file.
func (c *caller) file(path string) []byte {
	c.t.Helper()
	response := c.send("GET", path, nil, nil)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		c.t.Fatalf("GET %s: %d %v %s", path, response.StatusCode, err, body)
	}
	return body
}

// replaced gives a document another content.
func (c *caller) replaced(document, tag, name, text string) {
	c.t.Helper()
	query := url.Values{"name": {name}, "reason": {"a better one"}}
	request := c.request("PUT", "/documents/"+document+"/content?"+query.Encode(), http.Header{"If-Match": {tag}}, nil)
	with, err := http.NewRequest("PUT", request.URL.String(), strings.NewReader(text))
	must(c.t, err)
	with.Header = request.Header
	with.Header.Set("Content-Type", "application/octet-stream")
	c.read(with, http.StatusOK)
}
