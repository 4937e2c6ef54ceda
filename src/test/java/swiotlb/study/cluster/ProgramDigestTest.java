package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands for the program. */
class ProgramDigestTest {
  private static final List<String> FILES =
      List.of("swiotlb/A.class", "swiotlb/b/B.class", "reference.conf", "actors.conf");

  @TempDir Path folder;

  @BeforeEach
  void program() throws IOException {
    for (var name : FILES) {
      write(name, "bytes of " + name);
    }
  }

  private void write(String name, String text) throws IOException {
    var file = folder.resolve("classes").resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private String digest() throws IOException {
    return ProgramDigest.of(folder.resolve("classes"));
  }

  private String digestOfJar(List<String> order) throws IOException {
    var jar = URI.create("jar:" + folder.resolve("program.jar").toUri());
    try (var files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      for (var name : order) {
        var to = files.getPath(name);
        if (to.getParent() != null) {
          Files.createDirectories(to.getParent());
        }
        Files.copy(folder.resolve("classes").resolve(name), to);
      }
    }
    try (var files = FileSystems.newFileSystem(jar, Map.of())) {
      return ProgramDigest.of(files.getPath("/"));
    }
  }

  @Test
  void thisProgramHasOneThatStays() {
    assertThat(ProgramDigest.current()).matches("[0-9a-f]{24}").isEqualTo(ProgramDigest.current());
  }

  @Test
  void itIsTheSameOfAFolderAndOfAJarInWhateverOrder() throws IOException {
    var reversed = FILES.stream().sorted(java.util.Comparator.reverseOrder()).toList();
    assertThat(digestOfJar(reversed)).isEqualTo(digest());
  }

  @Test
  void itChangesWithAnyOfItsOwnFiles() throws IOException {
    var before = digest();
    for (var name : FILES) {
      write(name, "other bytes of " + name);
      assertThat(digest()).as(name).isNotEqualTo(before);
      write(name, "bytes of " + name);
      assertThat(digest()).isEqualTo(before);
    }
  }

  @Test
  void itChangesWithTheNameOfAClassAndWithOneMore() throws IOException {
    var before = digest();
    write("swiotlb/C.class", "");
    assertThat(digest()).isNotEqualTo(before);
    Files.delete(folder.resolve("classes/swiotlb/C.class"));
    Files.move(
        folder.resolve("classes/swiotlb/A.class"), folder.resolve("classes/swiotlb/C.class"));
    assertThat(digest()).isNotEqualTo(before);
  }

  @Test
  void whatBelongsToOthersDoesNotCount() throws IOException {
    var before = digest();
    write("org/other/Library.class", "a");
    write("META-INF/MANIFEST.MF", "b");
    write("logback.xml", "c");
    assertThat(digest()).isEqualTo(before);
  }
}
