package swiotlb.study.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import swiotlb.figures.RunFigures;

/** Figures of a run side by side: parts bear the name of the whole before their own. */
final class FlatFigures {
  /** Mappings that failed, whatever for. */
  static final String FAILED_MAPS = "failed_maps";

  private FlatFigures() {}

  /** Values by the names of their columns, in order; lists are text in JSON. */
  static Map<String, JsonNode> of(JsonNode figures) {
    var flat = new LinkedHashMap<String, JsonNode>();
    flatten("", figures, flat);
    return flat;
  }

  private static void flatten(String name, JsonNode node, Map<String, JsonNode> flat) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  flatten(
                      name.isEmpty() ? field.getKey() : name + "_" + field.getKey(),
                      field.getValue(),
                      flat));
    } else if (!node.isNull() && !node.isMissingNode()) {
      flat.put(name, node);
    }
  }

  /** How many mappings failed. */
  static long failedMaps(JsonNode figures) {
    var sum = 0L;
    for (var count : figures.path(RunFigures.FAILURES.key())) {
      sum += count.asLong();
    }
    return sum;
  }
}
