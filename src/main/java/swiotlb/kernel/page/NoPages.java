package swiotlb.kernel.page;

/** The pages of a kernel without dynamic pools, which never asks for any. */
public enum NoPages implements PageSource {
  /** The only one. */
  NONE;

  @Override
  public Long allocate(int order, Zone zone, boolean mayWait) {
    throw new IllegalStateException("a kernel without dynamic pools asks for no pages");
  }

  @Override
  public void free(long address, int order) {
    throw new IllegalStateException("a kernel without dynamic pools has no pages to give back");
  }
}
