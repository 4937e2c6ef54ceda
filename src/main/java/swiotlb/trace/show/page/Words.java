package swiotlb.trace.show.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Texts that stand for numbers, in the order in which they came. Not thread-safe. */
final class Words {
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  /** The number of a text, from 0; a new one if it was not known. */
  int number(String text) {
    var known = numbers.putIfAbsent(text, numbers.size());
    return known == null ? numbers.size() - 1 : known;
  }

  void writeTo(ArrayNode array) {
    numbers.keySet().forEach(array::add);
  }
}
