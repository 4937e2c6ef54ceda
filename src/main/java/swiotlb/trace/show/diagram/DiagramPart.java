package swiotlb.trace.show.diagram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.TraceReader;

/**
 * A diagram of given messages of a trace; of more than can be read those in the middle are left
 * out, and it says so.
 *
 * @param messages that it shows
 * @param leftOut messages of the middle
 */
public record DiagramPart(Diagram diagram, int messages, int leftOut) {
  /**
   * What is said after a message.
   *
   * @param message its number; of one that is not shown nothing is said
   * @param over number of a message that is shown, over whose receiver it stands; of no such one,
   *     over the receiver of the first
   * @param isFailure whether it tells what breaks
   */
  public record Remark(long message, long over, String text, boolean isFailure) {}

  /**
   * Reads the messages.
   *
   * @param title of the diagram
   * @param chosen numbers of the messages
   * @param most how many are shown, at least 2
   */
  public static DiagramPart read(
      TraceReader trace, String title, Collection<Long> chosen, int most, List<Remark> remarks)
      throws IOException {
    var wanted = new HashSet<>(chosen);
    var all = new ArrayList<TraceMessage>();
    trace.forEach(
        message -> {
          if (wanted.contains(message.id())) {
            all.add(message);
          }
        });
    var leftOut = Math.max(0, all.size() - most);
    var shown = new ArrayList<>(all);
    if (leftOut > 0) {
      shown.subList(most / 2, most / 2 + leftOut).clear();
    }
    var notes = new HashMap<Long, List<Diagram.Note>>();
    for (var message : shown) {
      for (var remark : remarks) {
        if (remark.message == message.id()) {
          var tone = remark.isFailure ? Diagram.Tone.FAILURE : Diagram.Tone.GROWTH;
          note(notes, message, over(shown, remark, message), tone, remark.text);
        }
      }
    }
    if (leftOut > 0) {
      var text = leftOut + " messages are left out here";
      var before = shown.get(most / 2 - 1);
      note(notes, before, before, Diagram.Tone.STATE, text);
    }
    return new DiagramPart(DiagramReader.draw(title, shown, notes), shown.size(), leftOut);
  }

  /** The drawing as markup of a page, which has the style of it: everything in it is harmless. */
  public String markup() {
    return new SvgDrawing(diagram).within();
  }

  private static TraceMessage over(
      List<TraceMessage> shown, Remark remark, TraceMessage otherwise) {
    return shown.stream()
        .filter(message -> message.id() == remark.over)
        .findFirst()
        .orElse(otherwise);
  }

  private static void note(
      Map<Long, List<Diagram.Note>> notes,
      TraceMessage after,
      TraceMessage over,
      Diagram.Tone tone,
      String text) {
    notes
        .computeIfAbsent(after.id(), id -> new ArrayList<>())
        .add(new Diagram.Note(Participant.of(over.to()), tone, text));
  }
}
