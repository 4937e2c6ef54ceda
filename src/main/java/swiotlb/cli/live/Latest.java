package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import swiotlb.input.Text;
import swiotlb.time.Sent;
import swiotlb.trace.record.MessageText;
import swiotlb.trace.record.Paths;

/** The messages that were handled last. Not thread-safe. */
final class Latest {
  private static final int MOST = 64;
  private static final int MOST_CHARACTERS = 400;

  /** A message that an actor has begun with. */
  record Handled(Sent sent, long atNs) {
    void describe(ArrayNode to) {
      var text = MessageText.of(sent.message());
      var fields = text.indexOf('{');
      to.addObject()
          .put("id", sent.id())
          .put("atNs", atNs)
          .put("waitedNs", atNs - sent.sentNs())
          .put("queued", sent.queued())
          .put("from", Text.onOneLine(Paths.shown(sent.from())))
          .put("to", Text.onOneLine(Paths.shown(sent.to())))
          .put("type", fields < 0 ? text : text.substring(0, fields))
          .put(
              "fields",
              fields < 0 ? "" : Text.onOneLine(Text.cut(text.substring(fields), MOST_CHARACTERS)));
    }
  }

  private final Handled[] ring = new Handled[MOST];
  private long count;

  void add(Sent sent, long atNs) {
    ring[(int) (count++ % MOST)] = new Handled(sent, atNs);
  }

  /** Oldest first. */
  List<Handled> seen() {
    var seen = new ArrayList<Handled>();
    for (var i = Math.max(0, count - MOST); i < count; i++) {
      seen.add(ring[(int) (i % MOST)]);
    }
    return seen;
  }
}
