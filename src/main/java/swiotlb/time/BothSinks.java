package swiotlb.time;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two that hear the same messages, of which the first says what they are about.
 *
 * @param second hears of each after the first
 */
public record BothSinks(MessageSink first, MessageSink second) implements MessageSink {
  /** One that hears after another, or alone where there is no other. */
  public static MessageSink of(@Nullable MessageSink first, MessageSink second) {
    return first == null ? second : new BothSinks(first, second);
  }

  @Override
  public long correlation(Object message, long ofCause) {
    return first.correlation(message, ofCause);
  }

  @Override
  public void arrived(Sent sent) {
    first.arrived(sent);
    second.arrived(sent);
  }

  @Override
  public void turn(String path) {
    first.turn(path);
    second.turn(path);
  }

  @Override
  public void scheduled(@Nullable Handling by, Supplier<String> to, long dueNs) {
    first.scheduled(by, to, dueNs);
    second.scheduled(by, to, dueNs);
  }

  @Override
  public void saw(Handling by, long value) {
    first.saw(by, value);
    second.saw(by, value);
  }

  @Override
  public void changed() {
    first.changed();
    second.changed();
  }

  @Override
  public void stopped(String path) {
    first.stopped(path);
    second.stopped(path);
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    first.delivered(sent, atNs);
    second.delivered(sent, atNs);
  }

  @Override
  public void handled(Sent sent, long atNs, long ns) {
    first.handled(sent, atNs, ns);
    second.handled(sent, atNs, ns);
  }

  @Override
  public void undelivered(Sent sent) {
    first.undelivered(sent);
    second.undelivered(sent);
  }
}
