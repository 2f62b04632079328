package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"time"

	"upline/internal/storetest"
)

// upload is a file to bring.
type upload struct {
	name string
	body io.Reader
}

func uploadOf(name, text string) upload { return upload{name, strings.NewReader(text)} }

// bring writes a form with files, as it is sent: nothing of it is held in memory.
func bring(to io.Writer, files ...upload) (media string, write func() error) {
	form := multipart.NewWriter(to)
	return form.FormDataContentType(), func() error {
		for _, file := range files {
			header := textproto.MIMEHeader{"Content-Disposition": {mimeDisposition(file.name)}, "Content-Type": {"application/octet-stream"}}
			part, err := form.CreatePart(header)
			if err != nil {
				return err
			}
			if _, err := io.Copy(part, file.body); err != nil {
				return err
			}
		}
		return form.Close()
	}
}

// mimeDisposition names a file as browsers do: what would end the header is escaped.
func mimeDisposition(name string) string {
	escaped := strings.NewReplacer("\\", "\\\\", `"`, "%22", "\r", "%0D", "\n", "%0A").Replace(name)
	return `form-data; name="file"; filename="` + escaped + `"`
}

// brought is what became of a file.
type brought struct {
	Name, Verdict, Document, State, Type, SHA256 string
	Findings                                     []struct{ Code, Message, Verdict string }
}

func (b *brought) codes() string {
	var codes []string
	for _, f := range b.Findings {
		codes = append(codes, f.Code)
	}
	return strings.Join(codes, " ")
}

// bring brings files in one request.
func (c *caller) bring(query url.Values, key string, files ...upload) (*http.Response, []brought) {
	c.t.Helper()
	var body bytes.Buffer
	media, write := bring(&body, files...)
	must(c.t, write())
	header := http.Header{}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	return c.bringBody(query, media, header, &body)
}

func (c *caller) bringBody(query url.Values, media string, header http.Header, body io.Reader) (*http.Response, []brought) {
	c.t.Helper()
	request := c.request("POST", "/documents?"+query.Encode(), header, nil)
	stream, err := http.NewRequest("POST", request.URL.String(), body)
	must(c.t, err)
	stream.Header = request.Header
	stream.Header.Set("Content-Type", media)
	response := c.do(stream)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(c.t, err)
	var answer struct{ Files []brought }
	must(c.t, json.Unmarshal(text, &answer))
	if response.StatusCode >= 400 {
		c.t.Logf("%d: %s", response.StatusCode, text)
	}
	return response, answer.Files
}

// inboxed waits until a document in the inbox was read.
func (c *caller) inboxed(id string) object {
	c.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		items, _ := c.get("/inbox?limit=1000").object["items"].([]any)
		for _, item := range items {
			if o := object(item.(map[string]any)); o.text("id") == id && (o["read"] == true || o.text("problem") != "") {
				return o
			}
		}
	}
	c.t.Fatalf("document %s is not read after a minute", id)
	return nil
}

// documentsThere are how many documents there are in each state.
func documentsThere(t *testing.T) map[string]int {
	t.Helper()
	return storetest.Count(t, `MATCH (d:Document) RETURN d.state AS key, count(d) AS count`)
}

// eicar is the test file of virus scanners: made up here, so that no scanner takes this file for one.
func eicar() string {
	return `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + "EICAR-" + "STANDARD-" + "ANTIVIRUS-" + "TEST-FILE" + `!$H+H*`
}
