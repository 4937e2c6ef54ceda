package swiotlb.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import swiotlb.input.ScenarioException;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** A scenario that was read and checked, ready to be run any number of times. Immutable. */
public final class Simulation {
  private final BiFunction<ScenarioReader, Map<String, String>, Scenario> source;
  private final Map<String, String> overrides;
  private final Scenario scenario;
  private final Map<String, String> settings;

  private Simulation(
      BiFunction<ScenarioReader, Map<String, String>, Scenario> source,
      Map<String, String> overrides) {
    this.source = source;
    this.overrides = overrides;
    var reader = new ScenarioReader();
    this.scenario = source.apply(reader, overrides);
    var resolved = new LinkedHashMap<String, String>();
    reader.resolved().forEach(setting -> resolved.put(setting.path(), setting.value()));
    this.settings = Collections.unmodifiableMap(resolved);
  }

  /**
   * Reads a scenario file. Files that it names count from its folder.
   *
   * @throws ScenarioException with everything that is wrong, by file and line
   */
  public static Simulation read(Path file) {
    return new Simulation((reader, settings) -> reader.read(file, settings), Map.of());
  }

  /**
   * Reads a scenario of a text in HOCON. Files that it names count from the working directory.
   *
   * @param name of the scenario, by which what is wrong in it is told
   * @throws ScenarioException with everything that is wrong, by line
   */
  public static Simulation of(String name, String text) {
    return new Simulation((reader, settings) -> reader.read(name, text, settings), Map.of());
  }

  /**
   * The same with another value of one setting, as {@code --set PATH=VALUE} has it. A file is read
   * once more.
   *
   * @param path such as {@code devices.sata0.jobs.load.depth}
   * @param value in HOCON, such as {@code 8}, {@code 64 KiB} or {@code "swiotlb=512,force"}
   * @throws ScenarioException with everything that is wrong, by file, line and setting
   */
  public Simulation with(String path, String value) {
    var all = new LinkedHashMap<>(overrides);
    all.put(path, value);
    return new Simulation(source, Collections.unmodifiableMap(all));
  }

  /** What the scenario is called: the name of its file, without {@code .conf}. */
  public String name() {
    return scenario.name();
  }

  /** The seed of all of its random numbers. */
  public long seed() {
    return scenario.seed();
  }

  /**
   * Whether it runs in virtual time: reproducible to the byte. Else in concurrent mode, on real
   * threads, where results vary as they do in life.
   */
  public boolean isVirtual() {
    return scenario.mode() == Scenario.Mode.VIRTUAL;
  }

  /** Every setting that was read with its value as it was written, defaults too, by path. */
  public Map<String, String> settings() {
    return settings;
  }

  /** What was read otherwise than it looks, cut or not used, and what the kernel says at boot. */
  public List<String> notes() {
    var all = new ArrayList<>(scenario.notes());
    all.addAll(scenario.bootLog());
    return List.copyOf(all);
  }

  /** Runs it on an engine of its own, with nothing but what the scenario says. */
  public Result run() {
    return run(RunOptions.plain());
  }

  /**
   * Runs it on an engine of its own.
   *
   * @throws IllegalArgumentException if choices are made or recorded of concurrent mode
   * @throws swiotlb.input.InputException if the trace cannot be written
   */
  public Result run(RunOptions options) {
    try (var simulator = new Simulator()) {
      return simulator.run(this, options);
    }
  }

  Scenario scenario() {
    return scenario;
  }
}
