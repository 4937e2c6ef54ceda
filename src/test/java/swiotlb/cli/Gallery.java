package swiotlb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds the gallery of the site: a report of every scenario, as the command writes them. */
public final class Gallery {
  private Gallery() {}

  /**
   * Builds it.
   *
   * @param args the folder of the scenarios, and that of the gallery
   * @throws IllegalStateException if the command failed
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    var words = new ArrayList<>(List.of("run", "--quiet", "--report", args[1]));
    try (var files = Files.list(Path.of(args[0]))) {
      files.map(Path::toString).filter(name -> name.endsWith(".conf")).sorted().forEach(words::add);
    }
    var code = Main.commandLine().execute(words.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", words) + ": exit code " + code);
    }
  }
}
