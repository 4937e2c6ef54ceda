package swiotlb.trace.show.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.TraceReader;
import swiotlb.trace.store.open.TraceFiles;

/** The first message at which two traces part. */
public final class TraceDiff {
  private static final int REMEMBERED = 1 << 22;
  private static final int CAUSES = 12;

  /**
   * Something that is not the same in two messages.
   *
   * @param name as it stands in the trace; a field within another one with both names
   */
  public record Difference(String name, String first, String second) {}

  /**
   * Where two traces part.
   *
   * @param equal messages that are the same in both before
   * @param first what the first trace goes on with; null if it ends
   * @param second what the second trace goes on with; null if it ends
   * @param differences what is not the same, if both go on
   * @param firstCauses what led to {@code first}, the nearest cause last
   * @param secondCauses what led to {@code second}
   */
  public record Parting(
      long equal,
      @Nullable TraceMessage first,
      @Nullable TraceMessage second,
      List<Difference> differences,
      List<TraceMessage> firstCauses,
      List<TraceMessage> secondCauses) {}

  /**
   * What came of a comparison.
   *
   * @param messages compared
   * @param parting absent if they are equal
   * @param flaws what is wrong with the ends of the files
   * @param ignoredInVain names of what was to be ignored, if the traces part without a difference
   *     of that name before: slips, most likely
   */
  public record Result(
      long messages, Optional<Parting> parting, List<String> flaws, List<String> ignoredInVain) {}

  /** Causes of the latest messages, by number: equal in both traces up to where they part. */
  private final long[] ids = new long[REMEMBERED];

  private final long[] causes = new long[REMEMBERED];
  private long compared;

  private final Set<String> ignored;

  /** Those of the names to be ignored that were of use. */
  private final Set<String> met = new HashSet<>();

  private TraceDiff(Set<String> ignored) {
    this.ignored = ignored;
  }

  /**
   * Compares two traces. Headers do not count: they say how each came about.
   *
   * @param ignored names of what may differ: {@code queued}, {@code request.demand.originalAddress}
   *     or only {@code originalAddress}
   * @throws swiotlb.input.InputException if one of them cannot be read
   */
  public static Result compare(Path first, Path second, Set<String> ignored) throws IOException {
    var diff = new TraceDiff(ignored);
    try (var a = TraceFiles.open(first);
        var b = TraceFiles.open(second)) {
      return diff.compare(a, b, first, second);
    }
  }

  private Result compare(TraceReader a, TraceReader b, Path first, Path second) throws IOException {
    var ofA = a.next();
    var ofB = b.next();
    while (ofA != null && ofB != null && differences(ofA, ofB).isEmpty()) {
      remember(ofA);
      ofA = a.next();
      ofB = b.next();
    }
    var flaws = new ArrayList<String>();
    if (ofA == null) {
      a.flaw().ifPresent(flaws::add);
    }
    if (ofB == null) {
      b.flaw().ifPresent(flaws::add);
    }
    if (ofA == null && ofB == null) {
      return new Result(compared, Optional.empty(), flaws, List.of());
    }
    return new Result(
        compared,
        Optional.of(
            new Parting(
                compared,
                ofA,
                ofB,
                ofA == null || ofB == null ? List.of() : differences(ofA, ofB),
                causesOf(ofA, first),
                causesOf(ofB, second))),
        flaws,
        ignored.stream().filter(name -> !met.contains(name)).sorted().toList());
  }

  private void remember(TraceMessage message) {
    var place = (int) (message.id() & (REMEMBERED - 1));
    ids[place] = message.id();
    causes[place] = message.cause();
    compared++;
  }

  /** What is not the same in two messages. Traces of format 1 know less. */
  private List<Difference> differences(TraceMessage a, TraceMessage b) {
    var found = new ArrayList<Difference>();
    note(found, "id", a.id(), b.id());
    note(found, "cause", a.cause(), b.cause());
    note(found, "sent", a.sentNs(), b.sentNs());
    note(found, "at", a.atNs(), b.atNs());
    note(found, "from", a.from(), b.from());
    note(found, "to", a.to(), b.to());
    note(found, "type", a.type(), b.type());
    if (a.queued() != TraceMessage.UNKNOWN && b.queued() != TraceMessage.UNKNOWN) {
      note(found, "mapping", a.mapping(), b.mapping());
      note(found, "queued", a.queued(), b.queued());
    }
    if (!a.fields().json().equals(b.fields().json())) {
      fields("", a.fields().tree(), b.fields().tree(), found);
    }
    return found;
  }

  private void note(List<Difference> found, String name, Object a, Object b) {
    if (a.equals(b) || isIgnored(name)) {
      return;
    }
    var difference = new Difference(name, a.toString(), b.toString());
    if (!found.contains(difference)) { // The fields, too, may name the mapping of a message.
      found.add(difference);
    }
  }

  private boolean isIgnored(String name) {
    if (!ignored.contains(name)) {
      return false;
    }
    met.add(name);
    return true;
  }

  private void fields(String prefix, JsonNode a, JsonNode b, List<Difference> found) {
    var keys = new TreeSet<String>();
    a.fieldNames().forEachRemaining(keys::add);
    b.fieldNames().forEachRemaining(keys::add);
    for (var key : keys) {
      var ofA = a.path(key);
      var ofB = b.path(key);
      if (ofA.isObject() && ofB.isObject()) {
        fields(prefix + key + ".", ofA, ofB, found);
      } else if (!ofA.equals(ofB) && !isIgnored(key)) {
        note(found, prefix + key, ofA, ofB);
      }
    }
  }

  private List<TraceMessage> causesOf(@Nullable TraceMessage message, Path file)
      throws IOException {
    var wanted = new TreeSet<Long>();
    var cause = message == null ? 0 : message.cause();
    while (cause > 0 && wanted.size() < CAUSES && isRemembered(cause) && wanted.add(cause)) {
      cause = causes[place(cause)];
    }
    var found = new ArrayList<TraceMessage>();
    try (var reader = TraceFiles.open(file)) {
      for (var m = reader.next(); m != null && found.size() < wanted.size(); m = reader.next()) {
        if (wanted.contains(m.id())) {
          found.add(m);
        }
      }
    }
    return List.copyOf(found);
  }

  private boolean isRemembered(long id) {
    return ids[place(id)] == id;
  }

  private static int place(long id) {
    return (int) (id & (REMEMBERED - 1));
  }
}
