package swiotlb.scenario;

/**
 * A setting as it was resolved.
 *
 * @param path such as {@code devices.sata0.dma-bits}
 * @param value as it was written
 * @param origin file and line, or "default"
 */
public record Setting(String path, String value, String origin) {}
