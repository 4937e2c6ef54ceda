package swiotlb.study.measure;

import java.nio.file.Path;
import java.util.Map;
import swiotlb.scenario.Scenario;

/**
 * A scenario that is measured, with all settings that were laid over it.
 *
 * @param name by which it is told from the others
 * @param overrides settings over those of the file, by their paths
 */
public record Configuration(
    String name, Path file, Map<String, String> overrides, Scenario scenario) {}
