package swiotlb.workload;

import java.util.List;

/** Requests in the order of their times. Not thread-safe. */
public final class TimedRequests implements RequestSource {
  private final List<TimedRequest> requests;
  private int next;

  /** From the first one on. */
  public TimedRequests(List<TimedRequest> requests) {
    this.requests = List.copyOf(requests);
  }

  @Override
  public int next(List<Buffer> into) {
    var request = requests.get(next++);
    into.get(0).set(request.address(), request.bytes(), request.direction());
    return 1;
  }

  /** No part of a recorded buffer is looked at while it is mapped. */
  @Override
  public long syncDraw() {
    return 0;
  }
}
