package swiotlb.trace.show.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

@Tag("process")
class DiagramFormatTest {
  private static final String HOSTILE =
      "end;#{}%%\"'<script>&|[]\\$x()\n@enduml\r\u001b[31m\u202e**b**//i//--s--__u__~~w \ud83d\ude00";
  private static final Pattern MERMAID_LINE =
      Pattern.compile(
          "sequenceDiagram|  title .*|  box transparent .*|    participant p\\d+ as .*|  end"
              + "|  p\\d+(->>|-->>|-x)p\\d+: .*|  Note over p\\d+: .*");

  @TempDir private Path folder;

  private static Diagram diagram() {
    var device = Participant.of("/device-" + HOSTILE);
    var area = Participant.of("/allocator/pool-0/area-3");
    return new Diagram(
        HOSTILE,
        List.of(device, area),
        List.of(
            new Diagram.Arrow(device, area, Diagram.Kind.REQUEST, 34_460, HOSTILE),
            new Diagram.Note(area, Diagram.Tone.STATE, HOSTILE),
            new Diagram.Note(area, Diagram.Tone.GROWTH, "growth queued"),
            new Diagram.Arrow(area, device, Diagram.Kind.REPLY, 35_000, "Mapped slot 3"),
            new Diagram.Arrow(device, device, Diagram.Kind.REQUEST, 36_000, "CpuWake"),
            new Diagram.Arrow(device, area, Diagram.Kind.LOST, 37_000, "Unmap")));
  }

  @Test
  void mermaidHasOneStatementALineWithoutCharactersThatMeanSomething() {
    var lines = DiagramFormat.MERMAID.draw(diagram()).split("\n");
    assertThat(lines).allMatch(line -> MERMAID_LINE.matcher(line).matches());
    assertThat(lines)
        .allMatch(
            line ->
                line.replaceAll("#\\d+;", "")
                    .replaceFirst("(->>|-->>|-x)", "")
                    .matches("[A-Za-z0-9 .,:()/_\u00d7\u2026-]*"));
    assertThat(String.join(" ", lines)).doesNotContain("as end").contains("34.46 us, #101;nd#59;");
  }

  @Test
  void plantumlHasNothingOfItsOwnLanguageInTexts() {
    var lines = DiagramFormat.PLANTUML.draw(diagram()).split("\n");
    assertThat(lines).startsWith("@startuml").endsWith("@enduml");
    assertThat(List.of(lines).subList(1, lines.length - 1))
        .noneMatch(line -> line.contains("@") || line.contains("%") || line.contains("$"))
        .noneMatch(
            line ->
                line.replaceAll("<U\\+[0-9A-F]+>", "")
                    .replaceFirst(" (->|-->|->x) ", " ")
                    .matches(".*[<>{};|~*\\\\].*"));
  }

  @Test
  void plantumlReadsIt() throws IOException, InterruptedException {
    assumeTrue(isInstalled("plantuml"), "plantuml is not installed");
    var source =
        Files.writeString(folder.resolve("d.puml"), DiagramFormat.PLANTUML.draw(diagram()));
    var process =
        new ProcessBuilder("plantuml", "-tsvg", "-charset", "UTF-8", source.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(Files.readString(folder.resolve("d.svg")))
        .contains("growth queued")
        .contains("Mapped slot 3")
        .contains("$x()")
        .doesNotContain("Syntax Error");
  }

  private static boolean isInstalled(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Document parsed(String svg) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError(svg, e);
    }
  }

  @Test
  void svgIsXmlWithoutScripts() {
    var document = parsed(DiagramFormat.SVG.draw(diagram()));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .contains("<script>&")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
  }

  @Test
  void svgShowsEveryRow() {
    var texts = parsed(DiagramFormat.SVG.draw(diagram())).getElementsByTagName("text");
    assertThat(IntStream.range(0, texts.getLength()))
        .extracting(i -> texts.item(i).getTextContent())
        .contains(
            "growth queued", "Mapped slot 3", "CpuWake", "Unmap", "34.46 us", "pool-0", "area-3");
  }

  @Test
  void svgLeavesRoomForLabels() {
    var device = Participant.of("/device-a");
    var area = Participant.of("/cpu-b");
    var label = "x".repeat(100);
    var layout =
        new SvgLayout(
            new Diagram(
                "",
                List.of(device, area),
                List.of(new Diagram.Arrow(device, area, Diagram.Kind.REQUEST, 0, label))));
    assertThat(layout.x(area) - layout.x(device)).isGreaterThan(SvgLayout.textWidth(label));
  }

  @ParameterizedTest
  @EnumSource
  void theSameDiagramIsDrawnTheSame(DiagramFormat format) {
    assertThat(format.draw(diagram())).isEqualTo(format.draw(diagram())).endsWith("\n");
  }
}
