package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a recording is said, and no number stands beside another that denies it. */
class ReplayDoubtsTest {
  private static final String HEADER = "# entries-in-buffer/entries-written: 8/8   #P:4\n";

  @TempDir private Path folder;

  private String replay(Object... more) {
    return result(more).out();
  }

  private Invocation result(Object... more) {
    var words = new ArrayList<Object>(List.of("replay", folder));
    words.addAll(List.of(more));
    return Invocation.of(words.toArray());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String line(int cpu, int micros, String event) {
    return String.format(Locale.ROOT, "  fio-152  [%03d] d.... 5.%06d: %s%n", cpu, micros, event);
  }

  /** A page that bounces into a slot of a pool of 512 at 0x78500000, and its mapping. */
  private static String page(int cpu, int number, String address) {
    var original = 0x10_0000 + number * 0x1000;
    return line(
            cpu,
            100 + 10 * number,
            "swiotlb_bounced: dev_name: 0000:00:1f.2 dma_mask=ffffffffffffffff dev_addr=%x size=4096 FORCE"
                .formatted(original))
        + line(
            cpu,
            101 + 10 * number,
            "dma_map_page: 0000:00:1f.2 dir=TO_DEVICE dma_addr=%s size=4096 phys_addr=%x attrs="
                .formatted(address, original));
  }

  /** So many pages of CPU 0 one behind the other. */
  private static String pages(int count) {
    return String.join(
        "",
        IntStream.range(0, count)
            .mapToObj(i -> page(0, i, Integer.toHexString(0x7850_0000 + i * 4096)))
            .toList());
  }

  private void machine() throws IOException {
    write("cmdline.txt", "swiotlb=512,force\n");
    write(
        "dmesg.txt",
        """
        software IO TLB: mapped [mem 0x0000000078500000-0x0000000078600000] (1MB)
        software IO TLB: area num 4.
        """);
  }

  @Test
  void outcomesThatAreTakenOverAreCountedApart() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2) + page(0, 2, "ffffffffffffffff"));
    assertThat(replay())
        .contains("2 of 3 mappings lie where they were recorded")
        .containsPattern("failed maps +1 +0\n")
        .contains("what was recorded was taken over: 0 mappings in pools, 0 transient, 1 failed");
  }

  @Test
  void aMarkThatIsOlderThanTheRecordingIsNotCompared() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2));
    write("debugfs.txt", "# before\nio_tlb_used_hiwater 77\n# after\nio_tlb_used_hiwater 77\n");
    assertThat(replay())
        .containsPattern("io_tlb_used_hiwater +unknown +4\n")
        .contains("was 77 slots before it began, and was not passed: it is not compared");
  }

  @Test
  void aMarkThatRoseIsCompared() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2));
    write("debugfs.txt", "# before\nio_tlb_used_hiwater 2\n# after\nio_tlb_used_hiwater 4\n");
    assertThat(replay()).containsPattern("io_tlb_used_hiwater +4 +4\n").doesNotContain("before it");
  }

  @Test
  void aMarkThatTheSimulationPassesDeniesIt() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2));
    write("debugfs.txt", "# before\nio_tlb_used_hiwater 2\n# after\nio_tlb_used_hiwater 2\n");
    assertThat(replay())
        .containsPattern("io_tlb_used_hiwater +unknown +4\n")
        .contains("the kernel never had more than 2 slots in use");
  }

  @Test
  void twoRecordingsInOneFileAreNoticed() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(3) + page(0, 1, "78503000"));
    assertThat(replay())
        .contains("the time goes back at line 8 by 0.000011 s: two recordings in one file");
  }

  @Test
  void linesOfTwoCpusMayPassEachOtherByALittle() throws IOException {
    machine();
    write("trace.txt", HEADER + page(0, 1, "78500000") + page(1, 0, "78540000"));
    assertThat(replay()).doesNotContain("goes back");
  }

  @Test
  void aLineOfAVeryHighCpuIsNamed() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2) + page(4095, 2, "78501000"));
    assertThat(replay())
        .contains("line 6 is of CPU 4095, but something says that there are 4 CPUs: taken as 4096");
  }

  @Test
  void numbersOfCpusMayHaveHoles() throws IOException {
    machine();
    write("cpus.txt", "4\n");
    write("trace.txt", HEADER + pages(2) + page(8, 2, "78502000"));
    assertThat(replay())
        .contains("4 CPUs, standard events only")
        .contains(
            "line 6 is of CPU 8, but something says that there are 4 CPUs: their numbers have holes")
        .contains("3 of 3 mappings");
  }

  @Test
  void whoKnowsThePossibleCpusMaySaySo() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2) + page(8, 2, "78502000"));
    assertThat(replay("--cpus", "4")).contains("4 CPUs,").contains("their numbers have holes");
  }

  @Test
  void aWhatIfOfCpusWithHolesSaysHowManyItHas() throws IOException {
    machine();
    write("cpus.txt", "4\n");
    write("trace.txt", HEADER + pages(2) + page(8, 2, "78502000"));
    assertThat(replay("--what-if", "--cmdline", "swiotlb=1024,force"))
        .contains("simulated and what if have 9 CPUs, not 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " fio 152 5.000100: swiotlb:swiotlb_bounced: dev_name: d dma_mask=ff dev_addr=1000 size=4096 FORCE",
        "fio 152 [000] dma:dma_map_phys: d dir=TO_DEVICE dma_addr=1000 size=4096 phys_addr=1000 attrs="
      })
  void perfsEventsWithoutCpuOrTimeAreNamed(String text) throws IOException {
    write("trace.txt", text + "\n");
    var result = result();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("perf script -F comm,tid,cpu,time,event,trace");
  }

  @Test
  void lossesThatAreOnlyToldAtTheEndMakeAllDoubtful() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2) + "CPU 0: 975 events lost\n");
    assertThat(replay())
        .contains("the kernel lost 975 lines")
        .contains("where they were lost is told nowhere")
        .contains("all of this is doubtful");
  }

  @Test
  void aReleaseThatIsNotKnownYetIsTakenToBeLikeTheNewest() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2));
    assertThat(replay("--release", "7.9"))
        .contains("7.9 is newer than 7.3, the newest that is known, and is taken to be like it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"999.999", "0.1", "6.612", "9.0"})
  void aReleaseThatNoKernelHasIsRefused(String release) throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2));
    var result = result("--release", release);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("--release: there is no kernel " + release).contains("7.3");
  }

  @Test
  void aReleaseThatNoKernelHasIsRefusedInABootLogToo() throws IOException {
    machine();
    write("trace.txt", HEADER + pages(2));
    write("dmesg.txt", "Linux version 999.9.1-amd64 (gcc)\n");
    var result = result();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("dmesg.txt:1: there is no kernel 999.9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "dma_addrs={0x78502000,0xzz} sizes={0x1000,0x1000} phys_addrs={0x102000,0x103000}",
        "dma_addrs={0x78502000,} sizes={0x1000,} phys_addrs={0x102000,}"
      })
  void aListOfWhichOneNumberCannotBeReadIsNoList(String list) throws IOException {
    machine();
    var bounced =
        "swiotlb_bounced: dev_name: 0000:00:1f.2 dma_mask=ffffffffffffffff dev_addr=102000 size=4096 FORCE";
    write(
        "trace.txt",
        HEADER
            + pages(2)
            + line(0, 200, bounced)
            + line(0, 201, "dma_map_sg: 0000:00:1f.2 dir=TO_DEVICE " + list + " attrs=")
            + page(0, 12, "78502000"));
    assertThat(replay())
        .contains("1 lines could not be read, the first: ")
        .contains("1 bounces have no mapping in the recording")
        .containsPattern("failed maps +0 +0\n");
  }
}
