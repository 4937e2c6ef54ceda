package swiotlb.workload.machine;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import swiotlb.kernel.text.MemoryEncryption;

/** A domain of libvirt: memory, CPUs, encryption, and the command line of a kernel of its own. */
final class DomainXml implements Format {
  private static final String FEATURES = "http://apache.org/xml/features/";
  private static final String DOMAIN = "domain";
  private static final Pattern DOCUMENT_TYPE = Pattern.compile("<!DOCTYPE\\s");

  @Override
  public String name() {
    return "a domain of libvirt (virsh dumpxml)";
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.text().stripLeading().startsWith("<") && text.text().contains("<" + DOMAIN);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var root = parse(text).getDocumentElement();
    if (!root.getTagName().equals(DOMAIN)) {
      throw text.wrong(
          "is XML of a %s, not of a domain; write virsh dumpxml NAME > domain.xml"
              .formatted(MachineText.shown(root.getTagName())));
    }
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.Memory(memory(text, root), Fact.Exactness.ALL));
    child(root, "vcpu")
        .ifPresent(
            cpus ->
                facts.add(new Fact.Cpus(text.cpus(0, "vcpu", number(text, "vcpu", cpus)), false)));
    child(root, "os").ifPresent(os -> system(text, os, facts));
    child(root, "currentMemory")
        .filter(current -> sized(text, "currentMemory", current) != memory(text, root))
        .ifPresent(
            current ->
                facts.add(
                    new Fact.Remark(
                        "currentMemory is what the balloon leaves after boot; pools go by memory")));
    child(root, "launchSecurity")
        .ifPresent(security -> facts.add(new Fact.Encrypted(encryption(text, security))));
    if (child(root, "maxMemory").isPresent()) {
      facts.add(
          new Fact.Remark(
              "maxMemory leaves room for more memory, which counts as memory above 4 GiB although it is not there"));
    }
    return facts;
  }

  private static void system(MachineText text, Element os, List<Fact> facts) {
    child(os, "type")
        .filter(DomainXml::isXenPv)
        .map(type -> ForeignMachines.XEN.at(0))
        .ifPresent(facts::add);
    child(os, "type").map(type -> arch(text, type.getAttribute("arch"))).ifPresent(facts::add);
    child(os, "cmdline")
        .map(cmdline -> new Fact.CommandLine(cmdline.getTextContent().strip()))
        .ifPresent(facts::add);
  }

  /** Xen calls a guest of PV linux, or names its machine. */
  private static boolean isXenPv(Element type) {
    return type.getAttribute("machine").equals("xenpv")
        || type.getTextContent().strip().equals("linux");
  }

  private static Fact arch(MachineText text, String name) {
    if (name.equals("i686")) {
      return ForeignMachines.X86_OF_32_BITS;
    }
    return MachineText.arch(name)
        .<Fact>map(Fact.Architecture::new)
        .orElseThrow(
            () ->
                text.wrong(
                    "is of the architecture %s, whose boot is not simulated; x86_64, aarch64, riscv64 and s390x are"
                        .formatted(MachineText.shown(name))));
  }

  private static long memory(MachineText text, Element root) {
    var memory =
        child(root, "memory")
            .orElseThrow(
                () -> text.wrong("names no memory; a domain has <memory unit='KiB'>…</memory>"));
    return sized(text, "memory", memory);
  }

  private static long sized(MachineText text, String what, Element memory) {
    return text.memory(0, what, number(text, what, memory), unit(text, memory));
  }

  /** As libvirt has them: a single letter is binary, and so is no unit at all, KiB. */
  private static long unit(MachineText text, Element memory) {
    var unit = memory.getAttribute("unit");
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "b", "bytes" -> 1;
      case "", "k", "kib" -> 1L << 10;
      case "m", "mib" -> 1L << 20;
      case "g", "gib" -> 1L << 30;
      case "t", "tib" -> 1L << 40;
      case "kb" -> 1_000;
      case "mb" -> 1_000_000;
      case "gb" -> 1_000_000_000;
      case "tb" -> 1_000_000_000_000L;
      default ->
          throw text.wrong(
              "memory has the unit %s; libvirt knows b, KB, KiB, MB, MiB, GB, GiB, TB, TiB"
                  .formatted(MachineText.shown(unit)));
    };
  }

  private static long number(MachineText text, String what, Element element) {
    var number = element.getTextContent().strip();
    if (!number.matches("\\d{1,17}")) {
      throw text.wrong("%s is %s, not a number".formatted(what, MachineText.shown(number)));
    }
    return Long.parseLong(number);
  }

  private static MemoryEncryption encryption(MachineText text, Element security) {
    var type = security.getAttribute("type");
    return switch (type) {
      case "sev" -> MemoryEncryption.SEV;
      case "sev-snp" -> MemoryEncryption.SNP;
      case "tdx" -> MemoryEncryption.TDX;
      case "s390-pv" -> MemoryEncryption.SE;
      case "cca" -> MemoryEncryption.CCA;
      default ->
          throw text.wrong(
              "launchSecurity has the type %s; known are sev, sev-snp, tdx, s390-pv, cca"
                  .formatted(MachineText.shown(type)));
    };
  }

  /** The first child of a name. */
  private static Optional<Element> child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  /** Without a document type, and so without entities: nothing outside of the file is read. */
  private static Document parse(MachineText text) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(FEATURES + "disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder.parse(new InputSource(new StringReader(text.text().stripLeading())));
    } catch (SAXParseException e) {
      if (DOCUMENT_TYPE.matcher(text.text()).find()) {
        throw text.wrong(
            Math.max(1, e.getLineNumber()),
            "has a document type (DOCTYPE), which virsh dumpxml never writes, and is not read with it; take it out");
      }
      var why = MachineText.shown(String.valueOf(e.getMessage()));
      throw text.wrong(
          Math.max(1, e.getLineNumber()), "is no whole XML: %s; copy it again".formatted(why));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw text.wrong(
          "cannot be read as XML: " + MachineText.shown(String.valueOf(e.getMessage())));
    }
  }

  /** What is wrong ends the reading, and is not printed by the parser itself. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {
      // What is merely odd is read.
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
