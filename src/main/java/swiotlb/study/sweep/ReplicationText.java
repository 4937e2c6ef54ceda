package swiotlb.study.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import swiotlb.study.work.PlainJson;

/** A replication as text, for those who do it elsewhere. */
final class ReplicationText {
  private record Told(
      long point,
      LinkedHashMap<String, String> settings,
      int replication,
      long seed,
      String identity,
      String refusal,
      String key) {}

  private ReplicationText() {}

  static String of(Replication replication) {
    var point = replication.point();
    return PlainJson.text(
        new Told(
            point.number(),
            new LinkedHashMap<>(point.settings()),
            replication.number(),
            replication.seed(),
            replication.identity(),
            replication.refusal(),
            replication.key()));
  }

  /**
   * Reads it, without the place of the point on its axes.
   *
   * @throws swiotlb.input.InputException if it is none
   */
  static Replication read(String text) {
    var told = PlainJson.read(text, Told.class);
    return new Replication(
        new Point(told.point, List.of(), told.settings),
        told.replication,
        told.seed,
        told.identity,
        told.refusal,
        told.key);
  }
}
