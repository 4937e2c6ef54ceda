package swiotlb.kernel.page;

import java.util.SplittableRandom;
import swiotlb.kernel.slot.Slots;

/**
 * What a hypervisor says when a guest changes the state of pages between encrypted and shared: it
 * may refuse to share them, and may keep what was shared.
 *
 * <p>A refusal to share leaves pages in doubt, since part of them may have been changed: they must
 * be encrypted again before anybody uses them. They do not count as shared. Not thread-safe.
 */
public final class PageStates {
  private static final int PER_MILLE = 1000;

  private final long limitPages;
  private final int refusedPerMille;
  private final int stuckPerMille;
  private final SplittableRandom random;
  private long returnablePages;
  private long stuckSharedPages;
  private long doubtfulPages;
  private long calls;
  private long pagesChanged;
  private long refusals;
  private long leakedPages;

  /**
   * A hypervisor with which no page is shared.
   *
   * @param sharedLimitBytes the most memory that may be shared, rounded down to pages; 0: no limit
   * @param refusedPerMille how many of a thousand wishes to share are refused by chance
   * @param stuckPerMille how many of a thousand wishes to take pages back are refused by chance
   * @param random its chance; a call draws from it once, or not at all if the odds are 0
   * @throws IllegalArgumentException if a number is negative, or odds are above 1000
   */
  public PageStates(
      long sharedLimitBytes, int refusedPerMille, int stuckPerMille, SplittableRandom random) {
    if (sharedLimitBytes < 0) {
      throw new IllegalArgumentException(
          "shared memory cannot be limited to " + sharedLimitBytes + " bytes");
    }
    requireOdds("refused", refusedPerMille);
    requireOdds("stuck", stuckPerMille);
    this.limitPages = sharedLimitBytes == 0 ? Long.MAX_VALUE : sharedLimitBytes / Slots.PAGE_BYTES;
    this.refusedPerMille = refusedPerMille;
    this.stuckPerMille = stuckPerMille;
    this.random = random;
  }

  private static void requireOdds(String what, int perMille) {
    if (perMille < 0 || perMille > PER_MILLE) {
      throw new IllegalArgumentException(
          perMille + " of 1000 changes cannot be " + what + "; 0 to 1000 can");
    }
  }

  /**
   * Decrypts pages.
   *
   * @return false if that is refused: too much would be shared, or by chance
   */
  public boolean share(int pages) {
    return share(pages, false);
  }

  /**
   * The same.
   *
   * @param isRefused whether the hypervisor refuses it in any case
   */
  public boolean share(int pages, boolean isRefused) {
    calls++;
    var isUnlucky = isUnlucky(refusedPerMille) || isRefused;
    if (isUnlucky || pages > limitPages - sharedPages()) {
      refusals++;
      doubtfulPages += pages;
      return false;
    }
    returnablePages += pages;
    pagesChanged += pages;
    return true;
  }

  /**
   * Encrypts pages again, which are shared or in doubt; those in doubt are taken to come first.
   *
   * @return false if they are stuck: nobody can ever use them, and what was shared stays so
   * @throws IllegalArgumentException if fewer are shared or in doubt
   */
  public boolean unshare(int pages) {
    return unshare(pages, false);
  }

  /**
   * The same.
   *
   * @param isStuck whether they are stuck in any case
   */
  public boolean unshare(int pages, boolean isStuck) {
    if (pages > returnablePages + doubtfulPages) {
      throw new IllegalArgumentException(
          "%d pages cannot be encrypted again: %d are shared, %d in doubt"
              .formatted(pages, returnablePages, doubtfulPages));
    }
    calls++;
    var doubtful = Math.min(pages, doubtfulPages);
    var shared = pages - doubtful;
    doubtfulPages -= doubtful;
    returnablePages -= shared;
    if (isUnlucky(stuckPerMille) || isStuck) {
      refusals++;
      leakedPages += pages;
      stuckSharedPages += shared;
      return false;
    }
    pagesChanged += shared;
    return true;
  }

  private boolean isUnlucky(int perMille) {
    return perMille > 0 && random.nextInt(PER_MILLE) < perMille;
  }

  /** Pages that are shared now, those included that are stuck. */
  public long sharedPages() {
    return returnablePages + stuckSharedPages;
  }

  /** Wishes so far, the refused ones included. */
  public long calls() {
    return calls;
  }

  /** Pages whose state was changed, counted at each change. */
  public long pagesChanged() {
    return pagesChanged;
  }

  /** Wishes that were refused, to share or to take back. */
  public long refusals() {
    return refusals;
  }

  /** Pages that are stuck, whether they had been shared or were in doubt. */
  public long leakedPages() {
    return leakedPages;
  }
}
