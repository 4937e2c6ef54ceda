/**
 * The library: all of swiotlb-sim that other programs may build on.
 *
 * <pre>{@code
 * var growing = Simulation.read(Path.of("first-growth.conf"));
 * var larger = growing.with("kernel", "\"swiotlb=2048,force\"");
 * try (var simulator = new Simulator()) {
 *   long failed = RunFigures.failed(simulator.run(growing).figures());
 *   long slots = simulator.run(larger).figures().get(RunFigures.IO_TLB_USED_HIWATER);
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link swiotlb.api.Simulation} is a scenario that was read and checked: a file or a text,
 *       with settings laid over it. It is immutable, and any number of threads may run it.
 *   <li>{@link swiotlb.api.Simulator} runs simulations one after the other on one engine; {@link
 *       swiotlb.api.Simulation#run()} makes one for a single run.
 *   <li>{@link swiotlb.api.RunOptions} says how: where the trace goes, who chooses among what could
 *       happen next, what stops it.
 *   <li>{@link swiotlb.api.Result} has the figures of each run, the choices that were made, and how
 *       it ended.
 *   <li>{@link swiotlb.api.Trace} reads the messages of a run back, each a {@link
 *       swiotlb.api.Message}.
 * </ul>
 *
 * <p>Figures are constants of {@link swiotlb.figures.RunFigures}, {@link
 * swiotlb.figures.DeviceFigures} and their neighbours; each knows its key, {@linkplain
 * swiotlb.figures.Unit unit} and words. Whoever wants all of them walks their {@link
 * swiotlb.figures.Catalogue}. Chance is a {@link swiotlb.time.Choices}: in order, from a seed,
 * recorded, given again, or one of your own.
 *
 * <p>Units: slots are 2 KiB unless the scenario says otherwise; times are nanoseconds of the
 * simulation from its start, or real ones in concurrent mode; sizes are bytes.
 *
 * <p>Errors: what is wrong with a file or a setting is a {@link swiotlb.input.InputException} whose
 * message names place, fault and remedy, for a scenario a {@link swiotlb.input.ScenarioException}
 * with all that is wrong. A run that failed throws nothing: its {@link swiotlb.api.Result} says so,
 * and {@link swiotlb.api.Result#figures()} refuses to give figures of it. What comes from files
 * (names, texts, messages) is as it stands there, with whatever a terminal or a page would take for
 * a command.
 *
 * <p>Versions are semantic. What may be relied on is this package and the public types that its
 * signatures name, of {@code swiotlb.figures}, {@code swiotlb.time.Choices} and its kinds, and the
 * two exceptions. Until 1.0.0 the second number rises where it changes. Everything else is inside
 * and changes at any time. No signature here names an actor or a type of another library.
 */
@NullMarked
package swiotlb.api;

import org.jspecify.annotations.NullMarked;
