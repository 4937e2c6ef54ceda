/**
 * Behaviour as documentation: each class tells one story of the specification, and the trace of the
 * messages between the actors says whether it is true.
 *
 * <p>To write one, extend {@link swiotlb.story.Story}, whose words are then at hand:
 *
 * <pre>
 * class LoadSpikeTest extends Story {
 *   &#64;Test
 *   void theRequestThatFindsNothingSetsTheWorkerGoing() {
 *     givenFull(allocator())
 *         .when(cpu(0).inInterrupt().maps(kib(4)))
 *         .thenTheTrace()
 *         .shows(Area.MapRequest.class)
 *         .then(Allocator.Exhausted.class)
 *         .then(Grower.Grow.class)
 *         .then(MapClient.PoolsPublished.class)
 *         .exactly(1, named("Allocator.StartWorker"))
 *         .each(Grower.Grow.class)
 *         .comesOf(Allocator.Exhausted.class)
 *         .causesOf(a(MapClient.Mapped.class).ofMapping(2))
 *         .never(named("Grower.*"));
 *   }
 * }
 * </pre>
 *
 * <p><b>Given</b> a machine ({@link swiotlb.story.Machine}), and steps ({@link swiotlb.story.Step})
 * that happened one after the other before the trace begins; {@code givenFull}: all slots are
 * taken; {@code where} adds further ones. <b>When</b> further steps happen: {@code when} at one
 * instant, {@code andAfter} some time later, {@code andAtRest} after all that came of the last
 * ones. Buffers become mappings 1, 2, … in the order in which the story maps them. <b>Then the
 * trace</b> ({@link swiotlb.story.StoryTrace}) is the only witness. Messages are named by their
 * classes, so that the compiler knows them; those that are private, or many at once, by {@code
 * named}. What a story names must exist, fields included: else a sentence with {@code never} would
 * hold for ever. A sentence that does not hold fails with the messages that matter, a line for
 * each, and names the file below {@code target/stories} that has them all.
 */
@NullMarked
package swiotlb.story;

import org.jspecify.annotations.NullMarked;
