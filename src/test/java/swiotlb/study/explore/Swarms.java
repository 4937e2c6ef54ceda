package swiotlb.study.explore;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import swiotlb.study.work.Done;
import swiotlb.study.work.ThreadCrew;

/**
 * Runs many machines that are made up, of all designs, with faults of all kinds, each in some of
 * its orders, and counts what it came to. What goes wrong is kept in two files that {@code run
 * --choices} repeats. The same seed makes the same machines and schedules, on any number of
 * threads.
 */
final class Swarms {
  /** Orders of each machine. */
  private static final int SCHEDULES_OF_EACH = 50;

  /** Machines whose outcomes are kept at once. */
  private static final int AT_ONCE = 200;

  /** Further ones are counted. */
  private static final int MOST_KEPT = 10;

  private static final long MOST_SECONDS_OF_MAKING_SMALL = 60;
  private static final double NS_PER_SECOND = 1e9;

  private final long schedules;
  private final long seed;
  private final Map<String, String> over;
  private final Path folder;
  private final PrintStream out;
  private final SwarmCounts counts = new SwarmCounts();
  private final List<Finding> kept = new ArrayList<>();

  /**
   * Nothing run yet.
   *
   * @param schedules of all machines, rounded up to whole machines
   * @param over settings that every machine has, by path
   * @param folder where what went wrong is kept; made when it is needed
   */
  Swarms(long schedules, long seed, Map<String, String> over, Path folder, PrintStream out) {
    this.schedules = schedules;
    this.seed = seed;
    this.over = Map.copyOf(over);
    this.folder = folder;
    this.out = out;
  }

  /**
   * Runs them; ends the program with 1 if something went wrong.
   *
   * @param args how many schedules in all, the seed (1 if none is given), and settings that every
   *     machine has, as PATH=VALUE
   */
  public static void main(String[] args) throws IOException {
    var over = new LinkedHashMap<String, String>();
    for (var i = 2; i < args.length; i++) {
      var setting = args[i].split("=", 2);
      over.put(setting[0], setting[1]);
    }
    var swarms =
        new Swarms(
            Long.parseLong(args[0].replace("_", "")),
            args.length > 1 ? Long.parseLong(args[1]) : 1,
            over,
            Path.of("target", "swarms"),
            System.out);
    var beganNs = System.nanoTime();
    var isGood = swarms.run(Runtime.getRuntime().availableProcessors());
    System.err.printf(
        "%,.0f schedules a second%n",
        swarms.counts.schedules() / ((System.nanoTime() - beganNs) / NS_PER_SECOND));
    if (!isGood) {
      System.exit(1);
    }
  }

  /** Runs all; returns whether nothing went wrong. */
  boolean run(int threads) throws IOException {
    var machines = Math.toIntExact((schedules + SCHEDULES_OF_EACH - 1) / SCHEDULES_OF_EACH);
    try (var crew = new ThreadCrew(threads)) {
      for (var first = 0; first < machines; first += AT_ONCE) {
        for (var batch : batches(crew, first, Math.min(AT_ONCE, machines - first))) {
          counts.add(batch);
          keep(batch);
        }
      }
    }
    counts.lines().forEach(out::println);
    return counts.wrong() == 0;
  }

  /** What came of it so far. */
  SwarmCounts counts() {
    return counts;
  }

  private List<SwarmBatch> batches(ThreadCrew crew, int first, int machines) {
    var done = new AtomicReferenceArray<Done<SwarmBatch>>(machines);
    var missing = new CountDownLatch(machines);
    for (var i = 0; i < machines; i++) {
      var place = i;
      var machine = SwarmMachine.of(seed, first + i, over);
      crew.execute(
          runner -> SwarmBatch.run(runner, machine, SCHEDULES_OF_EACH),
          came -> {
            done.set(place, came);
            missing.countDown();
          });
    }
    try {
      missing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
    var batches = new ArrayList<SwarmBatch>();
    for (var i = 0; i < machines; i++) {
      try {
        batches.add(done.get(i).get());
      } catch (RuntimeException e) {
        throw new IllegalStateException("machine " + (first + i) + " of seed " + seed, e);
      }
    }
    return batches;
  }

  /** Keeps what went wrong, unless the like is kept already. */
  private void keep(SwarmBatch batch) throws IOException {
    var wrong = batch.wrong();
    if (wrong == null
        || kept.size() == MOST_KEPT
        || kept.stream().anyMatch(known -> known.isLike(wrong.finding()))) {
      return;
    }
    kept.add(wrong.finding());
    Files.createDirectories(folder);
    var machine = batch.machine();
    var scenario = folder.resolve("machine-" + machine.number() + ".conf");
    Files.writeString(scenario, machine.text());
    out.printf(
        "machine %d, schedule %d (%s, %s): %s%n",
        machine.number(),
        wrong.schedule(),
        batch.plan().strategy(),
        batch.plan().orders().word(),
        wrong.finding().kind().words());
    wrong.finding().what().lines().forEach(line -> out.println("  " + line));
    var untilNs = System.nanoTime() + (long) (MOST_SECONDS_OF_MAKING_SMALL * NS_PER_SECOND);
    var small =
        Smallest.of(
            batch.plan(),
            machine::scenario,
            Map.of(),
            wrong,
            () -> System.nanoTime() - untilNs > 0);
    var choices = folder.resolve("machine-" + machine.number() + ".json");
    small.choices().write(choices);
    small.choices().told().forEach(told -> out.println("  " + told));
    out.println("repeat: ./swiotlb-sim run " + scenario + " --choices " + choices);
  }
}
