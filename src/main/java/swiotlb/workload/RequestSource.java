package swiotlb.workload;

import java.util.List;

/**
 * Where the requests of one thread of a job come from, one after the other, each as the list of the
 * buffers that are mapped for it. Not thread-safe.
 */
public interface RequestSource {
  /**
   * Goes on to the next request.
   *
   * @param into buffers to be filled, as many as any request of the source has
   * @return how many of them the request has
   */
  int next(List<Buffer> into);

  /** Any number, the same whenever this request is made: says which part of it is synced. */
  long syncDraw();
}
