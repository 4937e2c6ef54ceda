package swiotlb.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import swiotlb.api.Simulation;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Figure;
import swiotlb.figures.RunFigures;
import swiotlb.input.ScenarioException;

/** Runs a scenario and shows its figures: those that are numbers, and some by name. */
final class RunAScenario {
  private RunAScenario() {}

  /**
   * Runs one.
   *
   * @param args a scenario file
   */
  public static void main(String[] args) {
    try {
      run(Path.of(args[0]), System.out);
    } catch (ScenarioException e) {
      e.problems().forEach(System.err::println);
    }
  }

  static void run(Path scenario, PrintStream out) {
    var simulation = Simulation.read(scenario);
    simulation.notes().forEach(out::println);
    var figures = simulation.run().figures();

    for (Figure<?> figure : RunFigures.ALL.figures()) {
      if (figures.get(figure) instanceof Number number) {
        out.printf("%s %s %s%n", figure.key(), number, figure.unit());
      }
    }
    for (var device : figures.get(RunFigures.DEVICES)) {
      var latency = device.get(DeviceFigures.MAP_LATENCY);
      out.printf(
          "%s: half of its mappings took at most %d ns, the longest %d ns%n",
          device.get(DeviceFigures.DEVICE), latency.percentile(50), latency.max());
    }
  }
}
