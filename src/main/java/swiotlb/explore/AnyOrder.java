package swiotlb.explore;

import swiotlb.time.Choices;
import swiotlb.time.ForwardedChoices;

/** The choices of others, for messages that come in any order, whatever their times. */
public final class AnyOrder extends ForwardedChoices {
  /** Choices of others. */
  public AnyOrder(Choices chosenBy) {
    super(chosenBy);
  }

  @Override
  public boolean keepsTime() {
    return false;
  }
}
