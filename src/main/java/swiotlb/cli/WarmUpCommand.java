package swiotlb.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Loads the classes that commands use, so that the launcher can archive them. */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Runnable {
  @Parameters(index = "0")
  private Path home = Path.of(".");

  @Override
  public void run() {
    Main.commandLine("run")
        .execute("run", home.resolve("simulations/first-growth.conf").toString());
  }
}
