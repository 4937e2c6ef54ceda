package swiotlb.study.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/** A replication as text, for those who do it elsewhere. */
final class ReplicationText {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

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
    try {
      return JSON.writeValueAsString(
          new Told(
              point.number(),
              new LinkedHashMap<>(point.settings()),
              replication.number(),
              replication.seed(),
              replication.identity(),
              replication.refusal(),
              replication.key()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a replication cannot be written", e);
    }
  }

  /**
   * Reads it, without the place of the point on its axes.
   *
   * @throws InputException if it is none
   */
  static Replication read(String text) {
    try {
      var told = JSON.readValue(text, Told.class);
      return new Replication(
          new Point(told.point, List.of(), told.settings),
          told.replication,
          told.seed,
          told.identity,
          told.refusal,
          told.key);
    } catch (JsonProcessingException e) {
      throw new InputException("work", "is no replication: " + Text.cut(text, 100));
    }
  }
}
