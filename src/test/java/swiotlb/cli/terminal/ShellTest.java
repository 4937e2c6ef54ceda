package swiotlb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "simulations/first-growth.conf,simulations/first-growth.conf",
        "kernel=swiotlb=512.force,kernel=swiotlb=512.force",
        "a b,'a b'",
        "``,''",
        "it's,'it'\\''s'",
        "$(reboot),'$(reboot)'",
        "a;b,'a;b'",
        "~root,'~root'",
        "*,'*'",
        "a\u001bb,'a\ufffdb'"
      })
  void aWordIsReadBackByAShellAsItWas(String word, String quoted) {
    assertThat(Shell.quoted(word)).isEqualTo(quoted);
  }

  @ParameterizedTest
  @CsvSource({"-x.conf,./-x.conf", "-,-", "a/-x.conf,a/-x.conf"})
  void aFileIsNoOption(Path file, String written) {
    assertThat(Shell.file(file)).isEqualTo(written);
  }
}
