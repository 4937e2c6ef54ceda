package swiotlb.guide;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether what guides show is what commands say. A fenced block that begins with {@code $} is a
 * command with its output; those of a page run one after the other, in a folder of their own.
 */
public final class ShownOutput {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\n\\$ (.*?)^```");
  private static final List<String> OF_THE_PROJECT =
      List.of("swiotlb-sim", "simulations", "src", "conf");
  private static final int MINUTES_A_COMMAND = 5;

  private ShownOutput() {}

  /** A command and what a page says that it prints, on standard output or as an error. */
  record Shown(String command, String output) {}

  /**
   * Ends with an error if a command says something else than is shown.
   *
   * @param args the folder of the project
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var project = Path.of(args[0]).toAbsolutePath().normalize();
    var pages =
        Stream.concat(
                Stream.of(project.resolve("README.md")),
                Links.filesBelow(project.resolve("src/site/markdown"), ".md").stream())
            .toList();
    var wrong = new ArrayList<String>();
    for (var page : pages) {
      var shown = in(Files.readString(page));
      if (!shown.isEmpty()) {
        wrong.addAll(wrong(page, shown, project));
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(String.join("\n\n", wrong));
    }
  }

  /** The commands of a page, in order. */
  static List<Shown> in(String page) {
    return BLOCK.matcher(page).results().map(block -> shown(block.group(1))).toList();
  }

  /** A command goes on in the next line while a quotation is open. */
  private static Shown shown(String block) {
    var end = block.indexOf('\n');
    while (block.substring(0, end).chars().filter(c -> c == '"').count() % 2 == 1) {
      end = block.indexOf('\n', end + 1);
    }
    return new Shown(block.substring(0, end), block.substring(end + 1));
  }

  private static List<String> wrong(Path page, List<Shown> shown, Path project)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("shown-output");
    try {
      for (var name : OF_THE_PROJECT) {
        Files.createSymbolicLink(folder.resolve(name), project.resolve(name));
      }
      run("./swiotlb-sim --version", folder); // which builds it, if it must be
      var wrong = new ArrayList<String>();
      for (var block : shown) {
        var said = run(block.command, folder);
        if (!said.equals(block.output)) {
          wrong.add(page + " shows another output of\n$ " + block.command + "\n" + said);
        }
      }
      return wrong;
    } finally {
      delete(folder);
    }
  }

  /** What a shell command prints, errors included. */
  private static String run(String command, Path folder) throws IOException, InterruptedException {
    var output = folder.resolve(".said");
    var process =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(MINUTES_A_COMMAND, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      throw new IllegalStateException(command + " does not end");
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
