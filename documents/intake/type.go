package intake

import (
	"path"
	"slices"
	"strings"
)

// Type is what a file is, by its bytes: a media type.
type Type string

// The types that are taken.
const (
	PDF   Type = "application/pdf"
	PNG   Type = "image/png"
	JPEG  Type = "image/jpeg"
	TIFF  Type = "image/tiff"
	WebP  Type = "image/webp"
	Text  Type = "text/plain"
	CSV   Type = "text/csv"
	XML   Type = "application/xml"
	Mail  Type = "message/rfc822"
	Word  Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	Excel Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	Slide Type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	ZIP   Type = "application/zip"
)

// The types that are taken as attachments only.
const (
	HTML   Type = "text/html"
	SVG    Type = "image/svg+xml"
	RTF    Type = "application/rtf"
	Office Type = "application/x-ole-storage" // Word, Excel, PowerPoint and Outlook from before 2007
)

// unknown is the type of what is refused without one.
const unknown Type = "application/octet-stream"

// Form is what an XML file, or the XML file in a PDF, is about.
type Form string

// The forms that are known.
const (
	CII  Form = "cii"  // an invoice as UN/CEFACT has it: ZUGFeRD, Factur-X, XRechnung
	UBL  Form = "ubl"  // an invoice or credit note as OASIS has it: XRechnung, Peppol
	CAMT Form = "camt" // a bank statement of ISO 20022
	PAIN Form = "pain" // a payment of ISO 20022
)

// extensions of each type; the first is the one that is given.
var extensions = map[Type][]string{
	PDF: {".pdf"}, PNG: {".png"}, JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"}, TIFF: {".tif", ".tiff"}, WebP: {".webp"},
	Text: {".txt", ".text", ".log", ".md", ".csv", ".sta", ".mt940", ".json", ".yaml", ".yml"}, CSV: {".csv", ".txt", ".tsv"},
	XML: {".xml"}, Mail: {".eml"}, Word: {".docx", ".dotx", ".docm"}, Excel: {".xlsx", ".xltx", ".xlsm"},
	Slide: {".pptx", ".potx", ".pptm"}, ZIP: {".zip"}, HTML: {".html", ".htm"}, SVG: {".svg"}, RTF: {".rtf"},
	Office: {".doc", ".xls", ".ppt", ".msg"},
}

// fits says whether a name has an extension of a type.
func (t Type) fits(name string) bool {
	return slices.Contains(extensions[t], strings.ToLower(path.Ext(name)))
}

// IsPicture says whether it is a picture of one or more pages.
func (t Type) IsPicture() bool { return t == PNG || t == JPEG || t == TIFF || t == WebP }

// isArchive says whether it is kept in a ZIP file.
func (t Type) isArchive() bool { return t == ZIP || t.isOffice() }

func (t Type) isOffice() bool { return t == Word || t == Excel || t == Slide }

// declares says whether a declared media type is this one, or says nothing.
func (t Type) declares(declared string) bool {
	declared, _, _ = strings.Cut(strings.ToLower(declared), ";")
	switch declared = strings.TrimSpace(declared); declared {
	case "", string(unknown), "binary/octet-stream", string(t):
		return true
	case "image/jpg":
		return t == JPEG
	case "text/xml":
		return t == XML
	case "application/x-zip-compressed":
		return t == ZIP
	case "application/vnd.ms-excel": // what browsers on Windows call CSV
		return t == CSV || t == Office
	case "text/plain":
		return t == CSV
	}
	return false
}
