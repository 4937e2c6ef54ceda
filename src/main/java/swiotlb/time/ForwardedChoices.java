package swiotlb.time;

/** The choices of others, for those who change or watch some of them. */
public abstract class ForwardedChoices implements Choices {
  private final Choices chosenBy;

  /**
   * All choices are made by others, unless a method is overridden.
   *
   * @param chosenBy is asked whenever this is
   */
  protected ForwardedChoices(Choices chosenBy) {
    this.chosenBy = chosenBy;
  }

  @Override
  public int turn(Runnables runnables) {
    return chosenBy.turn(runnables);
  }

  @Override
  public long lateness(long delayNs) {
    return chosenBy.lateness(delayNs);
  }

  @Override
  public long lateness(long delayNs, Object message) {
    return chosenBy.lateness(delayNs, message);
  }

  @Override
  public boolean keepsTime() {
    return chosenBy.keepsTime();
  }

  @Override
  public boolean handlesAtOnce() {
    return chosenBy.handlesAtOnce();
  }

  @Override
  public boolean happens(String what, double probability) {
    return chosenBy.happens(what, probability);
  }
}
