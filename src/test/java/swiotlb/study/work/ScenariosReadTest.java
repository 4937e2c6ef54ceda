package swiotlb.study.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;

/** Scenarios where a job is done, and the files that go there. */
class ScenariosReadTest {
  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void aScenario() throws IOException {
    folder = Files.createDirectories(parent.resolve("own"));
    Files.writeString(
        folder.resolve("s.conf"), "include \"more\"\ndevices.d.jobs.j.from = j.fio\n");
    Files.writeString(folder.resolve("more.conf"), "cpus = 2\n");
    Files.writeString(folder.resolve("j.fio"), "[a]\nsize=4k\ninclude g.inc\n");
    Files.writeString(folder.resolve("g.inc"), "bs=4k\n");
  }

  @Test
  void aScenarioIsReadWithWhatIsLaidOverIt() {
    var scenarios = new ScenariosRead(folder);
    assertThat(scenarios.read("s.conf", Map.of()).cpus()).isEqualTo(2);
    assertThat(scenarios.read("s.conf", Map.of("cpus", "3")).cpus()).isEqualTo(3);
  }

  @Test
  void whatWasReadIsKept() {
    var scenarios = new ScenariosRead(folder);
    assertThat(scenarios.read("s.conf", Map.of())).isSameAs(scenarios.read("s.conf", Map.of()));
  }

  @Test
  void aScenarioThatReadsAnythingOutsideIsRefused() throws IOException {
    Files.writeString(parent.resolve("g.inc"), "bs=4k\n");
    Files.writeString(folder.resolve("j.fio"), "[a]\nsize=4k\ninclude ../g.inc\n");
    var scenarios = new ScenariosRead(folder);
    assertThatThrownBy(() -> scenarios.read("s.conf", Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not come with the job");
    assertThatThrownBy(() -> scenarios.read("../g.inc", Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("lies outside");
  }

  @Test
  void itsFilesAreThoseItReadAndThoseThatValuesName() throws IOException {
    Files.writeString(folder.resolve("other.fio"), "[a]\nsize=4k\n");
    var scenario = folder.resolve("s.conf");
    var files =
        ScenariosRead.files(
            scenario,
            Set.of(folder.resolve("more.conf")),
            List.of(" other.fio ", "", "4 KiB", "none.fio", "a\0b", "x".repeat(2000)));
    assertThat(files.count()).isEqualTo(3);
    assertThat(files.name(folder.resolve("other.fio"))).isEqualTo("other.fio");
    assertThat(files.name(scenario)).isEqualTo("s.conf");
  }
}
