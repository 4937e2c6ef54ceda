package swiotlb.study.conform.against;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The header of a small case: that of its trace, with where it is from. */
final class CaseText {
  private static final String FROM = "shrunkFrom";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CaseText() {}

  static String header(SmallCase small) {
    try {
      var node = (ObjectNode) JSON.readTree(small.of().headerText());
      var name = small.of().header().name();
      var rule = small.difference().rule();
      node.put("case", name + "-" + rule.word());
      node.put("about", rule.title() + ": " + small.difference().reading().saying());
      node.putObject(FROM).put("case", name).put("line", small.difference().line());
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a header that was read is JSON", e);
    }
  }

  /** Whether a header is one of these. */
  static boolean isCase(String header) {
    return header.contains("\"" + FROM + "\"");
  }
}
