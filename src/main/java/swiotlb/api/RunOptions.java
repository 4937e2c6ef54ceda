package swiotlb.api;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import swiotlb.time.Choices;
import swiotlb.time.GivenChoices;

/**
 * How a simulation is run. Immutable; the same options serve any number of runs, each of which
 * begins with choices of its own.
 */
public final class RunOptions {
  private static final RunOptions PLAIN =
      new RunOptions(
          Choices::inOrder, false, OptionalLong.empty(), false, Optional.empty(), () -> false);

  private final Supplier<? extends Choices> choices;
  private final boolean makesChoices;
  private final OptionalLong scheduleSeed;
  private final boolean recordsChoices;
  private final Optional<Path> trace;
  private final BooleanSupplier isInterrupted;

  private RunOptions(
      Supplier<? extends Choices> choices,
      boolean makesChoices,
      OptionalLong scheduleSeed,
      boolean recordsChoices,
      Optional<Path> trace,
      BooleanSupplier isInterrupted) {
    this.choices = choices;
    this.makesChoices = makesChoices;
    this.scheduleSeed = scheduleSeed;
    this.recordsChoices = recordsChoices;
    this.trace = trace;
    this.isInterrupted = isInterrupted;
  }

  /** Nothing but the scenario: in order, without a trace, to the end. */
  public static RunOptions plain() {
    return PLAIN;
  }

  /**
   * Another of the orders in which what happens at one instant can happen, as {@code
   * --schedule-seed} picks it.
   */
  public RunOptions seeded(long seed) {
    return new RunOptions(
        () -> Choices.random(seed),
        true,
        OptionalLong.of(seed),
        recordsChoices,
        trace,
        isInterrupted);
  }

  /**
   * The choices of an earlier run, which make the same run of the same scenario. Where they do not
   * fit, since something was changed, the nearest that do are taken without a word; after the last
   * one everything goes in order. Whether the run was the same, its trace tells.
   *
   * @param made as {@link Result#choices()} tells them
   */
  public RunOptions given(long... made) {
    var kept = made.clone();
    return choosing(() -> new GivenChoices(kept));
  }

  /**
   * Choices of any kind. A trace does not tell of them: its {@code scheduleSeed} is null as in
   * order.
   *
   * @param other asked for fresh ones at the beginning of each run
   */
  public RunOptions choosing(Supplier<? extends Choices> other) {
    return new RunOptions(other, true, OptionalLong.empty(), recordsChoices, trace, isInterrupted);
  }

  /** The same, and {@link Result#choices()} tells what was chosen: 8 bytes for each choice. */
  public RunOptions recordingChoices() {
    return new RunOptions(choices, makesChoices, scheduleSeed, true, trace, isInterrupted);
  }

  /**
   * The same with a trace of every message, however large it becomes.
   *
   * @param file overwritten; its name ends with {@code .jsonl}, {@code .jsonl.gz}, or {@code
   *     .duckdb}, for which DuckDB's driver must be on the class path
   */
  public RunOptions tracedTo(Path file) {
    return new RunOptions(
        choices, makesChoices, scheduleSeed, recordsChoices, Optional.of(file), isInterrupted);
  }

  /**
   * The same, ending early once something holds, which is asked now and then on the run's thread.
   */
  public RunOptions until(BooleanSupplier holds) {
    return new RunOptions(choices, makesChoices, scheduleSeed, recordsChoices, trace, holds);
  }

  Supplier<? extends Choices> choices() {
    return choices;
  }

  boolean makesChoices() {
    return makesChoices;
  }

  OptionalLong scheduleSeed() {
    return scheduleSeed;
  }

  boolean recordsChoices() {
    return recordsChoices;
  }

  Optional<Path> trace() {
    return trace;
  }

  BooleanSupplier isInterrupted() {
    return isInterrupted;
  }
}
