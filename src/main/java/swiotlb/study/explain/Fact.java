package swiotlb.study.explain;

/**
 * A line that tells of no fault.
 *
 * @param device as the line has it; empty where it names none
 * @param says what it says, as a sentence
 */
public record Fact(LogLine line, String device, String says) {}
