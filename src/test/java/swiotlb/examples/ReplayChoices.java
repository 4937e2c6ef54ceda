package swiotlb.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import swiotlb.api.Message;
import swiotlb.api.RunOptions;
import swiotlb.api.Simulation;
import swiotlb.api.Trace;

/**
 * Runs a scenario in another order of what happens at one instant, makes the same run again of the
 * choices that were made, and follows a mapping through the trace.
 */
final class ReplayChoices {
  private ReplayChoices() {}

  /**
   * Runs one twice.
   *
   * @param args a scenario file, a folder for traces, the number of a mapping
   */
  public static void main(String[] args) throws IOException {
    replay(Path.of(args[0]), Path.of(args[1]), Long.parseLong(args[2]), System.out);
  }

  static void replay(Path scenario, Path folder, long mapping, PrintStream out) throws IOException {
    var simulation = Simulation.read(scenario);
    var first = folder.resolve("first.jsonl");
    var chosen =
        simulation.run(RunOptions.plain().seeded(7).recordingChoices().tracedTo(first)).choices();
    var again = folder.resolve("again.jsonl");
    simulation.run(RunOptions.plain().given(chosen).tracedTo(again)).figures();
    out.printf(
        "%d choices, given again: %s%n",
        chosen.length, areAlike(first, again) ? "the same messages" : "other messages");

    try (var trace = Trace.open(first)) {
      trace
          .messages()
          .filter(message -> message.mapping().orElse(-1) == mapping)
          .forEach(message -> out.println(told(message)));
      trace.flaw().ifPresent(out::println);
    }
  }

  /** But for their first lines, which say how each run was made. */
  private static boolean areAlike(Path one, Path other) throws IOException {
    try (var lines = Files.lines(one).skip(1);
        var others = Files.lines(other).skip(1)) {
      return lines.toList().equals(others.toList());
    }
  }

  private static String told(Message message) {
    var slot = message.number("slot");
    return "%d ns: %s to %s%s"
        .formatted(
            message.sentNs(),
            message.type(),
            message.to(),
            slot.isPresent() ? ", slot " + slot.getAsLong() : "");
  }
}
