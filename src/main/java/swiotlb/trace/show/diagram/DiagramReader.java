package swiotlb.trace.show.diagram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.trace.life.Latest;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.TraceReader;

/**
 * Makes a diagram of chosen messages. Messages that follow each other between actors of the same
 * kind and are of one type are folded into one arrow. A diagram that nobody could read is refused.
 */
public final class DiagramReader {
  /** The most arrows of a diagram. */
  public static final int MOST_ARROWS = 400;

  private static final int FOLDED_FROM = 3;
  private static final int REMEMBERED = 4096;

  private static final Set<String> ANSWERS =
      Set.of(
          Message.MAPPED,
          Message.MAP_FAILED,
          Message.UNMAPPED,
          Message.USER_MAPPED,
          Message.USER_FAILED,
          Message.USER_UNMAPPED,
          Message.TAKE_GRANTED,
          Message.TAKE_REFUSED,
          Message.CPU_GRANTED,
          Message.PAGES_REFUSED,
          Message.GROWER_FOUND,
          Message.GROWER_FAILED);

  private record Ends(String from, String to, boolean isReply) {}

  private final String file;
  private final boolean namesMappings;
  private final List<Diagram.Row> rows = new ArrayList<>();
  private final Map<Long, Ends> recent = Latest.of(REMEMBERED);

  /** Mappings whose failure was told; the device says it once more when it tries again. */
  private final Set<Long> failed = Collections.newSetFromMap(Latest.of(REMEMBERED));

  private @Nullable Run run;
  private int arrows;

  private DiagramReader(String file, boolean namesMappings) {
    this.file = file;
    this.namesMappings = namesMappings;
  }

  /**
   * A diagram of what was chosen of a trace.
   *
   * @param file by which errors name the trace
   * @throws InputException if the trace cannot be read, if nothing was chosen, or too much
   */
  public static Diagram read(String file, TraceReader trace, Selection selection)
      throws IOException {
    var reader = new DiagramReader(file, false);
    for (var message = trace.next(); message != null; message = trace.next()) {
      if (selection.test(message)) {
        reader.add(message);
      }
    }
    reader.endRun();
    if (reader.rows.isEmpty()) {
      throw new InputException(
          file, "no message was chosen" + (selection.isAll() ? "" : " by " + selection));
    }
    var scenario = trace.header().scenario().orElse("");
    var title =
        selection.isAll()
            ? scenario
            : scenario.isEmpty() ? selection.toString() : scenario + ": " + selection;
    return new Diagram(title, reader.participants(), reader.rows);
  }

  /**
   * A diagram of messages in their order, with the numbers of their mappings, and notes between
   * them.
   *
   * @param after notes by the numbers of the messages that they stand after
   * @throws InputException if there are too many
   */
  static Diagram draw(
      String title, List<TraceMessage> messages, Map<Long, List<Diagram.Note>> after) {
    var reader = new DiagramReader(title, true);
    for (var message : messages) {
      reader.add(message);
      var notes = after.getOrDefault(message.id(), List.of());
      if (!notes.isEmpty()) {
        reader.endRun();
        reader.rows.addAll(notes);
      }
    }
    reader.endRun();
    return new Diagram(title, reader.participants(), reader.rows);
  }

  private List<Participant> participants() {
    var all = new TreeSet<Participant>();
    for (var row : rows) {
      if (row instanceof Diagram.Arrow arrow) {
        all.add(arrow.from());
        all.add(arrow.to());
      } else if (row instanceof Diagram.Note note) {
        all.add(note.over());
      }
    }
    return List.copyOf(all);
  }

  private void add(TraceMessage message) {
    var grown = Notes.growth(message);
    if (grown != null) {
      endRun();
      count();
      rows.add(grown);
      return;
    }
    var current = run;
    if (current == null || !current.takes(message)) {
      endRun();
      current = new Run(message);
      run = current;
    }
    var isReply = isReply(message);
    current.add(new Run.Shown(message, isReply, news(message)));
    recent.put(message.id(), new Ends(message.from(), message.to(), isReply));
  }

  /** What answers by its name, and what goes straight back to who did not answer itself. */
  private boolean isReply(TraceMessage message) {
    var cause = recent.get(message.cause());
    return ANSWERS.contains(message.type())
        || (cause != null
            && !cause.isReply
            && !message.from().equals(message.to())
            && message.from().equals(cause.to)
            && message.to().equals(cause.from));
  }

  private void endRun() {
    var ended = run;
    run = null;
    if (ended == null) {
      return;
    }
    if (ended.count() < FOLDED_FROM) {
      ended.first().forEach(this::show);
    } else {
      count();
      rows.add(ended.folded());
      var note = ended.note();
      if (note != null) {
        rows.add(note);
      }
    }
  }

  private void show(Run.Shown shown) {
    count();
    var before = Notes.left(shown.message());
    if (before != null) {
      rows.add(before);
    }
    rows.add(Run.arrow(shown, namesMappings));
    if (shown.failure() != null) {
      rows.add(shown.failure());
    }
  }

  /** Why something failed, unless that was told before. */
  private Diagram.@Nullable Note news(TraceMessage message) {
    var isNews =
        switch (message.type()) {
          case Message.MAP_FAILED -> {
            failed.add(message.mapping());
            yield true;
          }
          case Message.RETRY -> !failed.remove(message.mapping());
          default -> true;
        };
    return isNews ? Notes.failure(message) : null;
  }

  private void count() {
    arrows++;
    if (arrows > MOST_ARROWS) {
      throw new InputException(
          file,
          "more than "
              + MOST_ARROWS
              + " arrows, which nobody can read; choose fewer messages: --mapping ID, --actor GLOB,"
              + " --type GLOB, --from TIME --to TIME");
    }
  }
}
