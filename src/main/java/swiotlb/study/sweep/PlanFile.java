package swiotlb.study.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/** The plan of a sweep beside its results, so that nobody goes on with another one. */
final class PlanFile {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What must be the same, and how that is told if it is not. */
  private static final Map<String, String> MUST_AGREE = new LinkedHashMap<>();

  static {
    MUST_AGREE.put("format", "was written in format %s of sweeps, this program has %s");
    MUST_AGREE.put("version", "was begun by version %s of the program, this is %s");
    MUST_AGREE.put("scenario_name", "is of scenario %s, not %s");
    MUST_AGREE.put("overrides", "was begun with --set %s, not %s");
    MUST_AGREE.put("vary", "was begun with --vary %s, not %s");
    MUST_AGREE.put("sample", "was begun with --sample %s, not %s");
    MUST_AGREE.put("replications", "was begun with --replications %s, not %s");
    MUST_AGREE.put("seed", "was begun with seed %s, not %s");
    MUST_AGREE.put("scenario", "is of another text of the scenario or its includes (%s, now %s)");
  }

  private PlanFile() {}

  /** The plan as it is stored. */
  static ObjectNode of(SweepPlan plan, ScenarioSource source, long seed) {
    var json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("version", plan.version());
    json.put("scenario_name", source.name());
    json.put("scenario", source.at(Map.of()).identity());
    plan.overrides().forEach(json.putObject("overrides")::put);
    plan.vary().forEach(json.putArray("vary")::add);
    json.put("sample", plan.sample());
    json.put("replications", plan.replications());
    json.put("seed", seed);
    return json;
  }

  /** Whole or not at all. */
  static void write(Path file, ObjectNode plan) {
    var unfinished = Path.of(file + ".unfinished");
    try {
      Files.writeString(unfinished, plan.toPrettyString() + "\n");
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InputException(
          file.toString(), "cannot be written; name another --out, in a writable folder");
    }
  }

  /**
   * Refuses to go on with another sweep.
   *
   * @throws InputException saying in what they differ
   */
  static void requireSame(Path file, ObjectNode plan) {
    var stored = read(file);
    MUST_AGREE.forEach(
        (key, how) -> {
          if (!stored.path(key).equals(reread(plan).path(key))) {
            var what = how.formatted(shown(stored.path(key)), shown(plan.path(key)));
            throw new InputException(
                file.toString(), "the sweep there " + what + "; begin elsewhere with --out");
          }
        });
  }

  /** Numbers as they are once they have been read: an int that was written is one again. */
  private static JsonNode reread(ObjectNode plan) {
    try {
      return JSON.readTree(plan.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan that cannot be read", e);
    }
  }

  private static String shown(JsonNode value) {
    return Text.cut(value.isValueNode() ? value.asText() : value.toString(), 200);
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InputException(
          file.toString(), "cannot be read as the plan of a sweep; begin elsewhere with --out");
    }
  }
}
