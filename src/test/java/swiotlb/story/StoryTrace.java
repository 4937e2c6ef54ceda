package swiotlb.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import swiotlb.actor.pool.Area;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.open.TraceFiles;

/**
 * A trace as a witness: each sentence holds, or fails with the messages that matter. Parts of a
 * trace, such as all that is about one mapping, are traces too. Messages stand in the order in
 * which they were handled.
 */
final class StoryTrace {
  /** What all parts of a trace share. */
  private record Source(Path file, String told, Map<Long, TraceMessage> byId) {}

  private final Source source;
  private final String part;
  private final List<TraceMessage> messages;
  private final List<Messages> sentence;
  private final List<TraceMessage> seen;

  private StoryTrace(
      Source source,
      String part,
      List<TraceMessage> messages,
      List<Messages> sentence,
      List<TraceMessage> seen) {
    this.source = source;
    this.part = part;
    this.messages = messages;
    this.sentence = sentence;
    this.seen = seen;
  }

  /**
   * The trace in a file.
   *
   * @param told what a failure says of its story; may be empty
   */
  static StoryTrace read(Path file, String told) {
    var messages = new ArrayList<TraceMessage>();
    try (var reader = TraceFiles.open(file)) {
      reader.forEach(messages::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var byId = new LinkedHashMap<Long, TraceMessage>();
    messages.forEach(message -> byId.put(message.id(), message));
    return new StoryTrace(
        new Source(file, told, byId), "the trace", List.copyOf(messages), List.of(), List.of());
  }

  // What it shows.

  /** There is such a message. */
  StoryTrace shows(Messages first) {
    return next(List.of(first), List.of());
  }

  /** There is such a message. */
  StoryTrace shows(Class<?> first) {
    return shows(Messages.a(first));
  }

  /**
   * After the message shown last there is such a one.
   *
   * @throws IllegalStateException if this sentence has shown none
   */
  StoryTrace then(Messages next) {
    if (sentence.isEmpty()) {
      throw new IllegalStateException("then " + next + " follows nothing; begin with shows");
    }
    var longer = new ArrayList<>(sentence);
    longer.add(next);
    return next(longer, seen);
  }

  /** After the message shown last there is such a one. */
  StoryTrace then(Class<?> next) {
    return then(Messages.a(next));
  }

  private StoryTrace next(List<Messages> longer, List<TraceMessage> before) {
    var wanted = longer.get(longer.size() - 1);
    var from = before.isEmpty() ? 0 : messages.indexOf(before.get(before.size() - 1)) + 1;
    var found =
        messages.subList(from, messages.size()).stream().filter(wanted::include).findFirst();
    if (found.isEmpty()) {
      var but =
          before.isEmpty()
              ? ""
              : ", as the message%s marked > %s followed by no %s"
                  .formatted(
                      before.size() == 1 ? "" : "s", before.size() == 1 ? "is" : "are", wanted);
      throw failure("should show " + inOrder(longer) + but, longer, before);
    }
    var more = new ArrayList<>(before);
    more.add(found.get());
    return new StoryTrace(source, part, messages, List.copyOf(longer), List.copyOf(more));
  }

  /** It is made of just these messages, in this order. */
  StoryTrace consistsOf(Messages... all) {
    var expected = List.of(all);
    for (var i = 0; i < Math.max(all.length, messages.size()); i++) {
      var actual = i < messages.size() ? List.of(messages.get(i)) : List.<TraceMessage>of();
      if (i >= all.length || actual.isEmpty() || !all[i].include(actual.get(0))) {
        var but = actual.isEmpty() ? "ends before that" : "the message marked > is another one";
        throw failure("should consist of " + inOrder(expected) + ", but " + but, expected, actual);
      }
    }
    return anew();
  }

  /** It is made of just these messages, in this order. */
  StoryTrace consistsOf(Class<?>... all) {
    return consistsOf(Arrays.stream(all).map(Messages::a).toArray(Messages[]::new));
  }

  /** There are so many such messages. */
  StoryTrace exactly(int times, Messages what) {
    var found = matching(List.of(what));
    if (found.size() != times) {
      throw failure(
          "should show exactly " + times + " × " + what + ", but shows " + found.size(),
          List.of(what),
          found);
    }
    return anew();
  }

  /** There are so many such messages. */
  StoryTrace exactly(int times, Class<?> what) {
    return exactly(times, Messages.a(what));
  }

  /** There is no such message. */
  StoryTrace never(Messages what) {
    var found = matching(List.of(what));
    if (!found.isEmpty()) {
      throw failure("should never show " + what, List.of(what), found);
    }
    return anew();
  }

  /** There is no such message. */
  StoryTrace never(Class<?> what) {
    return never(Messages.a(what));
  }

  /** Each of these messages, of which there is one at least, … */
  Each each(Messages what) {
    return new Each(this, what);
  }

  /** Each of these messages, of which there is one at least, … */
  Each each(Class<?> what) {
    return each(Messages.a(what));
  }

  // Parts of it.

  /** All that is about a mapping, of which there is one message at least. */
  StoryTrace ofMapping(long number) {
    var about = messages.stream().filter(message -> message.mapping() == number).toList();
    if (about.isEmpty()) {
      var requests = List.of(Messages.a(Area.MapRequest.class));
      throw failure("should be about mapping " + number, requests, List.of());
    }
    return part("of mapping " + number, about);
  }

  /** The causes, near and far, of such messages, of which there is one at least. */
  StoryTrace causesOf(Messages effects) {
    return among("among the causes of " + effects, required(effects), this::causes);
  }

  /** What came, near and far, of such messages, of which there is one at least. */
  StoryTrace effectsOf(Messages causes) {
    return among("among what came of " + causes, required(causes), this::effects);
  }

  /** What came before the first such message, which there is. */
  StoryTrace until(Messages end) {
    var at = messages.indexOf(required(end).get(0));
    return part("until " + end, messages.subList(0, at));
  }

  /** What came after the first such message, which there is. */
  StoryTrace since(Messages beginning) {
    var at = messages.indexOf(required(beginning).get(0));
    return part("since " + beginning, messages.subList(at + 1, messages.size()));
  }

  private interface Relatives {
    Stream<TraceMessage> of(TraceMessage message);
  }

  private StoryTrace among(String name, List<TraceMessage> of, Relatives relatives) {
    var related = new HashSet<TraceMessage>();
    of.forEach(message -> relatives.of(message).forEach(related::add));
    return part(name, messages.stream().filter(related::contains).toList());
  }

  private StoryTrace part(String name, List<TraceMessage> some) {
    return new StoryTrace(source, part + " " + name, some, List.of(), List.of());
  }

  /** The same, for the next sentence. */
  StoryTrace anew() {
    return new StoryTrace(source, part, messages, List.of(), List.of());
  }

  /** Whether a message stands before another one. */
  boolean isBefore(TraceMessage one, TraceMessage other) {
    return messages.indexOf(one) < messages.indexOf(other);
  }

  /** All such messages, of which there is one at least. */
  List<TraceMessage> required(Messages what) {
    var found = matching(List.of(what));
    if (found.isEmpty()) {
      throw failure("should show " + what, List.of(what), List.of());
    }
    return found;
  }

  private List<TraceMessage> matching(Collection<Messages> any) {
    return messages.stream().filter(m -> any.stream().anyMatch(what -> what.include(m))).toList();
  }

  /** Its cause, the cause of that, and so on, in the whole trace. */
  Stream<TraceMessage> causes(TraceMessage message) {
    return Stream.iterate(
        source.byId.get(message.cause()), m -> m != null, m -> source.byId.get(m.cause()));
  }

  /** Those of this part that it is a cause of, near or far. */
  Stream<TraceMessage> effects(TraceMessage message) {
    return messages.stream().filter(m -> causes(m).anyMatch(message::equals));
  }

  // What it says when a sentence does not hold.

  /** What does not hold of which messages; some of those that matter are marked. */
  AssertionError failure(String what, List<Messages> about, Collection<TraceMessage> marked) {
    return new AssertionError(
        "%s %s\n%s%s\nAll of it: %s\n"
            .formatted(
                part,
                what,
                TraceLines.of(messages, about, Set.copyOf(marked)),
                source.told,
                source.file));
  }

  private static String inOrder(List<Messages> sentence) {
    return String.join(", then ", sentence.stream().map(Messages::toString).toList());
  }
}
