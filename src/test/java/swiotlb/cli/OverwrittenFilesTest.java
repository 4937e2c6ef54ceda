package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a command reads is written over by it, wherever it was told of it. */
class OverwrittenFilesTest {
  private static final Path RECORDING = Path.of("simulations/recordings/ahci-16deep-growing");

  @TempDir private Path folder;

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void isSpared(Path file, Object... command) throws IOException {
    var before = Files.readAllBytes(file);
    var said = Invocation.of(command);
    assertThat(said.err()).contains(file + ": ", "would be overwritten").doesNotContain("\tat ");
    assertThat(said.code()).isEqualTo(2);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void recordingsOfAFleet() throws IOException {
    var machine = folder.resolve("fleet/one");
    copy(RECORDING, machine);
    var other = machine.resolve("cmdline.txt");
    isSpared(other, "fleet", folder.resolve("fleet"), "--json", other);
    var list = Files.writeString(folder.resolve("list"), "fleet/one\n");
    isSpared(other, "fleet", list, "--json", other);
    isSpared(list, "fleet", list, "--json", list);
    var fresh = folder.resolve("fleet/answer.json");
    assertThat(Invocation.of("fleet", folder.resolve("fleet"), "--json", fresh).code()).isZero();
  }

  @Test
  void whatLiesBesideATraceThatIsNamedAndWhatIsOnlyLinked() throws IOException {
    var machine = folder.resolve("one");
    copy(RECORDING, machine);
    var other = machine.resolve("cmdline.txt");
    var trace = machine.resolve("trace.txt.gz");
    isSpared(other, "replay", trace, "--json", other);
    isSpared(other, "advise", trace, "--json", other);
    var list = Files.writeString(folder.resolve("list"), "one/trace.txt.gz\n");
    isSpared(other, "fleet", list, "--json", other);
    var linked = Files.createDirectories(folder.resolve("linked"));
    for (var name : List.of("cmdline.txt", "trace.txt.gz")) {
      Files.createSymbolicLink(linked.resolve(name), machine.resolve(name));
    }
    isSpared(other, "replay", linked, "--json", other);
  }

  @Test
  void whatACommandWroteIntoAFolderBeforeIsWrittenAnew() throws IOException {
    var machine = folder.resolve("one");
    copy(RECORDING, machine);
    var said = machine.resolve("said.json");
    var report = machine.resolve("report");
    for (var i = 0; i < 2; i++) {
      assertThat(Invocation.of("replay", machine, "--json", said).code()).isZero();
      assertThat(
              Invocation.of(
                      "size",
                      "--memory",
                      "8G",
                      "--machine",
                      machine,
                      "--json",
                      said,
                      "--report",
                      report)
                  .err())
          .doesNotContain("overwritten");
      assertThat(report.resolve("index.html")).exists();
    }
  }

  @Test
  void aReportOfWhichAPartIsRead() throws IOException {
    var report = folder.resolve("report");
    var found =
        Invocation.of(
            "explore",
            "simulations/races/early-answer.conf",
            "--budget",
            600,
            "--out",
            folder.resolve("found"),
            "--report",
            report);
    assertThat(found.code()).isEqualTo(1);
    var scenario = report.resolve("finding-1.conf");
    var choices = report.resolve("finding-1.json");
    var said = Invocation.of("run", scenario, "--choices", choices, "--report", report);
    assertThat(said.err()).contains("lies in the report that would be written anew");
    assertThat(said.code()).isEqualTo(2);
    assertThat(scenario).exists();
    assertThat(choices).exists();
  }

  @Test
  void aFleetsReportIsNotAmongItsRecordings() throws IOException {
    copy(RECORDING, folder.resolve("fleet/one"));
    var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("fleet"));
    for (var at : List.of(folder.resolve("fleet/report"), folder.resolve("fleet/a/b"))) {
      for (var from : List.of(folder.resolve("fleet"), link)) {
        var said = Invocation.of("fleet", from, "--report", at);
        assertThat(said.err()).contains("lies in the folder of the recordings");
        assertThat(said.code()).isEqualTo(2);
        assertThat(at).doesNotExist();
      }
    }
  }

  @Test
  void aRecordingThatIsReplayedOrAdvisedOn() throws IOException {
    var machine = folder.resolve("one");
    copy(RECORDING, machine);
    var other = machine.resolve("cmdline.txt");
    isSpared(other, "replay", machine, "--json", other);
    isSpared(other, "advise", machine, "--json", other);
    isSpared(other, "size", "--machine", machine, "--json", other);
  }

  @Test
  void goldenTracesOfEitherFolder() throws IOException {
    var theirs = folder.resolve("theirs");
    var reference = folder.resolve("reference");
    for (var place : List.of(theirs, reference)) {
      Files.createDirectories(place);
      Files.copy(Path.of("src/test/resources/golden/cpus-4.jsonl"), place.resolve("cpus-4.jsonl"));
    }
    var own = theirs.resolve("cpus-4.jsonl");
    var others = reference.resolve("cpus-4.jsonl");
    isSpared(own, "conform", theirs, "--json", own);
    isSpared(others, "conform", theirs, "--against", reference, "--json", others);
  }

  @Test
  void choicesThatRepeatARun() throws IOException {
    var scenario = Path.of("simulations/races/lost-wake-up.conf");
    var choices =
        Files.writeString(
            folder.resolve("choices.json"),
            """
            {"format": "swiotlb-sim choices", "version": 1, "set": {}, "orders": "any",
             "faults until message": 4, "choices": [], "timeline": "0", "messages": 3, "finding": ""}
            """);
    for (var option : List.of("--json", "--trace")) {
      isSpared(choices, "run", scenario, "--choices", choices, option, choices);
    }
    var counted =
        Invocation.of(
            "run", scenario, "--choices", choices, "--counters", folder.resolve("counters.csv"));
    assertThat(counted.err()).startsWith("--counters: ").contains("leave it out with --choices");
    assertThat(counted.code()).isEqualTo(2);
  }

  @Test
  void whatAScenarioNames() throws IOException {
    copy(RECORDING, folder.resolve("disk"));
    var other = folder.resolve("disk/cmdline.txt");
    var part = Files.writeString(folder.resolve("part.conf"), "cpus = 4\n");
    var scenario =
        Files.writeString(
            folder.resolve("whole.conf"),
            """
            include "part.conf"
            kernel = "swiotlb=512,force"
            memory = 2 GiB
            devices.disk.jobs.load.recording = "disk"
            """);
    for (var named : List.of(other, part)) {
      isSpared(named, "run", scenario, "--json", named);
      isSpared(named, "run", scenario, "--counters", named);
      isSpared(named, "measure", scenario, "--json", named);
      isSpared(named, "sweep", scenario, "--out", folder.resolve("out"), "--json", named);
      isSpared(named, "advise", scenario, "--json", named);
    }
    copy(RECORDING, folder.resolve("other"));
    var varied = folder.resolve("other/cmdline.txt");
    var axis = "devices.disk.jobs.load.recording=disk,other";
    isSpared(varied, "measure", scenario, "--vary", axis, "--json", varied);
    isSpared(
        varied,
        "sweep",
        scenario,
        "--vary",
        axis,
        "--out",
        folder.resolve("out"),
        "--json",
        varied);
  }
}
