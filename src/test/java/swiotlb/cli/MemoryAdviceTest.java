package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryAdviceTest {
  private static final String MORE = "give it more: SWIOTLB_SIM_JAVA_OPTS=-Xmx8g ./swiotlb-sim ...";

  @ParameterizedTest
  @CsvSource({
    "run,      let less be in flight (a smaller depth of jobs)",
    "trace page,    let the page hold less (--limit N)",
    "trace explain, ask for fewer mappings at a time",
    "trace show,    ask for fewer mappings at a time"
  })
  void whatCanBeMadeSmallerIsSaid(String command, String advice) {
    assertThat(MemoryAdvice.of((command + " file --option").split(" ", -1)))
        .isEqualTo("out of memory; " + advice + ", or " + MORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay file", "golden file", "trace stats file", "trace sql file", ""})
  void othersNeedMore(String command) {
    assertThat(MemoryAdvice.of(command.split(" ", -1))).isEqualTo("out of memory; " + MORE);
  }

  @Test
  void whatIsNamedExists() throws Exception {
    var page = Main.commandLine().getSubcommands().get("trace").getSubcommands().get("page");
    assertThat(page.getCommandSpec().findOption("--limit")).isNotNull();
    assertThat(Files.readString(Path.of("src/main/resources/reference.conf"))).contains("depth = ");
  }
}
