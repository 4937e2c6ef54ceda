package swiotlb.cli.cluster;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import swiotlb.cli.terminal.Version;
import swiotlb.input.InputException;
import swiotlb.input.Program;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.study.cluster.ClusterCrew;
import swiotlb.study.cluster.ClusterSettings;
import swiotlb.study.cluster.Endpoint;
import swiotlb.study.cluster.ProgramDigest;
import swiotlb.study.cluster.TlsKeys;
import swiotlb.study.work.Crew;
import swiotlb.study.work.Crews;
import swiotlb.study.work.Job;

/** Who does the work of a command: threads of this process, or nodes. */
public final class ClusterOptions {
  private static final int MOST_LOCAL = 256;
  private static final int MOST_SHOWN = 12;

  @Option(
      names = "--cluster",
      description = "Nodes do the work, on this or other machines ('node --join' starts one).")
  private boolean cluster;

  @Option(
      names = "--local-nodes",
      paramLabel = "N",
      description = "Starts so many nodes on this machine, and ends them.")
  private @Nullable Integer localNodes;

  @Option(
      names = "--bind",
      paramLabel = "HOST[:PORT]",
      description = "Where nodes reach this command (default: 127.0.0.1:25520).")
  private @Nullable String bind;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "Keys of all machines, as 'node keys' makes them.")
  private @Nullable Path keys;

  private @Nullable ClusterCrew crew;

  /** Whether others do the work. */
  public boolean isCluster() {
    return cluster || localNodes != null;
  }

  /**
   * Who does the work.
   *
   * @param threads of this process, where it does it itself; of local nodes all together
   * @throws InputException if the options cannot be used
   */
  public Crews crews(int threads, BooleanSupplier isInterrupted, PrintWriter err) {
    if (!isCluster()) {
      if (bind != null || keys != null) {
        throw new InputException(
            bind == null ? "--keys" : "--bind", "counts with --cluster alone; add it");
      }
      return Crews.threads(threads);
    }
    if (localNodes != null && (localNodes < 1 || localNodes > MOST_LOCAL)) {
      throw new InputException("--local-nodes " + localNodes, "can be 1 to " + MOST_LOCAL);
    }
    var usual = new Endpoint("127.0.0.1", cluster ? Endpoint.USUAL_PORT : 0);
    var settings =
        new ClusterSettings(
            bind == null ? usual : Endpoint.parse("--bind", bind, usual.port()),
            Optional.ofNullable(keys).map(TlsKeys::in),
            localNodes == null
                ? 1
                : ClusterSettings.patienceFor(localNodes * threadsOfEach(threads)));
    return job -> gather(settings, job, threads, isInterrupted, err);
  }

  private Crew gather(
      ClusterSettings settings,
      Supplier<Job> job,
      int threads,
      BooleanSupplier isInterrupted,
      PrintWriter err) {
    var told = job.get();
    var gathered =
        new ClusterCrew(
            told,
            new ClusterCrew.Options(
                settings,
                Version.current(),
                ProgramDigest.current(),
                isInterrupted,
                sentence -> say(err, sentence)));
    crew = gathered;
    if (cluster) {
      say(
          err,
          "waiting for nodes; start them with: %s node --join %s%s"
              .formatted(
                  Program.name(),
                  gathered.endpoint(),
                  keys == null ? "" : " --bind THEIR-ADDRESS --keys " + keys));
    }
    if (localNodes == null) {
      return gathered;
    }
    return new LocalNodes(
        gathered,
        localNodes,
        threadsOfEach(threads),
        Optional.ofNullable(keys),
        told.shared(),
        isInterrupted);
  }

  /** Of local nodes. */
  private int threadsOfEach(int threads) {
    return localNodes == null ? threads : Math.max(1, threads / localNodes);
  }

  private static void say(PrintWriter err, String sentence) {
    synchronized (err) {
      err.println(Text.onOneLine(sentence));
      err.flush();
    }
  }

  /** The nodes that are at work now, and how fast, in words; empty where there is no cluster. */
  public String nodes() {
    return crew == null
        ? ""
        : String.format(
            Locale.ROOT, "%s, %.3g/s", Quantities.count(crew.nodes().size(), "node"), crew.rate());
  }

  /** The nodes that are at work now, with how many threads each; none where there is no cluster. */
  public Map<String, Integer> threadsByNode() {
    return crew == null ? Map.of() : crew.nodes();
  }

  /**
   * Who did the work, in words.
   *
   * @param what pieces of work are, such as “replications”
   * @param byNode how many of them each node did
   */
  public String doneBy(String what, Map<String, Integer> byNode) {
    var counts =
        byNode.entrySet().stream()
            .limit(MOST_SHOWN)
            .map(node -> node.getKey() + " " + node.getValue())
            .collect(Collectors.joining(", "));
    return "%s by %s: %s%s%s"
        .formatted(
            what,
            Quantities.count(byNode.size(), "node"),
            counts,
            byNode.size() > MOST_SHOWN ? ", …" : "",
            crew == null
                ? ""
                : String.format(
                    Locale.ROOT, "; %.0f %% of their time was work", 100 * crew.workShare()));
  }
}
