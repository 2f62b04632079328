package reading

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"os/exec"
	"strings"

	"upline/documents/intake/cover"
	"upline/internal/fault"
)

// codesMax is how many codes of a page are taken.
const codesMax = 100

// kinds are the codes that are looked for, as zbarimg calls them, and how they are called here.
var kinds = map[string]cover.Kind{"QR-Code": cover.QR, "CODE-128": cover.Code128, "CODE-39": cover.Code39, "EAN-13": cover.EAN13, "I2/5": cover.ITF}

// Codes reads the codes on the pages of a PDF or picture. A page that cannot be drawn has none.
//
// Errors: Invalid when it was not accepted or has no pages; Unavailable when a program is missing, with its package; otherwise the
// context's.
func (r *Reader) Codes(ctx context.Context, f File) ([]cover.Code, error) {
	file, _, err := f.open()
	if err != nil {
		return nil, err
	}
	file.Close()
	if !f.isPDF() && !f.Report.Type.IsPicture() {
		return nil, fault.Invalidf(op, "files of type %s have no pages with codes", f.Report.Type)
	}
	var codes []cover.Code
	for n := 1; n <= f.Report.Pages; n++ {
		found, err := r.codesOn(ctx, f, n)
		if err != nil && (fault.KindOf(err) != fault.Invalid || ctx.Err() != nil) {
			return nil, err
		}
		codes = append(codes, found...)
	}
	return codes, nil
}

// codesOn reads the codes on one page.
func (r *Reader) codesOn(ctx context.Context, f File, n int) ([]cover.Code, error) {
	var said bytes.Buffer
	err := r.folder(func(folder string) error {
		picture, err := r.renderGrey(ctx, f, n, folder)
		if err != nil {
			return err
		}
		args := []string{"--quiet", "--nodbus", "--xml", "-Sdisable"}
		for _, kind := range []string{"qrcode", "code128", "code39", "ean13", "i25"} {
			args = append(args, "-S"+kind+".enable")
		}
		return r.run(ctx, program{name: "zbarimg", args: append(args, picture), output: &said, folder: folder})
	})
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 4 {
		return nil, nil // nothing on it
	}
	if err != nil {
		return nil, err
	}
	return codesIn(said.Bytes(), n)
}

// codesIn reads what zbarimg says.
func codesIn(said []byte, page int) ([]cover.Code, error) {
	var found struct {
		Symbols []struct {
			Kind string `xml:"type,attr"`
			Data struct {
				Format string `xml:"format,attr"`
				Text   string `xml:",chardata"`
			} `xml:"data"`
		} `xml:"source>index>symbol"`
	}
	if err := xml.Unmarshal(said, &found); err != nil {
		return nil, unreadable(err)
	}
	var codes []cover.Code
	for _, s := range found.Symbols[:min(len(found.Symbols), codesMax)] {
		kind, known := kinds[s.Kind]
		if !known {
			continue
		}
		text := s.Data.Text
		if s.Data.Format == "base64" {
			raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
			if err != nil {
				continue
			}
			text = string(raw)
		}
		codes = append(codes, cover.Code{Page: page, Kind: kind, Text: strings.ToValidUTF8(text, "\ufffd")})
	}
	return codes, nil
}
