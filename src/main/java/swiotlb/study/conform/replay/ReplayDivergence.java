package swiotlb.study.conform.replay;

import swiotlb.workload.ftrace.RecordedMapping;

/**
 * A mapping that was decided otherwise than recorded.
 *
 * @param expected where the recording has it
 * @param got where it was decided to lie
 */
public record ReplayDivergence(RecordedMapping mapping, String expected, String got) {}
