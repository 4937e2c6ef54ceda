package swiotlb.trace.show.page;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sentences on mappings, one text for all of them. Not thread-safe. */
final class Explanations {
  private final Column mappings = new Column();
  private final Column lengths = new Column();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  void add(long mapping, List<String> sentences) {
    if (!sentences.isEmpty()) {
      var bytes = String.join("\n", sentences).getBytes(StandardCharsets.UTF_8);
      mappings.add(mapping);
      lengths.add(bytes.length);
      text.writeBytes(bytes);
    }
  }

  void writeTo(Pack pack) {
    pack.add("explained.mapping", mappings);
    pack.add("explained.length", lengths);
    pack.add("explained.text", text.size(), text.toByteArray());
  }
}
