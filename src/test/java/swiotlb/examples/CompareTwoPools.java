package swiotlb.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import swiotlb.api.Simulation;
import swiotlb.api.Simulator;
import swiotlb.figures.RunFigures;

/** Runs a scenario with two sizes of the default pool, on the same random numbers. */
final class CompareTwoPools {
  private CompareTwoPools() {}

  /**
   * Compares them.
   *
   * @param args a scenario file, and two sizes in slots
   */
  public static void main(String[] args) {
    compare(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), System.out);
  }

  static void compare(Path scenario, int one, int other, PrintStream out) {
    var base = Simulation.read(scenario);
    try (var simulator = new Simulator()) { // One engine for both.
      for (var slots : new int[] {one, other}) {
        var simulation = base.with("kernel", "\"swiotlb=%d,force\"".formatted(slots));
        var figures = simulator.run(simulation).figures();
        out.printf(
            "%d slots: %d mappings in transient pools, %d failed, %d dynamic pools, %.1f MiB/s%n",
            slots,
            figures.get(RunFigures.TRANSIENT_MAPS),
            RunFigures.failed(figures),
            figures.get(RunFigures.DYNAMIC_POOLS),
            figures.get(RunFigures.BANDWIDTH));
      }
    }
  }
}
