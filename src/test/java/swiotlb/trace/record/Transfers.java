package swiotlb.trace.record;

import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceMessage;

/** Messages on transfers, for tests. */
public final class Transfers {
  private Transfers() {}

  /** A device is done with the first transfer of mapping 7. */
  public static TraceMessage done(long id, long sentNs, long atNs, long beganNs) {
    return new TraceMessage(
        id,
        0,
        sentNs,
        atNs,
        -1,
        0,
        "/device-a",
        "/device-a",
        7,
        "Device.TransferDone",
        new Fields("{\"mapping\":7,\"transfer\":1,\"beganNs\":" + beganNs + "}"));
  }
}
