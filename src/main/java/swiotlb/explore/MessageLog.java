package swiotlb.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import swiotlb.time.Handling;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.time.Stopped;

/**
 * The messages of a run in the order in which they were handled, to be held against those of
 * another run of the same system. Signals that an actor has stopped are left out.
 *
 * <p>Of one run in virtual time; not thread-safe.
 */
public final class MessageLog implements MessageSink {
  private static final Pattern TIME = Pattern.compile("\\w+Ns -?\\d+");
  private static final long UNHANDLED = 1;

  /**
   * A message.
   *
   * @param place among all of the log, from 0
   * @param past a number for all that its receiver had seen with it, as {@link MessageOrder} has it
   * @param isHandled whether anybody handled it
   */
  public record Entry(int place, Sent sent, long past, boolean isHandled) {
    /** In words, such as {@code Unmap{mapping 3} of /user/disk to /user/area}. */
    public String words() {
      return MessageWords.between(MessageWords.of(sent.message()), sent.from(), sent.to());
    }

    /** The same without times. */
    String says() {
      return TIME.matcher(words()).replaceAll("");
    }
  }

  private final MessageOrder order = new MessageOrder();
  private final List<Entry> entries = new ArrayList<>();

  @Override
  public void delivered(Sent sent, long atNs) {
    order.delivered(sent, atNs);
    add(sent, order.seenWith(sent.id()), true);
  }

  @Override
  public void saw(Handling by, long value) {
    order.saw(by, value);
  }

  @Override
  public void undelivered(Sent sent) {
    add(sent, MessageOrder.mixed(order.identity(sent) + UNHANDLED), false);
  }

  private void add(Sent sent, long past, boolean isHandled) {
    if (!(sent.message() instanceof Stopped)) {
      entries.add(new Entry(entries.size(), sent, past, isHandled));
    }
  }

  /** All so far; what nobody handled stands where that became certain. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Those that were handled. */
  public List<Entry> handled() {
    return entries.stream().filter(Entry::isHandled).toList();
  }

  /**
   * Those that are not alike in another run, in order: a message is alike if its receiver had seen
   * the same with it.
   */
  public List<Entry> unlike(MessageLog other) {
    Set<Long> pasts = new HashSet<>();
    other.entries.forEach(entry -> pasts.add(entry.past));
    return entries.stream().filter(entry -> !pasts.contains(entry.past)).toList();
  }
}
