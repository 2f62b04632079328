package creditnote

// file is the name of the XML inside the PDF, as the standard names it.
func (p Profile) file() string {
	if p == XRechnung {
		return "xrechnung.xml"
	}
	return "factur-x.xml"
}

// xmp is how a PDF says that it is an invoice, and in which file: the properties of Factur-X, and, since PDF/A knows only those of
// its own, the schema that describes them.
func (p Profile) xmp() string {
	level, version := "EN 16931", "1.0"
	if p == XRechnung {
		level, version = "XRECHNUNG", "3.0"
	}
	property := func(name, about string) string {
		return `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>` + name + `</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>` +
			`<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>` + about + `</pdfaProperty:description></rdf:li>
`
	}
	return `<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>` + p.file() + `</fx:DocumentFileName><fx:Version>` + version + `</fx:Version><fx:ConformanceLevel>` + level + `</fx:ConformanceLevel>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
` + property("DocumentFileName", "name of the embedded XML invoice file") + property("DocumentType", "INVOICE") +
		property("Version", "version of the XML schema of the invoice") + property("ConformanceLevel", "profile of the XML invoice") +
		`</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
`
}
