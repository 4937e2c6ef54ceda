package swiotlb.workload.fio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.workload.JobSpec.Block;

/** Job files are read as fio 3.33 reads them. */
class FioJobsTest {
  private static final Variables VARIABLES = new Variables(Map.of("SZ", "32k")::get, 4096, 2048, 4);

  @TempDir private Path folder;

  private FioJobs jobs(String text) {
    return jobs(text, "");
  }

  private FioJobs jobs(String text, String section) {
    try {
      var file = Files.writeString(folder.resolve("j.fio"), text);
      return FioJobs.read(file, section, VARIABLES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FioJob job(String options) {
    return jobs("[a]\n" + options.replace('|', '\n') + "\n").jobs().get(0);
  }

  static Stream<String> runs() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/imports/fio-3.33-jobs.tsv")).stream()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aJobDoesWhatFioDid(String line) {
    var fields = line.split("\t", -1);
    var numbers = Stream.of(fields).skip(1).map(Long::parseLong).toList();
    var job = job("ioengine=null|" + fields[0]);
    var reads = numbers.get(1);
    var writes = numbers.get(3);
    assertThat(job.threads()).isEqualTo(numbers.get(0).intValue());
    assertThat(job.count()).isEqualTo(reads + writes);
    assertThat(job.blocks())
        .containsExactly(new Block((numbers.get(2) + numbers.get(4)) / job.count(), 1));
    assertThat(job.readPercent() > 0).isEqualTo(reads > 0);
    assertThat(job.readPercent() < 100).isEqualTo(writes > 0);
  }

  @Test
  void globalOptionsHoldForWhatStandsBelowThem() {
    var jobs = jobs("[a]\nsize=8k\n[global]\nbs=2k\n[b]\nsize=8k\n[c]\nsize=8k\nbs=1k\n").jobs();
    assertThat(jobs).extracting(FioJob::count).containsExactly(2L, 4L, 8L);
    assertThat(jobs).extracting(FioJob::name).containsExactly("a", "b", "c");
  }

  @Test
  void commentsAreCutEvenWithinValues() {
    assertThat(job("size=64k;bs=1k|bs=8k # more| ; all of it|# too").count()).isEqualTo(8);
  }

  @Test
  void includedFilesCountFromTheFolderOfTheirFile() throws IOException {
    Files.createDirectories(folder.resolve("inc"));
    Files.writeString(folder.resolve("inc/g.inc"), "bs=16k\ninclude h.inc\n");
    Files.writeString(folder.resolve("inc/h.inc"), "iodepth=4\n");
    var job = jobs("[global]\ninclude inc/g.inc\n[x]\nsize=64k\nioengine=libaio\n").jobs().get(0);
    assertThat(job.count()).isEqualTo(4);
    assertThat(job.depth()).isEqualTo(4);
  }

  @Test
  void anIncludedFileBeginsNoJob() throws IOException {
    Files.writeString(folder.resolve("g.inc"), "bs=16k\n[y]\n");
    assertThatThrownBy(() -> jobs("[x]\nsize=64k\ninclude g.inc\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("g.inc:2: begins a job, which an included file cannot");
  }

  @Test
  void aFileThatIncludesItselfIsTold() {
    assertThatThrownBy(() -> jobs("[x]\ninclude j.fio\n")).isInstanceOf(InputException.class);
  }

  @Test
  void whatIsIncludedMustBeThere() {
    assertThatThrownBy(() -> jobs("[x]\nsize=64k\ninclude nope.inc\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("j.fio:3: includes ")
        .hasMessageContaining("nope.inc, which is no file");
  }

  @Test
  void aFileMayBePacked() throws IOException {
    var file = folder.resolve("p.fio");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("[a]\nsize=8k\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(FioJobs.read(file, "", VARIABLES).jobs().get(0).count()).isEqualTo(2);
  }

  @Test
  void includesWithoutEndAreTold() throws IOException {
    Files.writeString(folder.resolve("a.inc"), "include b.inc\n".repeat(100));
    Files.writeString(folder.resolve("b.inc"), "include c.inc\n".repeat(100));
    Files.writeString(folder.resolve("c.inc"), "bs=4k\n");
    assertThatThrownBy(() -> jobs("[a]\nsize=4k\n" + "include a.inc\n".repeat(100)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is one of more than 256 that are included");
  }

  @Test
  void variablesAreFilledIn() {
    assertThat(job("size=${SZ}|bs=$pagesize").count()).isEqualTo(8);
    assertThat(job("size=64k|bs=$ncpus|number_ios=7").blocks().get(0).bytes()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "size=${NOPE}!takes NOPE from the environment, where it is not set",
        "size=8*$mb_memory!is a sum of fio's",
        "BS=8k!BS=8k is no option of fio 3.33",
        "size=k!size=k is no number of fio's",
        "rw=foo!rw=foo is no direction of fio's",
        "size=64k|bs=0!bs=0 is 0; it can be 1 to",
        "bs=8k|size=4k!is less than one block, which fio refuses",
        "bs=8k!does not say how much there is to do in bytes",
        "time_based!but runtime says none",
        "size=64k|startdelay=5!startdelay=5 would change which requests come, or when",
        "size=64k|verify=crc32c!is not simulated; leave it out",
        "size=64k|exitall!exitall would change which requests come",
        "read_iolog=x!would change which requests come",
        "size=64k|rw=rw|bs=4k,8k!holds for reads and writes each on their own",
        "size=64k|rw=rw|rate=1m!holds for reads and writes each on their own",
        "size=64k|rate=1m|rate_iops=5!leave one of them out",
        "size=64k|thinktime=5|ioengine=libaio|iodepth=2!beside a rate or an iodepth above 1",
        "size=64k|thinktime=5|thinktime_blocks=4!is not simulated unless it is 1",
        "size=64k|ioengine=net!does not ask a block device",
        "size=64k|direct=yes!is neither 0 nor 1",
        "size=64k|cpus_allowed=x!is no list of CPUs",
        "size=64k|bsrange=4k!is no range such as",
        "size=64k|cpus_allowed=3-1!is no list of CPUs",
        "size=64k|bs=!bs has no value",
        "size=64k|direct!direct has no value",
        "size=64k|bs=-4k!bs=-4k is no number of fio's",
        "size=64k|bs=4k,-8k|rw=write!is no number of fio's",
        "size=10m-20m!holds several numbers where one is simulated",
        "size=64k|iodepth=4:8!holds several numbers where one is simulated",
        "filesize=1m-4m!holds several numbers where one is simulated",
        "filesize=1m|offset=512k!leaves less of a filesize to do",
        "size=1m|rw=read:8k!leaves holes",
        "size=1m|io_size=2m|loops=2!beside an io_size above size is not simulated",
        "runtime=5|io_size=50%!is a part of a size that is not given",
        "size=1m|io_size=200%!can be 1 to 100",
        "size=1m|bsrange=4k-16k|bs_unaligned!draws any size of a range",
        "size=1m|zonesize=64k!zonesize=64k would change which requests come",
        "rw=trim|size=4k!has no job that reads or writes",
      })
  void whatFioRefusesOrIsNotSimulatedIsToldWithItsLine(String options, String message) {
    assertThatThrownBy(() -> job(options))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("j.fio")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bs=4k", "[]", "[", "", "; nothing"})
  void aFileWithoutAJobIsTold(String text) {
    assertThatThrownBy(() -> jobs(text)).isInstanceOf(InputException.class);
  }

  @Test
  void whatIsReadOtherwiseThanItLooksIsSaid() {
    assertThat(job("size=64k|bs= 8k").remarks()).contains("line 3: fio reads bs= 8k as 8 (bytes)");
  }

  @Test
  void optionsThatChangeNothingAreListedOnce() {
    assertThat(
            jobs("[global]\nsize=4k\ngroup_reporting\nrandseed=3\n[a]\n[b]\nfsync=1\n").remarks())
        .containsExactly(
            "these options change nothing here: group_reporting, randseed",
            "flushes are left out, which move no data, and nothing waits for them: fsync");
  }

  @Test
  void filesOfSeveralDevicesAreSaidToBeOfOne() {
    assertThat(jobs("[a]\nsize=4k\nfilename=/dev/sda\n[b]\nsize=4k\nfilename=/dev/sdb\n").remarks())
        .containsExactly("what is for several devices is all of this one here: /dev/sda, /dev/sdb");
    assertThat(jobs("[a]\nsize=4k\nfilename=/dev/sda\n[b]\nsize=4k\nfilename=/dev/sda\n").remarks())
        .isEmpty();
  }

  @Test
  void aSynchronousEngineDoesOneAtATime() {
    assertThat(job("size=64k|iodepth=8").depth()).isEqualTo(1);
    assertThat(job("size=64k|iodepth=8").remarks()).anyMatch(r -> r.contains("whatever iodepth"));
    assertThat(job("size=64k|iodepth=8|ioengine=io_uring").depth()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "4k/50:8k/30, 4096=70 8192=30",
    "8k/30:4k/50, 4096=70 8192=30",
    "4k/50:8k/30:16k/10, 4096=60 8192=30 16384=10",
    "4k/20:8k/, 4096=20 8192=80",
    "4k/:8k/:16k/50, 4096=25 8192=25 16384=50",
    "4k/60:16k/60, 4096=60 16384=40",
    "16k/10, 16384=100",
    "3k/50:8k/50, 3072=50 6144=50",
    "8k/50:12k/50, 8192=50 8192=50",
  })
  void sharesAreThoseThatFioDrew(String split, String shares) {
    var blocks = job("size=1m|bssplit=" + split).blocks();
    assertThat(blocks.stream().map(b -> b.bytes() + "=" + b.weight()).sorted(FioJobsTest::bySize))
        .containsExactly(shares.split(" ", -1));
  }

  private static int bySize(String a, String b) {
    return Long.compare(
        Long.parseLong(a.substring(0, a.indexOf('='))),
        Long.parseLong(b.substring(0, b.indexOf('='))));
  }

  /** fio drew 30.8, 29.6, 29.1 and 10.5 %. */
  @Test
  void aRangeHasMultiplesOfItsLowerEndAndItsUpperEnd() {
    assertThat(job("size=1m|bsrange=3k-10k").blocks())
        .containsExactly(
            new Block(3072, 3072),
            new Block(6144, 3072),
            new Block(9216, 3072),
            new Block(10_240, 1024));
  }

  @Test
  void aRateIsATimeBetweenRequests() {
    assertThat(job("size=64k|rate_iops=100").intervalNs()).isEqualTo(1e7);
    assertThat(job("size=64k|rate=1m,2m|rw=write|bs=8k").intervalNs()).isEqualTo(1e9 / 256);
  }

  @Test
  void whatIsBasedOnTimeHasNoCount() {
    var job = job("size=64k|time_based|runtime=2|ramp_time=500ms|thinktime=3ms");
    assertThat(job.count()).isZero();
    assertThat(job.durationNs()).isEqualTo(2_500_000_000L);
    assertThat(job.thinkNs()).isEqualTo(3_000_000);
  }

  @Test
  void cpusAreAListOrAMask() {
    assertThat(job("size=4k|cpus_allowed=0-1,3").cpus()).isEqualTo(List.of(0, 1, 3));
    assertThat(job("size=4k|cpumask=5").cpus()).isEqualTo(List.of(0, 2));
  }

  @Test
  void aJobThatWaitsForOthersIsRefusedUnlessItIsChosen() {
    var text = "[a]\nsize=8k\n[b]\nstonewall\nsize=4k\n";
    assertThatThrownBy(() -> jobs(text))
        .hasMessageContaining("j.fio:4: stonewall lets job b wait for those before it");
    assertThat(jobs(text, "b").jobs()).extracting(FioJob::count).containsExactly(1L);
    assertThatThrownBy(() -> jobs(text, "c"))
        .hasMessageContaining("has no job c; its jobs are a, b");
  }

  @Test
  void trimsAreLeftOutAndSaid() {
    var jobs = jobs("[a]\nrw=randtrim\nsize=4k\n[b]\nsize=4k\n");
    assertThat(jobs.jobs()).hasSize(1);
    assertThat(jobs.remarks()).contains("job a is left out: trims move no data");
  }
}
