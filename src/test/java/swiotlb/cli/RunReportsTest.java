package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run --report}. */
class RunReportsTest {
  private static final String SPIKE = "simulations/load-spike.conf";

  @TempDir private Path folder;

  private Path out() {
    return folder.resolve("out/report");
  }

  private String page() throws IOException {
    return Files.readString(out().resolve("index.html"));
  }

  private Invocation report(Object... more) {
    var words = new ArrayList<Object>(List.of("run", "--report", out()));
    words.addAll(List.of(more));
    return Invocation.of(words.toArray());
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theFolderHoldsAPageAndPictures() throws IOException {
    var run = report(SPIKE);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).endsWith("report: " + out() + "/index.html; open it in a browser\n");
    assertThat(namesIn(out()))
        .contains("index.html", "used-slots.png", "used-slots.svg", "area-use.png")
        .noneMatch(name -> name.endsWith(".unfinished"));
    assertThat(page())
        .contains("It fits, with transient pools", "192 of them", "set swiotlb=8192 (16 MiB)")
        .contains("./swiotlb-sim run simulations/load-spike.conf --seed 1")
        .contains("kernel = &quot;swiotlb=2048,force&quot;");
  }

  @Test
  void theSameRunGivesTheSamePage() throws IOException {
    report(SPIKE);
    var first = page();
    assertThat(report(SPIKE).code()).isZero();
    assertThat(page()).isEqualTo(first);
  }

  /** A report is made of what is seen; nothing of the run is changed for it. */
  @Test
  void resultsAndTracesAreTheSameWithAReport() throws IOException {
    var files = List.of("a.json", "a.jsonl", "a.csv").stream().map(folder::resolve).toList();
    var others = List.of("b.json", "b.jsonl", "b.csv").stream().map(folder::resolve).toList();
    var plain =
        Invocation.of(
            "run",
            SPIKE,
            "--json",
            files.get(0),
            "--trace",
            files.get(1),
            "--counters",
            files.get(2));
    var reported =
        report(
            SPIKE, "--json", others.get(0), "--trace", others.get(1), "--counters", others.get(2));
    assertThat(reported.out()).startsWith(plain.out());
    for (var i = 0; i < files.size(); i++) {
      assertThat(others.get(i)).hasSameBinaryContentAs(files.get(i));
    }
  }

  @Test
  void failuresAreToldWithWhatHelps() throws IOException {
    var run = report("simulations/full-although-half-empty.conf");
    assertThat(run.code()).isZero();
    assertThat(page())
        .contains("<h2>It does not fit</h2>", "no-free-run 34", "were given up")
        .contains("What helps: no free run is long enough");
  }

  @Test
  void manyRunsAreSummedUp() throws IOException {
    report(SPIKE, "--runs", "9");
    assertThat(page()).contains("Figures of 9 runs", "median", " in 9 runs", "of run 9");
  }

  @Test
  void realThreadsAreToldOfAsSuch() throws IOException {
    assertThat(report(SPIKE, "--mode", "concurrent").code()).isZero();
    assertThat(page())
        .contains("On real threads all of this depends on timing")
        .contains("modelled in virtual time only");
  }

  @Test
  void severalScenariosHaveAPageThatLeadsToEach() throws IOException {
    var other = folder.resolve("load spike.conf");
    Files.copy(Path.of(SPIKE), other);
    var run = report(SPIKE, other, "--quiet");
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(namesIn(out())).containsExactly("index.html", "load-spike", "load-spike-2");
    assertThat(page()).contains("load-spike/index.html", "load-spike-2/index.html");
    assertThat(out().resolve("load-spike-2/index.html")).content().contains("load spike");
  }

  @Test
  void standardInputIsAScenarioAsWell() throws IOException {
    var before = System.in;
    System.setIn(Files.newInputStream(Path.of(SPIKE)));
    try {
      report("-");
    } finally {
      System.setIn(before);
    }
    assertThat(page()).contains("The scenario, -", "kernel = &quot;swiotlb=2048,force&quot;");
  }

  // Folders.

  @Test
  void aForeignFolderIsRefusedBeforeAnythingRuns() throws IOException {
    Files.createDirectories(out());
    Files.writeString(out().resolve("mine.txt"), "mine");
    var run = report(SPIKE);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            out() + ": holds mine.txt, which is no part of a report; name a new or empty folder\n");
    assertThat(namesIn(out())).containsExactly("mine.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "used-slots.png"})
  void aFileOfTheSameNameIsNotOverwritten(String name) throws IOException {
    Files.createDirectories(out());
    Files.writeString(out().resolve(name), "mine");
    assertThat(report(SPIKE).code()).isEqualTo(2);
    assertThat(out().resolve(name)).hasContent("mine");
  }

  @Test
  void aPictureThatIsNoneOfTheReportIsNotOverwritten() throws IOException {
    report(SPIKE);
    Files.writeString(out().resolve("failures.png"), "mine");
    assertThat(report("simulations/full-although-half-empty.conf").err())
        .contains("holds failures.png");
    assertThat(out().resolve("failures.png")).hasContent("mine");
  }

  @Test
  void anEarlierReportIsReplacedAndWhatLiesBesideItStays() throws IOException {
    report("simulations/full-although-half-empty.conf");
    assertThat(namesIn(out())).contains("failures.png");
    Files.writeString(out().resolve("notes.txt"), "mine");
    assertThat(report(SPIKE).code()).isZero();
    assertThat(namesIn(out()))
        .contains("notes.txt", "used-slots.png")
        .doesNotContain("failures.png");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Files.createDirectories(out().getParent());
    Files.writeString(out(), "mine");
    assertThat(report(SPIKE).err()).contains("is a file; a report is a folder");
    assertThat(out()).hasContent("mine");
  }

  @Test
  void aFolderThatWasMadeInVainIsRemoved() throws IOException {
    var run = report(SPIKE, "--trace", folder.resolve("none/there/a.jsonl"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(namesIn(folder)).isEmpty();
  }

  @Test
  void nothingElseIsWrittenOverThePage() {
    var run = report(SPIKE, "--json", out().resolve("index.html"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("would be overwritten");
  }

  @Test
  void whatIsWrongWithAScenarioIsToldAndNoFolderMade() throws IOException {
    var bad = folder.resolve("bad.conf");
    Files.writeString(bad, "cpus = 0");
    assertThat(report(bad).code()).isEqualTo(2);
    assertThat(namesIn(folder)).containsExactly("bad.conf");
  }
}
