package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"upline/internal/storetest"
)

// fetched is an answer with a file.
type fetched struct {
	status int
	header http.Header
	body   []byte
}

func (c *caller) fetch(path string, header ...string) fetched {
	c.t.Helper()
	h := http.Header{}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	response := c.send("GET", path, h, nil)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(c.t, err)
	return fetched{response.StatusCode, response.Header, body}
}

// filed brings a file that is filed at once, and returns the id of the document.
func (c *caller) filed(partner, class string, file upload) string {
	c.t.Helper()
	response, files := c.bring(url.Values{"partner": {partner}, "class": {class}, "day": {"2026-02-03"}}, "", file)
	if response.StatusCode != http.StatusOK || len(files) != 1 || files[0].Document == "" {
		c.t.Fatalf("%s is not brought: %d %+v", file.name, response.StatusCode, files)
	}
	return files[0].Document
}

// Documents by API: listed, found by what they say, opened whole and in ranges, as they are and were; their pages drawn; who looked is kept.
func TestDocumentsAreFoundAndOpened(t *testing.T) {
	storetest.Redis(t)
	company := openCompany(t)
	anna := company.as("anna")
	anna.create("/partners", object{"id": "P-1", "name": "Änne", "joined": "2026-01-01"})
	anna.create("/partners", object{"id": "P-2", "name": "Max", "joined": "2026-01-01", "sponsor": "P-1"})
	text := "Kündigung der Straßenbahn-Fahrkarten.\n" + strings.Repeat("Mit freundlichen Grüßen aus Łódź. ", 4000)
	letter := anna.filed("P-1", "correspondence", uploadOf("Brief über alles.txt", text))
	statement := anna.filed("P-2", "statement", uploadOf("statement.txt", "Abrechnung über Fahrkarten\n"))
	scanned := anna.filed("P-1", "contract", upload{"scan.pdf", bytes.NewReader(scan(t, letterPicture(t, "Vertrag"), letterPicture(t, "Anlage")))})
	page := anna.filed("P-1", "other", uploadOf("page.html", "<!DOCTYPE html><html><body onload=alert(1)>x</body></html>"))

	t.Run("listed", func(t *testing.T) {
		for query, want := range map[string]string{
			"": page + " " + scanned + " " + statement + " " + letter, "class=contract": scanned, "partner=P-2": statement, "source=folder": "",
			"from=2026-02-04": "", "through=2026-02-03&class=statement": statement, "number=17": "", "state=inbox": "", "amount_min=1&currency=EUR": "",
		} {
			if got := anna.get("/documents?" + query).items("id"); got != want {
				t.Errorf("%s lists %s, want %s", query, got, want)
			}
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(anna.file("/documents?format=csv&class=contract"), []byte("\xef\xbb\xbf")))).ReadAll()
		if err != nil || len(rows) != 2 || rows[1][0] != scanned {
			t.Errorf("as a file: %v, %v", rows, err)
		}
		anna.refused(http.StatusUnprocessableEntity, "GET", "/documents?amount_min=1", "", nil)
		one := anna.get("/documents/" + letter)
		if one.text("partner") != "P-1" || one.text("file") != "Brief über alles.txt" || one.text("media_type") != "text/plain" {
			t.Errorf("the letter is %v", one)
		}
		if known := anna.fetch("/documents/"+letter, "If-None-Match", one.tag); known.status != http.StatusNotModified {
			t.Errorf("the version that is known answers %d", known.status)
		}
		anna.refused(http.StatusNotFound, "GET", "/documents/nothing", "", nil)
	})
	t.Run("found", func(t *testing.T) {
		found(t, "strassenb", letter)
		hit := anna.get("/document-search?q=STRASSENB+kundig&partner=P-1").first()
		if document, _ := hit["document"].(map[string]any); document["id"] != letter {
			t.Fatalf("found is %v", hit)
		}
		if got, want := marked(hit), "[Kündigung] der [Straßenbahn]-Fahrkarten"; !strings.HasPrefix(got, want) {
			t.Errorf("the passage is %s, want %s", got, want)
		}
		if got := anna.get("/document-search?q=fahrkarten&class=statement").first()["document"].(map[string]any)["id"]; got != statement {
			t.Errorf("with a filter, %v is found", got)
		}
		anna.refused(http.StatusUnprocessableEntity, "GET", "/document-search?q=-", "", nil)
	})
	t.Run("opened", func(t *testing.T) { opened(t, anna, "/documents/"+letter+"/content", text) })
	t.Run("as it was", func(t *testing.T) {
		anna.replaced(letter, anna.get("/documents/"+letter).tag, "neu.txt", "Ein anderer Brief\n")
		for query, want := range map[string]string{"": "Ein anderer Brief\n", "?version=2": "Ein anderer Brief\n", "?version=1": text} {
			if got := string(anna.file("/documents/" + letter + "/content" + query)); got != want {
				t.Errorf("version %s has %d bytes, want %d", query, len(got), len(want))
			}
		}
		anna.refused(http.StatusNotFound, "GET", "/documents/"+letter+"/content?version=3", "", nil)
		versions := anna.get("/documents/" + letter + "/versions")
		if versions.items("version") != "2 1" && !strings.Contains(fmt.Sprint(versions.object), "a better one") {
			t.Errorf("the versions are %v", versions)
		}
		if former := versions.object["items"].([]any)[1].(map[string]any); former["reason"] != "a better one" || former["replaced_by"] == "" {
			t.Errorf("the former one is %v", former)
		}
	})
	t.Run("drawn", func(t *testing.T) {
		drawn := anna.fetch("/documents/" + scanned + "/pages/2?width=200")
		picture, err := png.Decode(bytes.NewReader(drawn.body))
		if err != nil || picture.Bounds().Dx() != 200 || picture.Bounds().Dy() < 270 || picture.Bounds().Dy() > 290 {
			t.Fatalf("the page is %v, %v", picture, err)
		}
		if again := anna.fetch("/documents/"+scanned+"/pages/2?width=200", "If-None-Match", drawn.header.Get("ETag")); again.status != http.StatusNotModified {
			t.Errorf("the picture that is known answers %d", again.status)
		}
		for path, status := range map[string]int{
			scanned + "/pages/3": http.StatusNotFound, page + "/pages/1": http.StatusUnprocessableEntity, letter + "/pages/1": http.StatusUnprocessableEntity,
			scanned + "/pages/1?width=5000": http.StatusUnprocessableEntity, scanned + "/pages/0": http.StatusUnprocessableEntity,
		} {
			anna.refused(status, "GET", "/documents/"+path, "", nil)
		}
		html := anna.fetch("/documents/" + page + "/content?inline=true")
		if html.header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(html.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("a page in which something runs is handed out as %v", html.header)
		}
	})
	t.Run("looked at", func(t *testing.T) { lookedAt(t, anna, letter, statement) })
	t.Run("saved", func(t *testing.T) { savedSearches(t, anna) })
}

// marked is the first passage of a hit, with what was searched for in brackets.
func marked(hit object) string {
	var b strings.Builder
	passages, _ := hit["passages"].([]any)
	for _, piece := range passages[0].(map[string]any)["pieces"].([]any) {
		p := piece.(map[string]any)
		if p["hit"] == true {
			fmt.Fprintf(&b, "[%v]", p["text"])
			continue
		}
		fmt.Fprint(&b, p["text"])
	}
	return b.String()
}

// opened opens a content whole and in ranges.
func opened(t *testing.T, c *caller, path, text string) {
	whole := c.fetch(path)
	tag := whole.header.Get("ETag")
	if string(whole.body) != text || whole.header.Get("Content-Disposition") != `attachment; filename="Brief _ber alles.txt"; filename*=UTF-8''Brief%20%C3%BCber%20alles.txt` {
		t.Errorf("whole: %d bytes, %v", len(whole.body), whole.header)
	}
	if shown := c.fetch(path + "?inline=true"); !strings.HasPrefix(shown.header.Get("Content-Disposition"), "inline") || !strings.HasPrefix(shown.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("to be shown: %v", shown.header)
	}
	size := len(text)
	for _, r := range []struct{ from, through int }{{0, 0}, {1, 70_000}, {size - 1, size - 1}, {100, size - 1}} {
		part := c.fetch(path, "Range", fmt.Sprintf("bytes=%d-%d", r.from, r.through), "If-Range", tag)
		if part.status != http.StatusPartialContent || string(part.body) != text[r.from:r.through+1] || part.header.Get("Content-Range") != fmt.Sprintf("bytes %d-%d/%d", r.from, r.through, size) {
			t.Errorf("%v: %d, %d bytes, %v", r, part.status, len(part.body), part.header)
		}
	}
	if last := c.fetch(path, "Range", "bytes=-5"); string(last.body) != text[size-5:] {
		t.Errorf("the last five bytes are %q", last.body)
	}
	for _, header := range [][]string{{"Range", "bytes=0-1,5-6"}, {"Range", "bytes=0-1", "If-Range", `"another"`}} {
		if all := c.fetch(path, header...); all.status != http.StatusOK || len(all.body) != size {
			t.Errorf("%v: %d, %d bytes", header, all.status, len(all.body))
		}
	}
	if none := c.fetch(path, "Range", fmt.Sprintf("bytes=%d-", size)); none.status != http.StatusRequestedRangeNotSatisfiable || none.header.Get("Content-Range") != fmt.Sprintf("bytes */%d", size) {
		t.Errorf("beyond the end: %d, %v", none.status, none.header)
	}
	if known := c.fetch(path, "If-None-Match", tag); known.status != http.StatusNotModified || len(known.body) > 0 {
		t.Errorf("the content that is known answers %d", known.status)
	}
}

// lookedAt checks that each who opens a document is kept once a day, and that nobody opens what their fields do not show.
func lookedAt(t *testing.T, anna *caller, letter, statement string) {
	clerk := anna.machine("clerk", profileFor("clerk", []string{"basic"}, "documents:read"))
	for range 3 {
		clerk.fetch("/documents/"+letter+"/content", "Range", "bytes=0-1")
	}
	looks := anna.get("/documents/" + letter + "/looks")
	if items, _ := looks.object["items"].([]any); len(items) != 2 || !strings.HasPrefix(looks.first().text("actor"), "user:") || looks.first().text("day") != time.Now().Format(time.DateOnly) {
		t.Errorf("the looks are %v", looks)
	}
	clerk.refused(http.StatusNotFound, "GET", "/documents/"+letter+"/looks", "", nil)
	for _, path := range []string{"", "/content", "/versions", "/pages/1"} {
		clerk.refused(http.StatusNotFound, "GET", "/documents/"+statement+path, "", nil)
	}
	if strings.Contains(clerk.get("/documents").items("id"), statement) || len(clerk.get("/document-search?q=abrechnung").first()) != 0 {
		t.Error("who does not see earnings finds a statement")
	}
	if items, _ := anna.get("/documents/" + statement + "/looks").object["items"].([]any); len(items) != 0 {
		t.Errorf("refused looks are kept: %v", items)
	}
}

func savedSearches(t *testing.T, anna *caller) {
	saved := anna.create("/saved-searches", object{"name": "Große Beträge", "q": "fahrkarten", "filter": object{"amount_min": "100.50", "currency": "EUR", "partner": "P-1"}})
	ben := anna.as("ben")
	if len(ben.get("/saved-searches").first()) != 0 {
		t.Error("somebody else has the search")
	}
	path := "/saved-searches/" + saved.text("id")
	ben.refused(http.StatusNotFound, "DELETE", path, "", nil)
	ben.refused(http.StatusNotFound, "PUT", path, "", object{"name": "mine"})
	anna.exchange("PUT", path, nil, object{"name": "Ours", "shared": true, "filter": object{"class": "invoice"}}, http.StatusOK)
	if shared := ben.get("/saved-searches").first(); shared.text("name") != "Ours" || shared["own"] != false {
		t.Errorf("shared is %v", shared)
	}
	anna.exchange("DELETE", path, nil, nil, http.StatusNoContent)
	if len(anna.get("/saved-searches").first()) != 0 {
		t.Error("the search is still there")
	}
}
