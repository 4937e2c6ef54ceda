package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.cli.terminal.Shell;

class CommandWordsTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "run a.conf --quiet,run|a.conf|--quiet",
        "  run\ta.conf  ,run|a.conf",
        "run 'a b.conf',run|a b.conf",
        "--set kernel='swiotlb=512 x',--set|kernel=swiotlb=512 x",
        "say \"it's \\\"so\\\" \\n\",say|it's \"so\" \\n",
        "say it\\'s,say|it's",
        "say '' end,say||end",
        "say '<>;&',say|<>;&",
        "run a#1.conf # why,run|a#1.conf",
        "say '#' \\#,say|#|#",
        "golden *.jsonl $HOME,golden|*.jsonl|$HOME"
      })
  void aLineBecomesWords(String line, String words) {
    assertThat(String.join("|", CommandWords.of(line))).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t", "# run a.conf", "  # run"})
  void aBlankLineOrACommentHasNoWords(String line) {
    assertThat(CommandWords.of(line)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "run 'a.conf,close it with '",
        "run \"a.conf,close it with \"",
        "run \"a.conf\\\",close it with \"",
        "run a.conf \\,on one line",
        "run a.conf > out,--out",
        "run a.conf | head,needs a shell",
        "run a.conf; run b.conf,needs a shell"
      })
  void aLineThatOnlyAShellUnderstandsIsRefusedWithARemedy(String line, String remedy) {
    assertThatThrownBy(() -> CommandWords.of(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(remedy);
  }

  @Test
  void wordsThatWereQuotedForAShellAreReadBack() {
    var words = List.of("trace", "sql", "a b.jsonl", "SELECT 'x' > \"y\"", "it's");
    var line = String.join(" ", words.stream().map(Shell::quoted).toList());
    assertThat(CommandWords.of(line)).isEqualTo(words);
  }

  @Property
  void anyQuotedWordIsReadBackAsItWas(@ForAll String word) {
    var quoted = "'" + word.replace("'", "'\\''") + "'";
    assertThat(CommandWords.of("run " + quoted)).containsExactly("run", word);
  }
}
