package swiotlb.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What results came of, beside the file of the scenario.
 *
 * @param version of the program
 * @param kernel the command line that was booted
 * @param bootLog what the kernel says of its default pool while it boots
 * @param overrides settings that options of the command changed, in order
 * @param settings every setting that was read, defaults too
 */
public record Origin(
    String version,
    String kernel,
    List<String> bootLog,
    Map<String, String> overrides,
    List<Setting> settings) {

  /**
   * A setting as it took effect.
   *
   * @param path its name, with those of the parts that it is in
   * @param value as it was written
   * @param from file and line, or "default"
   */
  public record Setting(String path, String value, String from) {}

  /** Immutable from the start. */
  public Origin {
    bootLog = List.copyOf(bootLog);
    settings = List.copyOf(settings);
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
  }
}
