package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.ScenarioException;

/** Which files a scenario reads, and holding it to a folder. */
class FilesOfScenariosTest {
  private static final String DEVICE = "devices.d.jobs.j.count = 10\n";
  private static final String TRACE =
      "  8,0    1        1     1.000000000  1234  Q  WS 16384 + 128 [dd]\n";
  private static final Path RECORDING = Path.of("simulations/recordings/ahci-small-growing");

  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void files() throws IOException {
    folder = Files.createDirectories(parent.resolve("own"));
    for (var place : List.of(parent, folder)) {
      Files.writeString(place.resolve("t.txt"), TRACE);
      Files.writeString(place.resolve("more.conf"), "cpus = 2\ninclude \"deeper/most.conf\"\n");
      Files.writeString(place.resolve("j.fio"), "[a]\nsize=4k\ninclude g.inc\n");
      Files.writeString(place.resolve("g.inc"), "bs=4k\n");
      Files.createDirectories(place.resolve("deeper"));
      Files.writeString(place.resolve("deeper/most.conf"), "seed = 7\n");
      recording(place.resolve("recorded"));
    }
  }

  private static void recording(Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(RECORDING)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private ScenarioReader reader(String text, Map<String, String> overrides) throws IOException {
    var reader = new ScenarioReader().within(folder);
    reader.read(Files.writeString(folder.resolve("s.conf"), text), overrides);
    return reader;
  }

  private List<String> filesRead(String text) throws IOException {
    return reader(text, Map.of()).filesRead().stream()
        .map(file -> folder.relativize(file).toString())
        .toList();
  }

  @Test
  void aScenarioByItselfIsOneFile() throws IOException {
    assertThat(filesRead(DEVICE)).containsExactly("s.conf");
  }

  @Test
  void whatIsIncludedIsRead() throws IOException {
    assertThat(filesRead("include \"more\"\n" + DEVICE))
        .containsExactly("deeper/most.conf", "more.conf", "s.conf");
  }

  @Test
  void ofARecordersFolderTheFolderIsRead() throws IOException {
    var text = "kernel = \"swiotlb=512,force\"\ndevices.d.jobs.j.recording = %s\n";
    assertThat(filesRead(text.formatted("recorded"))).containsExactly("recorded", "s.conf");
    assertThat(filesRead(text.formatted("recorded/trace.txt.gz")))
        .containsExactly("recorded", "s.conf");
  }

  @Test
  void whatIsImportedIsReadWithWhatItIncludes() throws IOException {
    assertThat(filesRead("devices.d.jobs { a.from = t.txt, b.from = j.fio }\n"))
        .containsExactly("g.inc", "j.fio", "s.conf", "t.txt");
  }

  @Test
  void whatAnOverrideNamesIsRead() throws IOException {
    assertThat(reader(DEVICE, Map.of("devices.d.jobs.k.from", "t.txt")).filesRead())
        .contains(folder.resolve("t.txt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"../more.conf\"",
        "include file(\"../more.conf\")",
        "include \"deeper/../../more.conf\"",
        "devices.d.jobs.k.from = ../t.txt",
        "devices.d.jobs.k.from = ../j.fio",
        "devices.d.jobs.k.recording = ../recorded",
        "devices.d.jobs.k.recording = ../recorded/trace.txt.gz"
      })
  void whatLiesOutsideIsRefusedThere(String line) throws IOException {
    var text = DEVICE + "kernel = \"swiotlb=512,force\"\n" + line + "\n";
    assertThatThrownBy(() -> reader(text, Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("lies outside of the scenario's folder");
    var anywhere = new ScenarioReader();
    anywhere.read(folder.resolve("s.conf"), Map.of());
    assertThat(anywhere.filesRead()).anyMatch(file -> !file.startsWith(folder));
  }

  @Test
  void aWholeNameOutsideIsRefusedToo() {
    var named = Map.of("devices.d.jobs.k.from", parent.resolve("t.txt").toString());
    assertThatThrownBy(() -> reader(DEVICE, named))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("lies outside of the scenario's folder");
  }

  @Test
  void aScenarioOutsideIsRefused() throws IOException {
    var outside = Files.writeString(parent.resolve("s.conf"), DEVICE);
    var reader = new ScenarioReader().within(folder);
    assertThatThrownBy(() -> reader.read(outside, Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("lies outside of the scenario's folder");
  }
}
