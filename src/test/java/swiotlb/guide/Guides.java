package swiotlb.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Stream;

/** Writes the pages of the site that are made of the code. */
public final class Guides {
  /** Where what a scenario can say is listed. */
  static final String SCENARIO_REFERENCE = "scenario-reference.md";

  /** Where messages are listed. */
  static final String PROTOCOLS = "protocols.md";

  /** All of them. */
  static final Set<String> GENERATED = Set.of(SCENARIO_REFERENCE, PROTOCOLS);

  private Guides() {}

  /**
   * Writes them.
   *
   * @param args the folder of the project, and the folder for what is generated of the site
   */
  public static void main(String[] args) throws IOException {
    var project = Path.of(args[0]);
    var site = Path.of(args[1]);
    var protocols = Protocols.of(Sources.read(project.resolve("src/main/java")));
    var scenarios = ScenarioReference.read(project.resolve("src/main/resources/reference.conf"));
    var unexplained =
        Stream.concat(protocols.unexplained().stream(), scenarios.unexplained().stream()).toList();
    if (!unexplained.isEmpty()) {
      throw new IllegalStateException(String.join("\n", unexplained));
    }
    var pages = Files.createDirectories(site.resolve("markdown"));
    Files.writeString(pages.resolve(PROTOCOLS), protocols.page());
    Files.writeString(pages.resolve(SCENARIO_REFERENCE), scenarios.page());
    copyPictures(project.resolve("simulations/pictures"), site.resolve("resources/pictures"));
  }

  private static void copyPictures(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var pictures = Files.list(from)) {
      for (var picture : pictures.toList()) {
        Files.copy(picture, to.resolve(picture.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
