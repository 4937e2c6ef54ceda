package swiotlb.cli.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.Version;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.study.cluster.ClusterSettings;
import swiotlb.study.cluster.Endpoint;
import swiotlb.study.cluster.Node;
import swiotlb.study.cluster.ProgramDigest;
import swiotlb.study.cluster.TlsKeys;

/** {@code node}: does the work of a sweep, of measure or of advise that runs elsewhere. */
@Command(
    name = "node",
    description = "Does the work of commands that run elsewhere with --cluster.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It waits for the command, and then for the next one, until Ctrl-C ends it.",
      "Machines that reach one another need the same folder of keys: make it once with 'node keys"
          + " DIR', and copy it.",
      "Exit code 0: ended; 1: the command was lost (with --once); 2: bad input, or refused."
    })
public final class NodeCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 1024;
  private static final int LONGEST_NAME = 64;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--join",
      paramLabel = "HOST[:PORT]",
      description = "Where the command listens, as it says (port: 25520).")
  private @Nullable String join;

  @Option(
      names = "--bind",
      paramLabel = "HOST[:PORT]",
      description =
          "The address of this machine that the command reaches (default: 127.0.0.1, any port).")
  private @Nullable String bind;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "Keys of all machines, as 'node keys' makes them.")
  private @Nullable Path keys;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Pieces of work at a time (default: one for each core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description =
          "A folder that work may read where it is: 'fleet' reads recordings so, which lie at the same place on all machines.")
  private @Nullable Path files;

  @Option(names = "--once", description = "Ends with the first command.")
  private boolean once;

  /** Ends when its parent has, which holds its standard input open. */
  @Option(names = "--with-parent", hidden = true)
  private boolean withParent;

  /** Of those that share processors with many others. */
  @Option(names = "--patience", hidden = true)
  private int patience = 1;

  @Override
  public Integer call() {
    if (join == null) {
      throw new ParameterException(
          Cli.spec(spec).commandLine(), "Missing required option: '--join=HOST[:PORT]'");
    }
    if (threads < 1 || threads > MOST_THREADS) {
      throw new InputException("--threads " + threads, "can be 1 to " + MOST_THREADS);
    }
    var settings =
        new ClusterSettings(
            bind == null ? Endpoint.LOOPBACK : Endpoint.parse("--bind", bind, 0),
            Optional.ofNullable(keys).map(TlsKeys::in),
            patience);
    var coordinator = Endpoint.parse("--join", join, Endpoint.USUAL_PORT);
    if (coordinator.port() == 0) {
      throw new InputException("--join " + coordinator, "has no port at which anybody listens");
    }
    requireReachable(coordinator, settings);
    try (var interrupts = new Interrupts()) {
      var ending =
          Node.run(
              new Node.Options(
                  settings,
                  coordinator,
                  Version.current(),
                  ProgramDigest.current(),
                  name(),
                  threads,
                  shared(),
                  once,
                  untilOver(interrupts),
                  this::say));
      return switch (ending) {
        case DONE -> ExitCode.DONE;
        case CUT_OFF -> ExitCode.FAILED;
        case REFUSED -> ExitCode.BAD_INPUT;
      };
    }
  }

  private Optional<Path> shared() {
    if (files == null) {
      return Optional.empty();
    }
    try {
      if (Files.isDirectory(files) && Files.isReadable(files)) {
        return Optional.of(files.toRealPath());
      }
    } catch (IOException e) {
      // Told as one that cannot be read.
    }
    throw new InputException(files.toString(), "is no folder that can be read; name one");
  }

  private void requireReachable(Endpoint coordinator, ClusterSettings settings) {
    if (!coordinator.isLoopback() && settings.bind().isLoopback()) {
      throw new InputException(
          "--join " + coordinator,
          "is another machine, which must reach this one too: add --bind with an address of this"
              + " machine, and --keys DIR");
    }
  }

  private BooleanSupplier untilOver(Interrupts interrupts) {
    if (!withParent) {
      return interrupts::isInterrupted;
    }
    var isOrphan = new AtomicBoolean();
    var watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nobody writes; it ends with the parent.
                }
              } catch (IOException e) {
                // So it has ended.
              }
              isOrphan.set(true);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
    return () -> isOrphan.get() || interrupts.isInterrupted();
  }

  private synchronized void say(String sentence) {
    var out = Cli.spec(spec).commandLine().getOut();
    out.println(Text.onOneLine(sentence));
    out.flush();
  }

  /** Host and process, so that people find it. */
  private static String name() {
    return name(ProcessHandle.current().pid());
  }

  static String name(long pid) {
    try {
      return Text.cut(InetAddress.getLocalHost().getHostName(), LONGEST_NAME) + "-" + pid;
    } catch (UnknownHostException e) {
      return "node-" + pid;
    }
  }

  @Command(
      name = "keys",
      description = "Makes the keys of a cluster, once for all of its machines.",
      mixinStandardHelpOptions = true)
  int keys(@Parameters(paramLabel = "DIR", description = "A folder that gets them.") Path folder) {
    var made = TlsKeys.make(folder);
    var out = Cli.screen(spec);
    out.println(
        "%s: key, certificate and authority; copy the folder to each machine, by a way that nobody else reads"
            .formatted(made.key().toAbsolutePath().getParent()));
    out.flush();
    return ExitCode.DONE;
  }
}
