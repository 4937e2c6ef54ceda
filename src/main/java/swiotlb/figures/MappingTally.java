package swiotlb.figures;

/** Counts what becomes of the bounce buffers of a device. Decides nothing. Not thread-safe. */
public final class MappingTally {
  private long wanted;
  private long got;
  private long gotTransient;
  private long refused;
  private long givenBack;
  private long failed;
  private long heldUp;

  /** An area or the allocator is asked. */
  public void wanted() {
    wanted++;
  }

  /** One that was wanted is there. */
  public void got(boolean isTransient) {
    got++;
    if (isTransient) {
      gotTransient++;
    }
  }

  /** One that was wanted is not to be had. */
  public void refused() {
    refused++;
    failed++;
  }

  /** A mapping fails of which nobody was asked, or which is of no use. */
  public void failed() {
    failed++;
  }

  /** One is back where it came from. */
  public void givenBack() {
    givenBack++;
  }

  /** A request has to wait. */
  public void heldUp() {
    heldUp++;
  }

  /** All of it so far. */
  public MappingCount count() {
    return new MappingCount(wanted, got, gotTransient, refused, givenBack, failed, heldUp);
  }
}
