package swiotlb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.cli.terminal.Terminal.Colours;
import swiotlb.input.Screen;

class TerminalTest {
  private static Terminal of(Colours colours, Map<String, String> environment, String... told) {
    var properties = new Properties();
    for (var i = 0; i < told.length; i += 2) {
      properties.setProperty(told[i], told[i + 1]);
    }
    return Terminal.of(properties, environment, colours);
  }

  private static Terminal seen(Colours colours, Map<String, String> environment) {
    return of(colours, environment, "swiotlb.output.terminal", "true", "swiotlb.terminal", "true");
  }

  @Test
  void withoutATerminalLinesMayBeOfAnyWidthAndHaveNoColours() {
    var none = of(Colours.AUTO, Map.of(), "swiotlb.columns", "100");
    assertThat(none.outputColumns()).isEqualTo(Screen.ANY_WIDTH);
    assertThat(none.coloursOutput()).isFalse();
    assertThat(none.coloursErrors()).isFalse();
  }

  @Test
  void aTerminalOfErrorsIsNoneOfOutput() {
    var errors = of(Colours.AUTO, Map.of(), "swiotlb.terminal", "true");
    assertThat(errors.outputColumns()).isEqualTo(Screen.ANY_WIDTH);
    assertThat(errors.coloursOutput()).isFalse();
    assertThat(errors.coloursErrors()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"100,100", "20,20", "19,80", "0,80", "wide,80", "'',80"})
  void itsWidthIsWhatIsToldIfThatCanBe(String told, int columns) {
    var terminal =
        of(Colours.AUTO, Map.of(), "swiotlb.output.terminal", "true", "swiotlb.columns", told);
    assertThat(terminal.outputColumns()).isEqualTo(columns);
  }

  @Test
  void coloursAreForTerminalsUnlessSomethingSpeaksAgainstThem() {
    assertThat(seen(Colours.AUTO, Map.of("NO_COLOR", "")).coloursOutput()).isTrue();
    assertThat(seen(Colours.AUTO, Map.of("NO_COLOR", "1")).coloursOutput()).isFalse();
    assertThat(seen(Colours.AUTO, Map.of("TERM", "dumb")).coloursErrors()).isFalse();
    assertThat(seen(Colours.NEVER, Map.of()).coloursOutput()).isFalse();
    assertThat(of(Colours.ALWAYS, Map.of("NO_COLOR", "1")).coloursOutput()).isTrue();
  }
}
