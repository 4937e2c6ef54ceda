package swiotlb.study.cluster;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.input.InputException;
import swiotlb.time.ActorSettings;

/**
 * How a process listens.
 *
 * @param bind where others reach it
 * @param keys needed where others than this machine do
 * @param patience how many times longer than usual it waits for members before they count as lost;
 *     1 unless they share processors
 */
public record ClusterSettings(Endpoint bind, Optional<TlsKeys> keys, int patience) {
  /** Of the actor systems. */
  static final String NAME = "swiotlb-sim";

  /** Above that what is lost is found late, and nothing is gained. */
  static final int MOST_PATIENCE = 60;

  private static final String MODE = "swiotlb.cluster";
  private static final String PAUSE = "akka.cluster.failure-detector.acceptable-heartbeat-pause";

  /**
   * Checked.
   *
   * @throws InputException if others could reach it, and there are no keys, or the patience is not
   *     1 to 60
   */
  public ClusterSettings {
    if (keys.isEmpty() && !bind.isLoopback()) {
      throw new InputException(
          "--bind " + bind,
          "is reached from other machines, which is allowed with keys alone: make them once with"
              + " 'node keys DIR', copy that folder to each machine, and add --keys DIR");
    }
    if (patience < 1 || patience > MOST_PATIENCE) {
      throw new InputException("--patience " + patience, "can be 1 to " + MOST_PATIENCE);
    }
  }

  /** With the usual patience. */
  public ClusterSettings(Endpoint bind, Optional<TlsKeys> keys) {
    this(bind, keys, 1);
  }

  /**
   * The patience that so many workers on this machine need: those that wait for a processor say
   * nothing meanwhile.
   */
  public static int patienceFor(int workers) {
    var each = workers / (2 * Runtime.getRuntime().availableProcessors());
    return Math.max(1, Math.min(MOST_PATIENCE, each));
  }

  Config config(String role) {
    var usual = ActorSettings.of(MODE, Map.of());
    var own = new HashMap<String, Object>();
    own.put(PAUSE, usual.getDuration(PAUSE).multipliedBy(patience));
    own.put("akka.remote.artery.canonical.hostname", bind.host());
    own.put("akka.remote.artery.canonical.port", bind.port());
    own.put("akka.cluster.roles", List.of(role));
    keys.ifPresent(
        told -> {
          var ssl = "akka.remote.artery.ssl.rotating-keys-engine.";
          own.put("akka.remote.artery.transport", "tls-tcp");
          own.put(ssl + "key-file", told.key().toString());
          own.put(ssl + "cert-file", told.certificate().toString());
          own.put(ssl + "ca-cert-file", told.authority().toString());
        });
    return ActorSettings.of(MODE, own);
  }
}
