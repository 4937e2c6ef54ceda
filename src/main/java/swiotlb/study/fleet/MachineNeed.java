package swiotlb.study.fleet;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.study.advise.Unbounded;

/**
 * What a recorded machine is and what it needs: a line of JSON, small enough to be sent and kept by
 * thousands.
 *
 * @param folder as it was named
 * @param digest of what was recorded: equal for recordings with the same mappings at the same times
 * @param unbounded what grows without end, so that no size serves it; null if nothing does
 * @param candidates in rising order of what is asked for; the first is none, which is the kernel's
 *     own size
 * @param assumed in sentences without their ends
 */
public record MachineNeed(
    String folder,
    String digest,
    Facts facts,
    PoolNow now,
    Load load,
    Flaws flaws,
    @Nullable Unbounded unbounded,
    List<Candidate> candidates,
    List<String> assumed) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Immutable from the start. */
  public MachineNeed {
    candidates = List.copyOf(candidates);
    assumed = List.copyOf(assumed);
  }

  /** Why its buffers bounce, as far as the recording tells. */
  public enum Reason {
    /** Its memory is encrypted. */
    ENCRYPTED,
    /** Bouncing is forced. */
    FORCED,
    /** Devices do not reach the buffers. */
    REACH
  }

  /** Whether its kernel has dynamic pools. */
  public enum Build {
    STATIC,
    DYNAMIC,
    UNKNOWN
  }

  /**
   * The machine.
   *
   * @param arch its label
   * @param encryption its label
   * @param guessed names of parts that nothing tells
   */
  public record Facts(
      String arch,
      String encryption,
      Reason reason,
      long memoryBytes,
      int cpus,
      String release,
      List<Guess> guessed) {
    /** Immutable from the start. */
    public Facts {
      guessed = List.copyOf(guessed);
    }
  }

  /** A part of a machine that nothing told. */
  public enum Guess {
    MEMORY,
    CPUS,
    RELEASE
  }

  /**
   * What it has.
   *
   * @param pool its default pool after boot, and how the recorded load fits it
   * @param source what tells of it
   * @param hiwater the most slots that its kernel counted in use, or -1
   * @param tracksUse whether it goes on counting with Linux 7.3
   * @param rulesSlots its default pool by the rules of booting
   * @param newestSlots the same with Linux 7.3
   */
  public record PoolNow(
      Trial pool,
      Source source,
      Build build,
      long hiwater,
      boolean tracksUse,
      int rulesSlots,
      int newestSlots) {}

  /** What tells of the pool that a machine has. */
  public enum Source {
    /** Its kernel's log or counters. */
    KERNEL,
    /** The rules of booting, with what is known of the machine. */
    RULES
  }

  /**
   * What was recorded.
   *
   * @param durationNs from the first request to the end
   * @param mappings that bounced or failed to
   * @param mostHeldSlots at a time, padding included
   * @param largestSlots of one mapping that a slot set can hold
   * @param heldBeforeSlots in use before it began, taken to be held all the time
   * @param tooLarge mappings that are larger than a slot set, which no size serves
   */
  public record Load(
      long durationNs,
      long mappings,
      int devices,
      long mostHeldSlots,
      int largestSlots,
      long heldBeforeSlots,
      long tooLarge) {}

  /**
   * What is wrong or remarkable with the recording.
   *
   * @param lostLines that the recorder counted
   * @param lostOthers whether lines were lost that nobody counted
   * @param cutOff whether its file ends in the middle
   * @param heldIsAssumed whether it does not tell how long buffers were held
   * @param failed mappings that failed while it was recorded
   * @param grownSlots by which its pools were more afterwards
   */
  public record Flaws(
      long lostLines,
      boolean lostOthers,
      boolean cutOff,
      boolean heldIsAssumed,
      long failed,
      long grownSlots) {
    /** Whether lines are missing, so that the machine may need more than they show. */
    public boolean isLossy() {
      return lostLines > 0 || lostOthers;
    }
  }

  /**
   * How the recorded load fits a pool.
   *
   * @param slots as booted
   * @param areas as booted
   * @param isRun false: not run, since smaller ones of as many areas refuse nothing
   * @param failed mappings of a kernel without dynamic pools, from the first start of searching
   *     with which there are any
   * @param transients mappings of a kernel with dynamic pools that got a pool of their own, from
   *     the same start
   * @param dynamicSlots of all pools of such a kernel in the end
   */
  public record Trial(
      int slots, int areas, boolean isRun, long failed, long transients, long dynamicSlots) {
    /** Whether it refuses nothing. */
    public boolean serves() {
      return failed == 0;
    }
  }

  /**
   * A size that a command line can ask for.
   *
   * @param asked slots; 0: none written
   * @param written slots to be written so that the machine boots with them
   */
  public record Candidate(long asked, long written, Trial pool) {}

  /** The smallest pool that serves it, of those whose next larger ones do, too. */
  public Optional<Candidate> need() {
    Optional<Candidate> need = Optional.empty();
    for (var candidate : candidates) {
      if (candidate.asked > 0) {
        var serves = serves(candidate.pool);
        need = serves ? need.or(() -> Optional.of(candidate)) : Optional.empty();
      }
    }
    return need;
  }

  /**
   * Whether a pool serves it: it refuses nothing of what was recorded, holds as many slots as the
   * kernel ever counted in use, and nothing grows without end.
   */
  public boolean serves(Trial pool) {
    return unbounded == null && pool.serves() && pool.slots >= now.hiwater;
  }

  /**
   * The smallest pool with which a kernel with dynamic pools gives few mappings a pool of their
   * own, of those whose next larger ones do, too.
   *
   * @param share of all mappings that may
   */
  public Optional<Candidate> dynamicNeed(double share) {
    Optional<Candidate> need = Optional.empty();
    for (var candidate : candidates) {
      if (candidate.asked > 0) {
        var isEnough = candidate.pool.transients <= share * load.mappings;
        need = isEnough ? need.or(() -> Optional.of(candidate)) : Optional.empty();
      }
    }
    return unbounded == null ? need : Optional.empty();
  }

  /**
   * The candidate of a number of slots.
   *
   * @throws IllegalArgumentException if it is none that is asked for
   */
  public Candidate candidate(long asked) {
    return candidates.stream()
        .filter(c -> c.asked == asked)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(asked + " slots were not asked for"));
  }

  /** The same of a folder with another name. */
  MachineNeed in(String other) {
    return new MachineNeed(other, digest, facts, now, load, flaws, unbounded, candidates, assumed);
  }

  /** As a line of JSON, without its end. */
  public String toLine() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a node of JSON, the same as its line. */
  public JsonNode toNode() {
    return MAPPER.valueToTree(this);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static MachineNeed ofLine(String line) {
    try {
      return MAPPER.readValue(line, MachineNeed.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no line of a machine: " + e.getOriginalMessage(), e);
    }
  }
}
