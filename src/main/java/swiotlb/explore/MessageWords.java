package swiotlb.explore;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in a few words, such as {@code Unmap{mapping 3}}: its class, and those of its
 * components that are numbers, words or truths, also of records in it, the first few of them.
 */
final class MessageWords {
  private static final int MOST = 3;

  private MessageWords() {}

  /** In words; the same for the same message in any run. */
  static String of(Object message) {
    var type = message.getClass();
    if (!type.isRecord()) {
      return type.getSimpleName();
    }
    var words = new ArrayList<String>();
    add(message, words);
    return type.getSimpleName() + "{" + String.join(", ", words) + "}";
  }

  /**
   * A message with its ends.
   *
   * @param words of the message
   * @param from path of its sender; empty if none is known
   */
  static String between(String words, String from, String to) {
    return words
        + (from.isEmpty() ? "" : " of " + from)
        + (from.equals(to) ? " to itself" : " to " + to);
  }

  private static void add(Object message, List<String> words) {
    for (var component : message.getClass().getRecordComponents()) {
      if (words.size() == MOST) {
        return;
      }
      var value = read(component, message);
      if (value instanceof Record part) {
        add(part, words);
      } else if (value instanceof Number
          || value instanceof String
          || value instanceof Enum<?>
          || value instanceof Boolean) {
        words.add(component.getName() + " " + value);
      }
    }
  }

  private static @Nullable Object read(RecordComponent component, Object message) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(message);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record that cannot be read: " + component, e);
    }
  }
}
