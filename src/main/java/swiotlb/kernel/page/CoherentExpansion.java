package swiotlb.kernel.page;

/**
 * The quest for a new chunk of a coherent atomic pool (specification, section 5): what is asked
 * for, in which order, and what follows from each answer.
 *
 * <p>Read {@link #step}, do it, and report with {@link #granted()}, {@link #granted(long)} or
 * {@link #refused()}; until the step is {@link Step#DONE} or {@link Step#FAILED}. For each order,
 * from the wished one down to a single page, the CMA region is asked first, if it may be, and then
 * the page allocator. Pages that the hypervisor does not share end the quest: they are encrypted
 * again and returned, or leak if even that is refused. Not thread-safe.
 */
public final class CoherentExpansion {
  /** What is to be done next. */
  public enum Step {
    /** Ask the CMA region for {@link CoherentExpansion#pages}. */
    ASK_CMA,
    /** Ask for pages: {@link CoherentExpansion#order}, {@link CoherentExpansion#zone}. */
    PAGES,
    /** Share the pages at {@link CoherentExpansion#address} with the hypervisor. */
    DECRYPT,
    /** Take the pages at {@link CoherentExpansion#address} back from the hypervisor. */
    ENCRYPT_AGAIN,
    /** Give the pages at {@link CoherentExpansion#address} back to the CMA region. */
    RETURN_CMA,
    /** Give the pages at {@link CoherentExpansion#address} back to the page allocator. */
    RETURN_PAGES,
    /** The chunk is to be had: {@link CoherentExpansion#address}. */
    DONE,
    /** It is not. */
    FAILED
  }

  private final Zone zone;
  private final boolean asksCma;
  private final boolean encrypted;

  private int order;
  private Step step;
  private boolean isCma;
  private long address;
  private long leakedPages;

  /**
   * A quest that has not begun.
   *
   * @param zone of the pool
   * @param order log2 of the pages wished for: {@link CoherentPool#expansionOrder}
   * @param hasCma whether there is a CMA region, which serves the DMA32 zone only
   * @param encrypted whether pages must be decrypted
   */
  public CoherentExpansion(Zone zone, int order, boolean hasCma, boolean encrypted) {
    this.zone = zone;
    this.asksCma = hasCma && zone == Zone.DMA32;
    this.encrypted = encrypted;
    this.order = order;
    this.step = ask();
  }

  /** What is to be done next. */
  public Step step() {
    return step;
  }

  /** The zone to ask. */
  public Zone zone() {
    return zone;
  }

  /** The page order asked for now. */
  public int order() {
    return order;
  }

  /** Pages of that order. */
  public int pages() {
    return 1 << order;
  }

  /** The pages granted last. */
  public long address() {
    return address;
  }

  /** Pages lost, since they could neither be shared whole nor be encrypted again. */
  public long leakedPages() {
    return leakedPages;
  }

  /**
   * The pages asked for were granted at an address.
   *
   * @throws IllegalStateException if none were asked for
   */
  public void granted(long at) {
    if (step != Step.ASK_CMA && step != Step.PAGES) {
      throw new IllegalStateException("no pages were asked for at " + step);
    }
    isCma = step == Step.ASK_CMA;
    address = at;
    step = encrypted ? Step.DECRYPT : Step.DONE;
  }

  /**
   * The pages were decrypted, encrypted again, or given back.
   *
   * @throws IllegalStateException if nothing of the kind was asked for
   */
  public void granted() {
    step =
        switch (step) {
          case DECRYPT -> Step.DONE;
          case ENCRYPT_AGAIN -> isCma ? Step.RETURN_CMA : Step.RETURN_PAGES;
          case RETURN_CMA, RETURN_PAGES -> Step.FAILED;
          case ASK_CMA, PAGES, DONE, FAILED ->
              throw new IllegalStateException("nothing was asked for at " + step);
        };
  }

  /**
   * What was asked for was refused.
   *
   * @throws IllegalStateException if nothing was asked for that can be refused
   */
  public void refused() {
    step =
        switch (step) {
          case ASK_CMA -> Step.PAGES;
          case PAGES -> smaller();
          case DECRYPT -> Step.ENCRYPT_AGAIN;
          case ENCRYPT_AGAIN -> leaked();
          case RETURN_CMA, RETURN_PAGES, DONE, FAILED ->
              throw new IllegalStateException("nothing can be refused at " + step);
        };
  }

  private Step smaller() {
    if (order == 0) {
      return Step.FAILED;
    }
    order--;
    return ask();
  }

  private Step ask() {
    return asksCma ? Step.ASK_CMA : Step.PAGES;
  }

  private Step leaked() {
    leakedPages += pages();
    return Step.FAILED;
  }
}
