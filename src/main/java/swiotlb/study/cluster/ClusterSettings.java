package swiotlb.study.cluster;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import swiotlb.input.InputException;
import swiotlb.time.ActorSettings;

/**
 * How a process listens.
 *
 * @param bind where others reach it
 * @param keys needed where others than this machine do
 */
public record ClusterSettings(Endpoint bind, Optional<TlsKeys> keys) {
  /** Of the actor systems. */
  static final String NAME = "swiotlb-sim";

  private static final String MODE = "swiotlb.cluster";

  /**
   * Checked.
   *
   * @throws InputException if others could reach it, and there are no keys
   */
  public ClusterSettings {
    if (keys.isEmpty() && !bind.isLoopback()) {
      throw new InputException(
          "--bind " + bind,
          "is reached from other machines, which is allowed with keys alone: make them once with"
              + " 'node keys DIR', copy that folder to each machine, and add --keys DIR");
    }
  }

  Config config(String role) {
    var own = new HashMap<String, Object>();
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
