package swiotlb.figures;

/** The kernel's counters at one moment of a run. */
public record CounterSample(
    int run,
    long timeNs,
    long ioTlbNslabs,
    long ioTlbUsed,
    long ioTlbUsedHiwater,
    long ioTlbTransientNslabs) {}
