package swiotlb.time;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.typed.internal.InterceptorImpl;

/** The behaviour of a test kit's actor without what the kit puts before it. */
public final class Innermost {
  private Innermost() {}

  /**
   * That behaviour.
   *
   * @throws ClassCastException if it is not of the type
   */
  public static <B> B of(BehaviorTestKit<?> kit, Class<B> type) {
    Object behavior = kit.currentBehavior();
    while (behavior instanceof InterceptorImpl<?, ?> before) {
      behavior = before.nestedBehavior();
    }
    return type.cast(behavior);
  }
}
