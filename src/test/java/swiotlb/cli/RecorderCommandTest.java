package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script, run on a folder with the files that a kernel has. */
@DisabledOnOs(OS.WINDOWS)
class RecorderCommandTest {
  private static final Path CASE =
      Path.of("src/test/resources/cases/recordings/7.3.4-tracefs-e1000e-virtionet-ping");

  @TempDir private Path folder;

  private record Ended(int code, String out) {}

  private void write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** A shell that makes an instance appear as a kernel does, with its files. */
  @BeforeEach
  void makeMachine() throws IOException {
    write("proc/cmdline", "root=UUID=4711 swiotlb=8192,force,track_hiwater quiet -- swiotlb=1\n");
    write("proc/buddyinfo", "Node 0, zone DMA32 1 1 1 1 1 1 1 1 1 1 1\n");
    write("sys/devices/system/cpu/possible", "0-3\n");
    write("sys/kernel/debug/swiotlb/io_tlb_nslabs", "8192\n");
    write("sys/kernel/debug/swiotlb/io_tlb_used", "511\n");
    Files.createDirectories(folder.resolve("sys/kernel/tracing/instances"));
    var kernel = folder.resolve("kernel");
    Files.createDirectories(kernel.resolve("events/swiotlb"));
    Files.createDirectories(kernel.resolve("events/dma"));
    Files.createDirectories(kernel.resolve("per_cpu/cpu0"));
    write("kernel/events/enable", "");
    write("kernel/events/swiotlb/enable", "0");
    write("kernel/events/dma/enable", "0");
    write("kernel/tracing_on", "1");
    write("kernel/buffer_size_kb", "0");
    write("kernel/per_cpu/cpu0/stats", "entries: 3\noverrun: 0\ndropped events: 0\n");
    try (var in = new GZIPInputStream(Files.newInputStream(CASE.resolve("trace.txt.gz")))) {
      Files.write(kernel.resolve("trace"), in.readAllBytes());
    }
    Files.writeString(folder.resolve("rec.sh"), Invocation.of("recorder").out());
    write(
        "bin/mkdir",
        "#!/bin/sh\ncase $1 in */instances/*) cp -r '"
            + kernel
            + "' \"$1\" ;; *) exec /bin/mkdir \"$@\" ;; esac\n");
    write("bin/rmdir", "#!/bin/sh\nmv \"$1\" '" + folder.resolve("gone") + "'\n");
    write("bin/dmesg", "#!/bin/sh\necho '[    0.000000] software IO TLB: area num 4.'\n");
    write("bin/journalctl", "#!/bin/sh\nexit 1\n");
    for (var name : List.of("mkdir", "rmdir", "dmesg", "journalctl")) {
      assertThat(folder.resolve("bin").resolve(name).toFile().setExecutable(true)).isTrue();
    }
  }

  private Ended run(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("sh", "rec.sh"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("REC_PROC", folder.resolve("proc").toString());
    environment.put("REC_SYS", folder.resolve("sys").toString());
    environment.put("REC_BOOT", folder.resolve("boot").toString());
    environment.put("REC_MODULES", folder.resolve("modules").toString());
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    var process = builder.start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out);
  }

  private String saved(String name) throws IOException {
    return Files.readString(folder.resolve("swiotlb-recording").resolve(name));
  }

  @Test
  void whatItSavesIsWhatReplayTakes() throws Exception {
    assertThat(run("true").code()).isZero();
    assertThat(saved("debugfs.txt"))
        .isEqualTo(
            "# before\nio_tlb_nslabs 8192\nio_tlb_used 511\n# after\nio_tlb_nslabs 8192\nio_tlb_used 511\n");
    assertThat(saved("cpus.txt")).isEqualTo("4\n");
    assertThat(saved("dmesg.txt")).contains("area num 4.");
    assertThat(saved("buddyinfo.txt")).startsWith("Node 0");
    var replay = Invocation.of("replay", folder.resolve("swiotlb-recording"));
    assertThat(replay.code()).isZero();
    assertThat(replay.out())
        .contains("511 slots were in use when it began")
        .contains("default pool at 0x7b67e000, 8192 slots in 4 areas")
        .contains("1157 of 1159 mappings");
  }

  @Test
  void possibleCpusAreCountedWhereTheirNumbersHaveHoles() throws Exception {
    write("sys/devices/system/cpu/possible", "0-3,8,16-17\n");
    run("true");
    assertThat(saved("cpus.txt")).isEqualTo("7\n");
  }

  @Test
  void bootLinesThatTheKernelHasOverwrittenAreTakenFromTheJournal() throws Exception {
    write(
        "bin/dmesg", "#!/bin/sh\necho '[ 9000.0] software IO TLB: Failed to allocate new pool'\n");
    write(
        "bin/journalctl",
        "#!/bin/sh\n[ \"$1 $2 $3\" = '-k -b 0' ] && echo '[    0.1] host kernel: software IO TLB: area num 4.'\n");
    assertThat(run("true").out()).doesNotContain("boot lines");
    assertThat(saved("dmesg.txt")).contains("area num 4.");
  }

  @Test
  void bootLinesThatNobodyHasAreMissed() throws Exception {
    write(
        "bin/dmesg", "#!/bin/sh\necho '[ 9000.0] software IO TLB: Failed to allocate new pool'\n");
    var ended = run("true");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("neither dmesg nor the journal has the boot lines")
        .contains("dmesg.txt");
    assertThat(saved("dmesg.txt")).contains("Failed to allocate new pool");
  }

  @Test
  void aKernelThatSetNoPoolUpIsToldFromOneWhoseLogIsGone() throws Exception {
    write("bin/dmesg", "#!/bin/sh\necho '[    0.000000] Linux version 6.12.117+deb13-amd64'\n");
    assertThat(run("true").out())
        .contains("set no software IO TLB up when it booted")
        .doesNotContain("neither dmesg nor the journal");
  }

  @Test
  void theCommandLineThatTheKernelLogsIsNotSaved() throws Exception {
    write(
        "bin/dmesg",
        """
        #!/bin/sh
        echo '[    0.000000] Command line: root=UUID=4711 secret=42 swiotlb=512,force'
        echo '[    0.000000] Kernel command line: secret=42 swiotlb=512,force'
        echo '[    0.000000] Unknown kernel command line parameters "secret=42 swiotlb=512", will be passed'
        echo '[    0.000000] software IO TLB: area num 4.'
        """);
    run("true");
    assertThat(saved("dmesg.txt")).contains("area num 4.").doesNotContain("secret");
  }

  @Test
  void aJournalsCommandLineIsNotSavedEither() throws Exception {
    write("bin/dmesg", "#!/bin/sh\n");
    write(
        "bin/journalctl",
        """
        #!/bin/sh
        echo '[    0.0] host kernel: Command line: secret=42 swiotlb=512,force'
        echo '[    0.1] host kernel: software IO TLB: area num 4.'
        """);
    run("true");
    assertThat(saved("dmesg.txt")).contains("area num 4.").doesNotContain("secret");
  }

  @Test
  void howTheKernelWasBuiltIsSaved() throws Exception {
    write("bin/uname", "#!/bin/sh\necho 7.3-amd64\n");
    assertThat(folder.resolve("bin/uname").toFile().setExecutable(true)).isTrue();
    write(
        "modules/7.3-amd64/config",
        "CONFIG_SWIOTLB=y\nCONFIG_KEYS=y\n# CONFIG_SWIOTLB_DYNAMIC is not set\n");
    run("true");
    assertThat(saved("config.txt"))
        .isEqualTo("CONFIG_SWIOTLB=y\n# CONFIG_SWIOTLB_DYNAMIC is not set\n");
  }

  @Test
  void withoutCountersItSaysHowToHaveThem() throws Exception {
    for (var name : List.of("io_tlb_nslabs", "io_tlb_used", "")) {
      Files.delete(folder.resolve("sys/kernel/debug/swiotlb/" + name));
    }
    var ended = run("true");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("mount -t debugfs nodev /sys/kernel/debug");
  }

  @Test
  void mappingsThatNeedNoBounceAreNothingToFollow() throws Exception {
    write(
        "kernel/trace",
        "# tracer: nop\n dd-1 [000] ..... 1.000000: dma_map_page: 0000:00:04.0 dir=TO_DEVICE\n");
    assertThat(run("true").out()).contains("nothing bounced").contains("1 lines in");
  }

  @Test
  void aFolderElsewhereIsPackedWithoutItsPath() throws Exception {
    var elsewhere = folder.resolve("deep/er");
    var ended = run("-o", elsewhere.toString(), "true");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).doesNotContain("tar:");
    var list = new ProcessBuilder("tar", "tf", elsewhere + ".tar").start();
    assertThat(new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("er/");
  }

  @Test
  void helpIsItsHead() throws Exception {
    var ended = run("-h");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .startsWith("Records what the software IO TLB")
        .contains("sh rec.sh [-o FOLDER]")
        .endsWith("before you hand them on.\n");
  }

  @Test
  void onlyParametersThatMatterAreSaved() throws Exception {
    run("true");
    assertThat(saved("cmdline.txt").trim()).isEqualTo("swiotlb=8192,force,track_hiwater");
  }

  @Test
  void itTurnsItsInstanceOffAndRemovesIt() throws Exception {
    run("true");
    assertThat(folder.resolve("sys/kernel/tracing/instances")).isEmptyDirectory();
    assertThat(folder.resolve("gone/tracing_on")).hasContent("0");
    assertThat(folder.resolve("gone/events/enable")).hasContent("0");
    assertThat(folder.resolve("gone/buffer_size_kb")).hasContent("16384");
    assertThat(folder.resolve("gone/events/dma/enable")).hasContent("1");
  }

  @Test
  void lossesAreToldWithARemedy() throws Exception {
    write("kernel/per_cpu/cpu0/stats", "overrun: 5\ndropped events: 2\n");
    assertThat(run("true").out()).contains("7 lines were lost").contains("-b 65536");
  }

  @Test
  void countsThatAreNotThereAreNoLoss() throws Exception {
    write("kernel/per_cpu/cpu0/stats", "entries: 3\n");
    var ended = run("true");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).doesNotContain("lost");
  }

  @Test
  void anInterruptEndsTheRecordingAndSavesIt() throws Exception {
    assertThat(run("sh", "-c", "kill -INT $PPID").code()).isZero();
    assertThat(saved("debugfs.txt")).contains("# after");
    assertThat(folder.resolve("swiotlb-recording/trace.txt.gz")).exists();
  }

  @Test
  void aKernelWithoutEventsOfMappingsIsRecordedAsFarAsItGoes() throws Exception {
    Files.delete(folder.resolve("kernel/events/dma/enable"));
    assertThat(run("true").out()).contains("only who bounces is recorded");
  }

  @Test
  void withoutTracefsItSaysHowToHaveIt() throws Exception {
    Files.delete(folder.resolve("sys/kernel/tracing/instances"));
    var ended = run("true");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).contains("mount -t tracefs");
  }

  @Test
  void aFolderThatIsThereIsNotOverwritten() throws Exception {
    Files.createDirectory(folder.resolve("here"));
    var ended = run("-o", "here", "true");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).contains("here is there already");
  }

  @Test
  void aNumberThatIsNoneIsRefused() throws Exception {
    assertThat(run("-s", "1;reboot").code()).isEqualTo(2);
  }
}
