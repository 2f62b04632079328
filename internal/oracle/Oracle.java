import com.fasterxml.jackson.databind.ObjectMapper;
import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.phive.xrechnung.XRechnungValidation;
import com.helger.phive.zugferd.ZugferdValidation;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.w3c.dom.Document;

/**
 * Oracle says what veraPDF and the rules of EN 16931, ZUGFeRD and XRechnung find in the PDF and XML files of a folder: JSON on
 * standard output, a report for each file, sorted by name. A file that is sound has an empty list for every body of rules.
 */
public class Oracle {
  static final ValidationExecutorSetRegistry<IValidationSourceXML> RULES = new ValidationExecutorSetRegistry<>();

  /** Report is what was found in a file. */
  public static class Report {
    public String file;
    public Map<String, List<String>> errors = new TreeMap<>(); // by the body of rules
    public List<Attached> attached = new ArrayList<>();
    public String xmp; // of a PDF: what its metadata say
  }

  /** Attached is a file inside a PDF, as its catalogue lists it. */
  public static class Attached {
    public String name, type, relation, content;
  }

  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    VeraGreenfieldFoundryProvider.initialise();
    EN16931Validation.initEN16931(RULES);
    ZugferdValidation.initZugferd(RULES);
    XRechnungValidation.initXRechnung(RULES);
    List<Path> files;
    try (var list = Files.list(Path.of(arguments[0]))) {
      files = list.sorted().toList();
    }
    List<Report> reports = new ArrayList<>();
    for (Path file : files) {
      Report report = new Report();
      report.file = file.getFileName().toString();
      if (report.file.endsWith(".pdf")) {
        archive(report, file.toFile());
        for (Attached attached : report.attached) {
          if (attached.name.endsWith(".xml")) invoice(report, attached.content.getBytes(StandardCharsets.UTF_8));
        }
      } else {
        invoice(report, Files.readAllBytes(file));
      }
      reports.add(report);
    }
    new ObjectMapper().writeValue(System.out, reports);
  }

  /** archive asks veraPDF, and takes out what is attached. */
  static void archive(Report report, File file) throws Exception {
    List<String> errors = report.errors.computeIfAbsent("PDF/A-3b", rules -> new ArrayList<>());
    try (var parser = Foundries.defaultInstance().createParser(file, PDFAFlavour.PDFA_3_B);
        var validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_B, false)) {
      var result = validator.validate(parser);
      for (var found : result.getTestAssertions()) {
        errors.add(found.getRuleId().getClause() + " " + found.getMessage() + " " + found.getLocation().getContext());
      }
      if (!result.isCompliant() && errors.isEmpty()) errors.add("not compliant");
    } catch (Exception unreadable) {
      errors.add("unreadable: " + unreadable.getMessage());
      return;
    }
    try (PDDocument document = Loader.loadPDF(file)) {
      var catalogue = document.getDocumentCatalog();
      if (catalogue.getMetadata() != null) report.xmp = new String(catalogue.getMetadata().toByteArray(), StandardCharsets.UTF_8);
      COSArray list = catalogue.getCOSObject().getCOSArray(COSName.getPDFName("AF"));
      for (int i = 0; list != null && i < list.size(); i++) {
        report.attached.add(attached((COSDictionary) list.getObject(i)));
      }
    }
  }

  static Attached attached(COSDictionary spec) throws Exception {
    COSStream stream = spec.getCOSDictionary(COSName.EF).getCOSStream(COSName.F);
    Attached attached = new Attached();
    attached.name = spec.getString(COSName.UF);
    attached.type = stream.getNameAsString(COSName.SUBTYPE);
    attached.relation = spec.getNameAsString(COSName.getPDFName("AFRelationship"));
    try (var in = stream.createInputStream()) {
      attached.content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return attached;
  }

  /** invoice asks the rules that an invoice says it keeps: those of XRechnung, or of ZUGFeRD; and EN 16931 always. */
  static void invoice(Report report, byte[] xml) {
    Map<String, DVRCoordinate> bodies = new LinkedHashMap<>();
    bodies.put("EN 16931", EN16931Validation.VID_CII_1315);
    if (new String(xml, StandardCharsets.UTF_8).contains("xrechnung")) {
      bodies.put("XRechnung", XRechnungValidation.VID_XRECHNUNG_CII_302);
    } else {
      bodies.put("ZUGFeRD", ZugferdValidation.VID_ZUGFERD_2_4_EN16931);
    }
    bodies.forEach((name, body) -> {
      List<String> errors = report.errors.computeIfAbsent(name, rules -> new ArrayList<>());
      try {
        var source = ValidationSourceXML.create(report.file, parsed(xml));
        var found = ValidationExecutionManager.executeValidation(
            IValidityDeterminator.createDefault(), RULES.getOfID(body), source, Locale.ENGLISH);
        found.getAllFailures().forEach(one -> errors.add(one.getErrorID() + " " + one.getErrorText(Locale.ENGLISH)));
      } catch (Exception unreadable) {
        errors.add("unreadable: " + unreadable);
      }
    });
  }

  static Document parsed(byte[] xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
  }
}
