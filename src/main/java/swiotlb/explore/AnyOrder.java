package swiotlb.explore;

import swiotlb.time.Choices;
import swiotlb.time.ForwardedChoices;

/** The choices of others, for messages that come in any order, whatever their times. */
public final class AnyOrder extends ForwardedChoices {
  private final boolean isApart;

  /** Choices of others; a message that comes to an actor at rest is handled at once. */
  public AnyOrder(Choices chosenBy) {
    this(chosenBy, false);
  }

  private AnyOrder(Choices chosenBy, boolean isApart) {
    super(chosenBy);
    this.isApart = isApart;
  }

  /** The same, where others may come between a message's coming and its being handled. */
  public static AnyOrder apart(Choices chosenBy) {
    return new AnyOrder(chosenBy, true);
  }

  @Override
  public boolean keepsTime() {
    return false;
  }

  @Override
  public boolean handlesAtOnce() {
    return !isApart && super.handlesAtOnce();
  }
}
