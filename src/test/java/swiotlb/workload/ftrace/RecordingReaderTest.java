package swiotlb.workload.ftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static swiotlb.workload.ftrace.Lines.bounced;
import static swiotlb.workload.ftrace.Lines.mapPage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;

class RecordingReaderTest {
  private static final String ONE_MAPPING =
      Lines.text(2, 1, bounced(0xa000, 16))
          + "\n"
          + Lines.text(2, 2, mapPage(0x7850_0000, 16, 0xa000))
          + "\n";

  @TempDir private Path folder;

  private Path text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path gzip(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), gzipped(text));
  }

  private static byte[] gzipped(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static Recording read(Path path) {
    return RecordingReader.read(path, true);
  }

  @Test
  void aRecordingIsPlainText() throws IOException {
    assertThat(read(text("any name", ONE_MAPPING)).mappings()).hasSize(1);
  }

  @Test
  void aRecordingIsGzipWhateverItsName() throws IOException {
    assertThat(read(gzip("any name", ONE_MAPPING)).mappings()).hasSize(1);
  }

  @Test
  void aFolderHoldsTheRecordingAsText() throws IOException {
    text("trace.txt", ONE_MAPPING);
    assertThat(read(folder).mappings()).hasSize(1);
  }

  @Test
  void aFolderHoldsTheRecordingAsGzip() throws IOException {
    gzip("trace.txt.gz", ONE_MAPPING);
    assertThat(read(folder).mappings()).hasSize(1);
  }

  @Test
  void aFolderWithoutRecordingIsNamed() {
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(folder + ": holds no trace.txt or trace.txt.gz; name the recording itself");
  }

  @Test
  void theHeaderTellsHowManyCpusThereAre() throws IOException {
    var recording =
        read(text("t", "# entries-in-buffer/entries-written: 2/2   #P:24\n" + ONE_MAPPING));
    assertThat(recording.cpus()).isEqualTo(24);
    assertThat(recording.reading().lost().lines()).isZero();
  }

  @Test
  void theHeaderTellsHowManyLinesWereLost() throws IOException {
    var recording =
        read(text("t", "# entries-in-buffer/entries-written: 2/9   #P:4\n" + ONE_MAPPING));
    assertThat(recording.reading().lost().lines()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,2", "2,3", "3,4", "4,5", "23,24"})
  void withoutHeaderThereAreAtLeastTheCpusOfItsLines(int highest, int cpus) throws IOException {
    var more = Lines.text(highest, 3, "tracing_mark_write: x") + "\n";
    var host = read(text("t", ONE_MAPPING.replace("[002]", "[000]") + more)).host();
    assertThat(host.cpus()).isEqualTo(cpus);
    assertThat(host.cpusAreKnown()).isFalse();
  }

  @Test
  void unreadableLinesAreCountedWithAnExample() throws IOException {
    var recording = read(text("t", "CPU:2 [LOST five EVENTS]\n" + ONE_MAPPING + "\n\nand so on\n"));
    assertThat(recording.mappings()).hasSize(1);
    assertThat(recording.reading().lines()).isEqualTo(4);
    assertThat(recording.reading().unreadable()).isEqualTo(2);
    assertThat(recording.reading().unreadableExample()).isEqualTo("CPU:2 [LOST five EVENTS]");
  }

  @Test
  void theExampleOfALongLineIsItsBeginning() throws IOException {
    var recording = read(text("t", "x".repeat(100_000) + "\n" + ONE_MAPPING));
    assertThat(recording.reading().unreadableExample()).isEqualTo("x".repeat(160));
  }

  @Test
  void bytesThatAreNoTextSpoilTheirLineOnly() throws IOException {
    var file = text("t", ONE_MAPPING);
    var noise = new byte[300];
    new Random(7).nextBytes(noise);
    noise[0] = 'x';
    Files.write(file, noise, StandardOpenOption.APPEND);
    assertThat(read(file).mappings()).hasSize(1);
  }

  @Test
  void withoutSearchAndUnmapThereAreNoProbes() throws IOException {
    assertThat(read(text("t", ONE_MAPPING)).hasProbes()).isFalse();
  }

  @Test
  void probesAreUsedOnlyIfAskedFor() {
    var recorded = Path.of("simulations/recordings/ahci-small-growing");
    assertThat(RecordingReader.read(recorded, true).hasProbes()).isTrue();
    assertThat(RecordingReader.read(recorded, false).hasProbes()).isFalse();
  }

  @Test
  void theCommandLineLiesBesideTheRecording() throws IOException {
    text("cmdline.txt", "swiotlb=512,force \n");
    assertThat(read(text("trace.txt", ONE_MAPPING)).cmdline()).isEqualTo("swiotlb=512,force");
  }

  @Test
  void withoutCommandLineItIsEmpty() throws IOException {
    assertThat(read(text("trace.txt", ONE_MAPPING)).cmdline()).isEmpty();
  }

  @Test
  void theLastCountersBesideTheRecordingCount() throws IOException {
    text(
        "debugfs.txt",
        "# before\nio_tlb_nslabs 512\nio_tlb_used 0\n# after\nio_tlb_nslabs 1536\nnonsense 4\n");
    assertThat(read(text("trace.txt", ONE_MAPPING)).host().counters())
        .containsOnly(entry("io_tlb_nslabs", 1536L), entry("io_tlb_used", 0L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "{\"format\":\"other\"}\n", "hello\n"})
  void aForeignFileIsNamedWithARemedy(String content) throws IOException {
    var file = text("foreign", content);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": holds no line of ftrace text, trace-cmd");
  }

  @Test
  void aRecordingInWhichNothingHappenedIsNamedWithARemedy() throws IOException {
    var file = text("empty", "# tracer: nop\n#\n# entries-in-buffer/entries-written: 0/0   #P:2\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": holds the head of a trace and no event: nothing bounced")
        .hasMessageContaining("swiotlb=force");
  }

  @Test
  void aRecordingInWhichMappingsNeedNoBounceIsNamedWithARemedy() throws IOException {
    var file =
        text(
            "direct",
            Lines.text(
                    0,
                    1,
                    "dma_map_page: 0000:00:04.0 dir=TO_DEVICE dma_addr=1000 size=4096 phys_addr=1000 attrs=")
                + "\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": holds mappings and no swiotlb_bounced event: nothing");
  }

  @ParameterizedTest
  @CsvSource({
    "CONFIG_SWIOTLB_DYNAMIC=y,false",
    "# CONFIG_SWIOTLB_DYNAMIC is not set,true",
    "CONFIG_SWIOTLB=y,true"
  })
  void howTheKernelWasBuiltTellsWhetherItCanGrow(String line, boolean isStatic) throws IOException {
    text("config.txt", "CONFIG_SWIOTLB_XEN=y\n" + line + "\n");
    assertThat(read(text("trace.txt", ONE_MAPPING)).host().isStatic()).contains(isStatic);
  }

  @Test
  void countersOfTheRunningKernelCountForMoreThanAConfiguration() throws IOException {
    text("config.txt", "CONFIG_SWIOTLB=y\n# CONFIG_SWIOTLB_DYNAMIC is not set\n");
    text("debugfs.txt", "io_tlb_nslabs 512\nio_tlb_transient_nslabs 0\n");
    assertThat(read(text("trace.txt", ONE_MAPPING)).host().isStatic()).contains(false);
  }

  @Test
  void aRecordingOfOtherEventsIsNamedWithARemedy() throws IOException {
    var file = text("other", Lines.text(0, 1, "sched_switch: a ==> b") + "\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": holds no swiotlb_bounced event")
        .hasMessageContaining("swiotlb:* and dma:*");
  }

  @Test
  void aMissingFileIsNamedWithARemedy() {
    var file = folder.resolve("missing");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": cannot be opened; name a readable recording");
  }

  @Test
  void ofARecordingThatIsCutOffTheBeginningCounts() throws IOException {
    var whole =
        Files.readAllBytes(Path.of("simulations/recordings/ahci-small-growing/trace.txt.gz"));
    var file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, 100_000));
    var recording = read(file);
    assertThat(recording.reading().isCutOff()).isTrue();
    // Lines of the file, those that are no events included: twelve in its head.
    assertThat(recording.reading().cutOffAfter()).isEqualTo(recording.reading().lines() + 12);
    assertThat(recording.mappings()).hasSizeBetween(500, 4000);
  }

  @Test
  void theCpusOfATraceCmdReportAreRead() throws IOException {
    var file = Files.writeString(folder.resolve("report.txt"), "cpus=16\n" + ONE_MAPPING);
    assertThat(read(file).cpus()).isEqualTo(16);
    assertThat(read(file).reading().unreadable()).isZero();
  }

  @Test
  void aBufferWithoutBytesIsPassedOver() throws IOException {
    var empty = ONE_MAPPING.replaceAll("size=\\d+", "size=0");
    var file = Files.writeString(folder.resolve("t.txt"), empty + ONE_MAPPING);
    assertThat(read(file).mappings()).hasSize(1);
  }

  @Test
  void aGzipOfNothingIsNamed() throws IOException {
    var file = Files.write(folder.resolve("stub.gz"), new byte[] {0x1f, (byte) 0x8b});
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void aBinaryFileIsNamed() throws IOException {
    var bytes = new byte[10_000];
    new Random(1).nextBytes(bytes);
    var file = Files.write(folder.resolve("binary"), bytes);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": holds no line of ftrace text");
  }
}
