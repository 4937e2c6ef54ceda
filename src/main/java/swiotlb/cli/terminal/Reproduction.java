package swiotlb.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import swiotlb.input.Program;
import swiotlb.report.page.Part;
import swiotlb.report.page.Report;

/** The end of a report: how somebody else comes to the same. */
public final class Reproduction {
  private Reproduction() {}

  /** The command that is being executed, as a shell reads it. */
  public static String command(@Nullable CommandSpec injected) {
    return Program.name()
        + " "
        + Cli.spec(injected).commandLine().getParseResult().originalArgs().stream()
            .map(Shell::quoted)
            .collect(Collectors.joining(" "));
  }

  /** The texts of scenarios, as they are now; those that cannot be read again are left out. */
  public static List<Part.Listing> texts(List<Path> files) {
    var texts = new ArrayList<Part.Listing>();
    for (var file : files) {
      text(file)
          .ifPresent(text -> texts.add(new Part.Listing("The scenario, " + file, text, true)));
    }
    return texts;
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty(); // Who reads it as a scenario says what is wrong.
    }
  }

  /**
   * The section.
   *
   * @param commands that do it again
   * @param texts of the scenarios
   */
  public static Report.Section section(
      long seed, List<Part.Listing> commands, List<Part.Listing> texts) {
    var parts = new ArrayList<Part>();
    parts.add(
        Part.Words.of(
            "Seed %d, virtual time, version %s. The same command gives the same figures."
                .formatted(seed, Version.current())));
    parts.addAll(commands);
    parts.addAll(texts);
    return new Report.Section("To reproduce it", parts);
  }
}
