package swiotlb.study.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;

/** Files that go with a job to other machines. */
class JobFilesTest {
  @TempDir Path folder;

  private Path file(String name) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, "text of " + name);
  }

  private Map<String, String> unpacked(byte[] archive) throws IOException {
    var to = Files.createDirectory(folder.resolve("unpacked"));
    JobFiles.unpack(archive, to);
    return below(to);
  }

  private static Map<String, String> below(Path root) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.walk(root)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        texts.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private static byte[] archive(String... names) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void namesCountFromTheFolderThatAllAreIn() throws IOException {
    var scenario = file("a/b/s.conf");
    var recording = file("a/c/r.txt");
    var files = JobFiles.of(List.of(scenario, recording));
    assertThat(files.name(scenario)).isEqualTo("b/s.conf");
    assertThat(files.name(folder.resolve("a/b/../c/r.txt"))).isEqualTo("c/r.txt");
    assertThat(files.name(folder.resolve("a/c"))).isEqualTo("c");
    assertThat(files.count()).isEqualTo(2);
  }

  @Test
  void ofOneFileItsFolderCounts() throws IOException {
    assertThat(JobFiles.of(List.of(file("a/s.conf"))).name(folder.resolve("a/s.conf")))
        .isEqualTo("s.conf");
  }

  @Test
  void aFileOutsideHasNoName() throws IOException {
    var files = JobFiles.of(List.of(file("a/s.conf")));
    assertThatThrownBy(() -> files.name(folder.resolve("b/s.conf")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofAFolderTheFilesDirectlyInItCome() throws IOException {
    file("r/trace.txt");
    file("r/mounts");
    file("r/deeper/not.txt");
    var files = JobFiles.of(List.of(file("s.conf"), folder.resolve("r"), folder.resolve("none")));
    assertThat(unpacked(files.archive()))
        .isEqualTo(
            Map.of(
                "s.conf", "text of s.conf",
                "r/trace.txt", "text of r/trace.txt",
                "r/mounts", "text of r/mounts"));
  }

  @Test
  void noFilesAreAnArchiveToo() throws IOException {
    assertThat(unpacked(JobFiles.of(List.of()).archive())).isEmpty();
  }

  @Test
  void bytesComeAsTheyAre() throws IOException {
    var bytes = new byte[300_000];
    new java.util.Random(1).nextBytes(bytes);
    Files.write(folder.resolve("b"), bytes);
    var to = Files.createDirectory(folder.resolve("to"));
    JobFiles.unpack(JobFiles.of(List.of(folder.resolve("b"))).archive(), to);
    assertThat(to.resolve("b")).hasBinaryContent(bytes);
  }

  @Test
  void asLargeAsIsNotSentIsToldBefore() throws IOException {
    var large = folder.resolve("large.txt");
    try (var sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(JobFiles.MOST_BYTES);
    }
    assertThat(JobFiles.of(List.of(large)).count()).isEqualTo(1);
    var both = List.of(file("s.conf"), large);
    assertThatThrownBy(() -> JobFiles.of(both))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(large + ": is one of 2 files")
        .hasMessageContaining("without --cluster");
  }

  @Test
  void asManyAsAreNotSentAreToldBefore() throws IOException {
    for (var i = 0; i <= JobFiles.MOST_FILES; i++) {
      file("many/" + i);
    }
    var many = List.of(folder.resolve("many"));
    assertThatThrownBy(() -> JobFiles.of(many))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1001 files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "a/../../out", "/tmp/out-of-a-job", "..", ".", "a/..", "dir/"})
  void anEntryThatWouldLieElsewhereIsRefused(String name) throws IOException {
    var to = Files.createDirectories(folder.resolve("deep/to"));
    var bad = archive("good", name);
    assertThatThrownBy(() -> JobFiles.unpack(bad, to))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("outside of its folder");
    assertThat(below(folder).keySet()).containsExactly("deep/to/good");
  }

  @Test
  void anEntryOverAnotherIsRefused() throws IOException {
    var bad = archive("a", "a/b");
    assertThatThrownBy(() -> JobFiles.unpack(bad, folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be unpacked");
  }

  @Test
  void moreThanAJobCanHaveIsNotUnpacked() throws IOException {
    var names = new String[JobFiles.MOST_FILES + 1];
    Arrays.setAll(names, i -> "f" + i);
    var many = archive(names);
    assertThatThrownBy(() -> JobFiles.unpack(many, folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 1000 files");
  }

  @Test
  void anArchiveOfFewBytesThatBecomeManyIsNotUnpackedWhole() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var i = 0; i < 3; i++) {
        zip.putNextEntry(new ZipEntry("zeros" + i));
        var zeros = new byte[1 << 20];
        for (var mib = 0; mib < 30; mib++) {
          zip.write(zeros);
        }
        zip.closeEntry();
      }
    }
    var bomb = bytes.toByteArray();
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThatThrownBy(() -> JobFiles.unpack(bomb, folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("64 MiB");
    assertThat(Files.size(folder.resolve("zeros2"))).isLessThanOrEqualTo(4L << 20);
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    var whole = JobFiles.of(List.of(file("s.conf"))).archive();
    var to = Files.createDirectory(folder.resolve("to"));
    whole[whole.length / 3] ^= 0x55;
    assertThatThrownBy(() -> JobFiles.unpack(whole, to)).isInstanceOf(InputException.class);
  }
}
