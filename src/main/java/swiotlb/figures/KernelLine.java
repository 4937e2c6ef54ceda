package swiotlb.figures;

/** A line of the kernel's log. */
public record KernelLine(long timeNs, String text) {}
