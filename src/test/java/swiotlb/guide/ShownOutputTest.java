package swiotlb.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of guides are found with what they are said to print, and what differs is told. */
class ShownOutputTest {
  private static final String PAGE =
      """
      # Page

      ```
      $ echo "
      one
      two" | sed -n 2p
      %s
      ```

      ```
      no command
      ```

      ```
      $ echo three
      three
      ```
      """;

  @Test
  void commandsOfAPageAreFoundInOrder() {
    assertThat(ShownOutput.in(PAGE.formatted("one")))
        .containsExactly(
            new ShownOutput.Shown("echo \"\none\ntwo\" | sed -n 2p", "one\n"),
            new ShownOutput.Shown("echo three", "three\n"));
  }

  @Test
  void aPageThatShowsWhatIsSaidIsRight(@TempDir Path project) throws Exception {
    write(project, PAGE.formatted("one"));
    ShownOutput.main(new String[] {project.toString()});
  }

  @Test
  void anotherOutputIsTold(@TempDir Path project) throws Exception {
    write(project, PAGE.formatted("two"));
    assertThatThrownBy(() -> ShownOutput.main(new String[] {project.toString()}))
        .hasMessageContaining("README.md shows another output of")
        .hasMessageEndingWith("sed -n 2p\none\n");
  }

  private static void write(Path project, String page) throws IOException {
    Files.createDirectories(project.resolve("src/site/markdown"));
    Files.writeString(project.resolve("README.md"), page);
  }
}
