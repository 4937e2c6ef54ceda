package swiotlb.kernel.policy;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import swiotlb.kernel.policy.ExhaustionPolicy.TakeTransient;
import swiotlb.kernel.policy.ExhaustionPolicy.WaitForGrowth;

/** The exhaustion policies that can be chosen, by their names. A new one gets its line here. */
public final class ExhaustionPolicies {
  private static final int MOST_WAITING = 1_000_000;

  private static final List<Design> DESIGNS =
      List.of(
          new Design(
              "transient",
              "takes a transient pool at once, as the kernel does",
              settings -> new TakeTransient()),
          new Design(
              "wait",
              "waits for a new pool, then searches again; in the end takes a transient pool",
              settings ->
                  new WaitForGrowth(
                      Duration.ofNanos(settings.nanos("timeout", 1)),
                      settings.integer("most", 1, MOST_WAITING))));

  private ExhaustionPolicies() {}

  /**
   * A design with its name.
   *
   * @param words what a request does, without an end
   * @param maker makes it from what is set
   */
  public record Design(
      String name, String words, Function<PolicySettings, ExhaustionPolicy> maker) {}

  /** All of them; the first is what the kernel does. */
  public static List<Design> designs() {
    return DESIGNS;
  }
}
