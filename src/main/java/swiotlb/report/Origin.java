package swiotlb.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What results came of, beside the file of the scenario.
 *
 * @param version of the program
 * @param kernel the command line that was booted
 * @param overrides settings that options of the command changed, in order
 */
public record Origin(String version, String kernel, Map<String, String> overrides) {
  /** Immutable from the start. */
  public Origin {
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
  }
}
