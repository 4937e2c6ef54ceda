package swiotlb.trace.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.open.TraceFiles;

/** Traces of the project's scenarios, for tests. */
public final class Recorded {
  private static final Map<String, SoftReference<List<TraceMessage>>> KNOWN =
      new ConcurrentHashMap<>();

  private Recorded() {}

  /** Runs a scenario of the project and stores its trace. */
  public static Path trace(Path file, String scenario, String... overrides) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (var i = 0; i < overrides.length; i += 2) {
      settings.put(overrides[i], overrides[i + 1]);
    }
    var read = new ScenarioReader().read(Path.of("simulations", scenario + ".conf"), settings);
    try (var store = TraceStores.create(file, header(read))) {
      var outcome = ScenarioRun.run(read, ScenarioRun.Options.plain().withSink(store));
      if (!outcome.ending().isGood()) {
        throw new AssertionError(scenario + " came to " + outcome);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static TraceHeader header(Scenario scenario) {
    var plain = TraceHeader.PLAIN;
    return new TraceHeader(
        plain.version(),
        scenario.mode() == Scenario.Mode.VIRTUAL,
        plain.scenario(),
        plain.seed(),
        plain.scheduleSeed(),
        plain.jitter(),
        plain.selection());
  }

  /**
   * The messages of a run of a scenario, which nobody changes. A scenario that is asked for again
   * is run once more only if memory was short since, or if threads make each run another.
   */
  public static List<TraceMessage> messages(String scenario, String... overrides) {
    var key = scenario + " " + List.of(overrides);
    var known = KNOWN.get(key);
    var messages = known == null ? null : known.get();
    if (messages == null) {
      messages = Collections.unmodifiableList(recorded(scenario, overrides));
      if (!List.of(overrides).contains("concurrent")) {
        KNOWN.put(key, new SoftReference<>(messages));
      }
    }
    return messages;
  }

  private static List<TraceMessage> recorded(String scenario, String... overrides) {
    try {
      var file = Files.createTempFile(scenario.replace('/', '-'), ".jsonl");
      try {
        return messages(trace(file, scenario, overrides));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The messages of a stored trace. */
  public static List<TraceMessage> messages(Path file) {
    var messages = new ArrayList<TraceMessage>();
    try (var reader = TraceFiles.open(file)) {
      reader.forEach(messages::add);
      if (reader.flaw().isPresent()) {
        throw new AssertionError(reader.flaw().get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }
}
