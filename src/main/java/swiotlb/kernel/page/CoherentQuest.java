package swiotlb.kernel.page;

import swiotlb.kernel.slot.Slots;

/**
 * The quest for coherent memory that does not come from a pool: what is asked for, in which order,
 * and what follows from each answer (kernel releases, section 2).
 *
 * <p>Read {@link #step}, do it, and report with {@link #granted()}, {@link #granted(long)} or
 * {@link #refused()}; until the step is {@link Step#DONE} or {@link Step#FAILED}. Who may wait asks
 * a region for contiguous memory first, if there is one and more than a page is wanted. Memory
 * above the limit is given back, and the next lower zone is asked; a zone that refuses ends the
 * quest. Where the device needs it the pages are shared with the hypervisor; if that is refused
 * they are encrypted again and given back, or leak. Not thread-safe.
 */
public final class CoherentQuest {
  /** What is to be done next. */
  public enum Step {
    /** Ask the CMA region for {@link CoherentQuest#pages}. */
    ASK_CMA,
    /** Ask for pages: {@link CoherentQuest#order}, {@link CoherentQuest#zone}. */
    PAGES,
    /** Share the pages at {@link CoherentQuest#address} with the hypervisor. */
    DECRYPT,
    /** Take the pages at {@link CoherentQuest#address} back from the hypervisor. */
    ENCRYPT_AGAIN,
    /** Give the memory at {@link CoherentQuest#address} back to where it came from. */
    RETURN,
    /** The memory is to be had: {@link CoherentQuest#address}. */
    DONE,
    /** It is not. */
    FAILED
  }

  /**
   * What is wanted.
   *
   * @param pages how many, at least 1
   * @param limit the highest address that their last byte may have
   * @param decrypted whether they must be shared with the hypervisor
   */
  public record Wanted(int pages, long limit, boolean decrypted) {}

  private final Wanted wanted;
  private Zone zone;
  private Step step;
  private Step afterReturn = Step.FAILED;
  private boolean isCma;
  private long address;

  /**
   * A quest that has not begun.
   *
   * @param dmaZoneLimit the highest address of the DMA zone
   * @param asksCma whether a region for contiguous memory may be asked
   */
  public CoherentQuest(Wanted wanted, long dmaZoneLimit, boolean asksCma) {
    this.wanted = wanted;
    this.zone = Zone.forLimit(wanted.limit, dmaZoneLimit);
    this.step = asksCma && wanted.pages > 1 ? Step.ASK_CMA : pagesStep();
  }

  /** What is to be done next. */
  public Step step() {
    return step;
  }

  /** The zone to ask. */
  public Zone zone() {
    return zone;
  }

  /** Pages that are wanted. */
  public int pages() {
    return wanted.pages;
  }

  /** Log2 of the pages to ask for. */
  public int order() {
    return Slots.orderOfPages(wanted.pages);
  }

  /** Whether the memory granted last is of the region for contiguous memory. */
  public boolean isCma() {
    return isCma;
  }

  /** Whether the memory is shared with the hypervisor. */
  public boolean isShared() {
    return wanted.decrypted;
  }

  /** The memory granted last. */
  public long address() {
    return address;
  }

  /**
   * The memory asked for was granted at an address.
   *
   * @throws IllegalStateException if none was asked for
   */
  public void granted(long at) {
    if (step != Step.ASK_CMA && step != Step.PAGES) {
      throw new IllegalStateException("no pages were asked for at " + step);
    }
    isCma = step == Step.ASK_CMA;
    address = at;
    var last = at + (long) wanted.pages * Slots.PAGE_BYTES - 1;
    if (Long.compareUnsigned(last, wanted.limit) <= 0) {
      step = wanted.decrypted ? Step.DECRYPT : Step.DONE;
    } else if (isCma) {
      giveBack(pagesStep());
    } else {
      var isLowest = zone == Zone.DMA;
      zone = zone.lower();
      giveBack(isLowest ? Step.FAILED : Step.PAGES);
    }
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
          case ENCRYPT_AGAIN -> Step.RETURN;
          case RETURN -> afterReturn;
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
          case ASK_CMA -> pagesStep();
          case PAGES, ENCRYPT_AGAIN -> Step.FAILED;
          case DECRYPT -> {
            afterReturn = Step.FAILED;
            yield Step.ENCRYPT_AGAIN;
          }
          case RETURN, DONE, FAILED ->
              throw new IllegalStateException("nothing can be refused at " + step);
        };
  }

  /** No block of pages is larger than the largest order. */
  private Step pagesStep() {
    return order() <= Slots.MAX_PAGE_ORDER ? Step.PAGES : Step.FAILED;
  }

  private void giveBack(Step then) {
    step = Step.RETURN;
    afterReturn = then;
  }
}
