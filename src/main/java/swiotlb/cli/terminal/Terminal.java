package swiotlb.cli.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;
import swiotlb.input.Screen;

/**
 * What is known of the terminal that somebody looks at. The launcher tells; Java itself cannot on
 * all JDKs.
 *
 * @param showsOutput whether standard output is it
 * @param showsErrors whether standard error is it
 * @param columns of one of its lines
 * @param colours when colours are shown
 * @param mayColour whether the environment has nothing against colours
 */
public record Terminal(
    boolean showsOutput, boolean showsErrors, int columns, Colours colours, boolean mayColour) {
  /** The option that says when there are colours. */
  public static final String COLOURS = "--color";

  /** Set by the launcher where standard error is a terminal. */
  private static final String SHOWS_ERRORS = "swiotlb.terminal";

  /** The same of standard output. */
  private static final String SHOWS_OUTPUT = "swiotlb.output.terminal";

  /** Its width. */
  private static final String COLUMNS = "swiotlb.columns";

  private static final int USUAL_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 20;

  /** When there are colours. */
  public enum Colours {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Colours as an option names them. */
  public static final class ColoursConverter implements ITypeConverter<Colours> {
    @Override
    public Colours convert(String value) {
      for (var colours : Colours.values()) {
        if (colours.toString().equals(value)) {
          return colours;
        }
      }
      throw new TypeConversionException("'" + value + "' is none of auto, always, never");
    }
  }

  /** That of this program, for a command that is being executed. */
  public static Terminal of(CommandSpec spec) {
    var option = spec.root().findOption(COLOURS);
    var colours = option != null && option.getValue() instanceof Colours told ? told : Colours.AUTO;
    return of(System.getProperties(), System.getenv(), colours);
  }

  static Terminal of(Properties told, Map<String, String> environment, Colours colours) {
    return new Terminal(
        is(told, SHOWS_OUTPUT),
        is(told, SHOWS_ERRORS),
        columns(told.getProperty(COLUMNS, "")),
        colours,
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM")));
  }

  private static boolean is(Properties told, String name) {
    return Boolean.parseBoolean(told.getProperty(name, ""));
  }

  private static int columns(String told) {
    try {
      var columns = Integer.parseInt(told);
      return columns < LEAST_COLUMNS ? USUAL_COLUMNS : columns;
    } catch (NumberFormatException e) {
      return USUAL_COLUMNS;
    }
  }

  /** How wide lines on standard output may be. */
  public int outputColumns() {
    return showsOutput ? columns : Screen.ANY_WIDTH;
  }

  /** Whether standard output is coloured. */
  public boolean coloursOutput() {
    return isColoured(showsOutput);
  }

  /** Whether standard error is. */
  public boolean coloursErrors() {
    return isColoured(showsErrors);
  }

  private boolean isColoured(boolean isShown) {
    return colours == Colours.ALWAYS || (colours == Colours.AUTO && isShown && mayColour);
  }
}
