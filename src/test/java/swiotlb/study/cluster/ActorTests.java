package swiotlb.study.cluster;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import com.typesafe.config.ConfigFactory;

/** Actor systems of one process, in which a test says how time passes. */
final class ActorTests {
  private static final String DELIVERY = "swiotlb.cluster.akka.reliable-delivery";

  private ActorTests() {}

  /** One that delivers work as the cluster does. */
  static ActorTestKit kit(String name) {
    var delivery =
        ConfigFactory.parseResources("actors.conf")
            .resolve()
            .getConfig(DELIVERY)
            .atPath("akka.reliable-delivery");
    return ActorTestKit.create(name, ManualTime.config().withFallback(delivery));
  }
}
