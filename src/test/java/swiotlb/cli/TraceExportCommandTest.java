package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceExportCommandTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private Path trace;
  private Path out;

  @BeforeAll
  static void runTheSpike() {
    var trace = shared.resolve("spike.jsonl");
    assertThat(
            Invocation.of("run", "simulations/load-spike.conf", "--quiet", "--trace", trace).code())
        .isZero();
  }

  @BeforeEach
  void copyItsTrace() throws IOException {
    trace = Files.copy(shared.resolve("spike.jsonl"), folder.resolve("spike.jsonl"));
    out = folder.resolve("out");
  }

  private Invocation export(Object... more) {
    var arguments = new Object[more.length + 3];
    arguments[0] = "trace";
    arguments[1] = "export";
    arguments[2] = trace;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Invocation.of(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"perfetto", "chrome", "shiviz", "otlp-json", "csv"})
  void aChosenMappingIsWrittenInEachFormat(String format) throws IOException {
    var invocation = export("--format", format, "--mapping", "64", "--out", out);
    assertThat(invocation.err()).isEmpty();
    assertThat(invocation.code()).isZero();
    assertThat(Files.size(out)).isPositive();
  }

  @Test
  void withoutAFileItGoesToStandardOutput() {
    var before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(export("--format", "csv", "--mapping", "64").code()).isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("id,cause,sent_ns");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chrome", "shiviz", "otlp-json", "csv"})
  void aTerminalIsNotSteeredByNamesOfATrace(String format) throws IOException {
    var hostile = Files.readString(trace).replace("/device-eth0", "/\u009b31mred");
    Files.writeString(trace, hostile);
    var before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setProperty("swiotlb.output.terminal", "true");
    try {
      assertThat(export("--format", format, "--mapping", "64").code()).isZero();
    } finally {
      System.clearProperty("swiotlb.output.terminal");
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("31mred")
        .doesNotContain("\u009b");
  }

  @Test
  void whenNobodyReadsItEndsQuietly() {
    var before = System.out;
    var closed = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    closed.close();
    System.setOut(closed);
    try {
      var invocation = export("--format", "csv");
      assertThat(invocation.code()).isZero();
      assertThat(invocation.err()).isEmpty();
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void theTraceItselfIsNotOverwritten() {
    var invocation = export("--format", "csv", "--out", trace);
    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err()).contains("would be overwritten");
  }

  @Test
  void whatIsRefusedLeavesTheOutputAsItWas() throws IOException {
    Files.writeString(out, "before");
    var invocation = export("--format", "shiviz", "--out", out);
    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err()).contains("--format shiviz: more than").contains("--mapping ID");
    assertThat(out).hasContent("before");
  }

  @Test
  void anUnknownFormatIsNamedWithThoseThatThereAre() {
    var invocation = export("--format", "xml", "--out", out);
    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err())
        .startsWith(
            "Invalid value for option '--format': xml is none of perfetto, chrome, shiviz, otlp-json, csv");
  }

  @Test
  void aTimeThatIsNoneIsNamedWithItsOption() {
    var invocation = export("--format", "csv", "--from", "soon", "--out", out);
    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err()).startsWith("--from: is soon, not a time");
  }

  @Test
  void whatHadTheNameStaysWhereNothingIsWritten() throws IOException {
    Files.writeString(out, "precious");
    Files.writeString(trace, Files.readString(trace) + "garbage\n");
    for (var format : new String[] {"csv", "chrome", "perfetto", "otlp-json"}) {
      assertThat(export("--format", format, "--out", out).code()).isEqualTo(2);
      assertThat(export("--format", format, "--mapping", "99999", "--out", out).code())
          .isEqualTo(2);
      assertThat(out).hasContent("precious");
    }
    try (var within = Files.list(out.getParent())) {
      assertThat(within.filter(file -> file.toString().endsWith(".unfinished"))).isEmpty();
    }
  }

  @Test
  void anOutputThatIsFullIsNamed() {
    var full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    var invocation = export("--format", "csv", "--out", full);
    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err()).startsWith("/dev/full: cannot be written: ");
  }

  @Test
  void choosingNothingIsSaid() {
    var invocation = export("--format", "csv", "--mapping", "99999", "--out", out);
    assertThat(invocation.err()).contains("no message was chosen by mapping 99999");
  }

  @Test
  void aFileThatIsNoTraceIsNamed() throws IOException {
    Files.writeString(trace, "hello\n");
    var invocation = export("--format", "csv", "--out", out);
    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err()).contains("is no message trace");
  }

  @Test
  void aDiagramIsPrinted() {
    var invocation = Invocation.of("trace", "diagram", trace, "--mapping", "64");
    assertThat(invocation.code()).isZero();
    assertThat(invocation.out()).startsWith("sequenceDiagram").contains("growth queued");
  }

  @Test
  void aDiagramIsWrittenToAFile() {
    var invocation =
        Invocation.of(
            "trace", "diagram", trace, "--mapping", "64", "--format", "svg", "--out", out);
    assertThat(invocation.code()).isZero();
    assertThat(out).content().startsWith("<svg").endsWith("</svg>\n");
  }

  @Test
  void aDiagramOfEverythingIsRefused() {
    var invocation = Invocation.of("trace", "diagram", trace);
    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err()).contains("more than 400 arrows").contains("--mapping ID");
  }
}
