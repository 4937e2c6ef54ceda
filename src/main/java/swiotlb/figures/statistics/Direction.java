package swiotlb.figures.statistics;

/**
 * What is said of a figure that is higher or lower than another one.
 *
 * @param higher such as "faster"
 * @param lower such as "slower"
 */
public record Direction(String higher, String lower) {}
