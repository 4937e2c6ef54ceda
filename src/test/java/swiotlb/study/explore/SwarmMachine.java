package swiotlb.study.explore;

import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.sessions.JqwikSession;
import swiotlb.explore.Lateness;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.GeneratedScenario;
import swiotlb.study.run.GeneratedScenarios;
import swiotlb.workload.Seeds;

/**
 * A machine that was made up, with a design, rates of faults and a way to explore it that were
 * drawn: all of it follows from a seed and a number.
 *
 * @param settings of its scenario, by path
 */
record SwarmMachine(long seed, int number, Map<String, String> settings) {
  /** Requests of a thread at most: small machines show as much, and more of them can be tried. */
  private static final int MOST_REQUESTS = 3;

  private static final String SLOT_BYTES = "design.geometry.slot-bytes";
  private static final String SET_SLOTS = "design.geometry.slot-set";

  /** Bytes of a slot set at most, as in a kernel: all of it is made when one slot is used. */
  private static final long LARGEST_SET = 256 << 10;

  /** So many mappings of a request at most. */
  private static final int MOST_PIECES = 4;

  /** So large a request at most, on most machines: bytes that are checked cost time. */
  private static final long MOST_BYTES = 48 << 10;

  /** Small pools, since they must be set up anew for each schedule. */
  private static final String[] COMMAND_LINES = {
    "\"swiotlb=128,1,force\"",
    "\"swiotlb=128,force\"",
    "\"swiotlb=256,2,force\"",
    "\"swiotlb=512,force\"",
    "\"swiotlb=512,2,force coherent_pool=128K\"",
    "\"swiotlb=256\"",
    "\"swiotlb=512 coherent_pool=256K\"",
    "\"swiotlb=noforce\""
  };

  private static final String[] MEMORY = {"64 MiB", "256 MiB", "4608 MiB"};

  private static final int GENERATED_SIZE = 1000;

  /**
   * The machine of that number.
   *
   * @param over settings that it has whatever was drawn, by path
   */
  static SwarmMachine of(long seed, int number, Map<String, String> over) {
    var random = Seeds.stream(seed, "machine " + number);
    Map<String, String> settings = new HashMap<>(generated(random.nextLong()).settings());
    settings.replaceAll((path, value) -> path.endsWith(".count") ? few(value) : value);
    settings.put("runs", "1");
    settings.put("kernel.cmdline", oneOf(random, COMMAND_LINES));
    settings.put("memory", oneOf(random, MEMORY));
    settings.put("pages.ageing.used-percent", "0");
    settings.put("faults.forgotten-unmap-per-mille", oneOf(random, "0", "0", "0", "100"));
    settings.put("faults.forgotten-sync-per-mille", oneOf(random, "0", "0", "0", "0", "0", "10"));
    settings.put("faults.least-order", oneOf(random, "0", "0", "3"));
    settings.put("faults.late-worker-by", oneOf(random, "10 ms", "20 us"));
    settings.put("faults.long-grace-by", oneOf(random, "100 ms", "20 us"));
    settings.put("faults.late-interrupt-by", oneOf(random, "1 ms", "20 us"));
    settings.put("faults.slow-cpu-by", oneOf(random, "100 us", "3 us"));
    var slotBytes = bytes(settings, SLOT_BYTES);
    var setSlots = Math.min(bytes(settings, SET_SLOTS), LARGEST_SET / slotBytes);
    settings.put(SET_SLOTS, Long.toString(setSlots));
    var most = random.nextInt(8) == 0 ? 8 * MOST_BYTES : MOST_BYTES;
    settings.replaceAll(
        (path, value) -> path.endsWith(".block") ? block(path, value, settings, most) : value);
    if (random.nextInt(6) == 0) {
      settings.putAll(Map.of("design.growth", "cma", "pages.cma", "8 MiB"));
    }
    settings.putAll(over);
    return new SwarmMachine(seed, number, settings);
  }

  private static GeneratedScenario generated(long seed) {
    var generated = new GeneratedScenario[1];
    JqwikSession.run(
        () ->
            generated[0] =
                GeneratedScenarios.any().generator(GENERATED_SIZE).next(new Random(seed)).value());
    return generated[0];
  }

  private static String few(String count) {
    return Long.toString(1 + Long.parseLong(count) % MOST_REQUESTS);
  }

  /** No more than some pieces, each of which is mapped on its own. */
  private static String block(
      String path, String block, Map<String, String> settings, long mostBytes) {
    var job = path.substring(0, path.length() - "block".length());
    var device = path.substring(0, path.indexOf(".jobs.") + 1);
    var piece = bytes(settings, SLOT_BYTES) * bytes(settings, SET_SLOTS);
    for (var limit : List.of(job + "segment", device + "max-segment")) {
      var bytes = bytes(settings, limit);
      piece = bytes == 0 ? piece : Math.min(piece, bytes);
    }
    return Long.toString(
        Math.min(bytes(Map.of("block", block), "block"), Math.min(mostBytes, MOST_PIECES * piece)));
  }

  private static long bytes(Map<String, String> settings, String path) {
    return ConfigFactory.parseString("a = " + settings.getOrDefault(path, "0")).getBytes("a");
  }

  @SafeVarargs
  private static <T> T oneOf(SplittableRandom random, T... values) {
    return values[random.nextInt(values.length)];
  }

  /** Its scenario file. */
  String text() {
    return new GeneratedScenario(settings, -1, false).text();
  }

  /** Its scenario with other settings, by path. */
  Scenario scenario(Map<String, String> overrides) {
    return new ScenarioReader().read("machine-" + number, text(), overrides);
  }

  /** How it is explored: one batch. */
  ExplorePlan plan(long schedules) {
    var random = Seeds.stream(seed, "plan " + number);
    var strategy = oneOf(random, StrategyName.RANDOM, StrategyName.PCT, StrategyName.FEEDBACK);
    var keepsTime = random.nextBoolean();
    var plan =
        new ExplorePlan(
            scenario(Map.of()),
            strategy,
            random.nextLong(),
            schedules,
            0,
            oneOf(random, 2, 3, 5),
            keepsTime,
            new Lateness(oneOf(random, 1_000L, 100_000L, 10_000_000L)),
            false);
    return random.nextInt(4) == 0 ? plan : plan.inSwarm();
  }
}
