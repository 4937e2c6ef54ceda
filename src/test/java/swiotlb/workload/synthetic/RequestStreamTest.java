package swiotlb.workload.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.workload.Context;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;

/** The requests of a thread, as the lists of buffers that are mapped for them. */
class RequestStreamTest {
  private static final long PAGE = 4096;
  private static final long MEMORY = 1L << 30;
  private static final long NO_LIMIT = 1L << 30;

  private List<JobSpec.Block> blocks = List.of(new JobSpec.Block(4 * PAGE, 1));
  private long segmentBytes;
  private int readPercent;
  private int bidirectionalPercent;
  private int syncs;
  private long bufferAlign = PAGE;
  private long maxSegmentBytes = NO_LIMIT;
  private long granuleBytes = 1;
  private List<DriverSpec.ExtraBuffer> extraBuffers = List.of();

  /** A buffer as it was when it was filled. */
  private record Filled(long address, long bytes, Direction direction) {}

  private JobSpec job() {
    return new JobSpec(
        "job",
        List.of(0),
        new JobSpec.Buffers(blocks, segmentBytes, readPercent, bidirectionalPercent, bufferAlign),
        new JobSpec.Pace(1, 0, 1, 0, 1, 0),
        new JobSpec.Handling(Context.PROCESS, true, JobSpec.Use.MAPPED, syncs, false));
  }

  private DriverSpec driver() {
    return new DriverSpec(
        1,
        1,
        maxSegmentBytes,
        granuleBytes,
        List.of(),
        extraBuffers,
        DriverSpec.Mishaps.NONE,
        List.of(job()));
  }

  private RequestStream stream(long seed, String name, long memoryBytes) {
    return new RequestStream(job(), driver(), seed, name, MemoryLayout.x86(memoryBytes));
  }

  private RequestStream stream() {
    return stream(1, "disk/job/0#0", MEMORY);
  }

  private List<Filled> next(RequestStream stream) {
    var buffers = Placement.buffersFor(job(), driver());
    return buffers.subList(0, stream.next(buffers)).stream()
        .map(buffer -> new Filled(buffer.address(), buffer.bytes(), buffer.direction()))
        .toList();
  }

  private List<List<Filled>> next(RequestStream stream, int requests) {
    var lists = new ArrayList<List<Filled>>();
    for (var i = 0; i < requests; i++) {
      lists.add(next(stream));
    }
    return lists;
  }

  private List<Long> sizes() {
    return next(stream()).stream().map(Filled::bytes).toList();
  }

  // Pieces.

  @Test
  void aRequestIsOneBufferWhereNothingCutsIt() {
    assertThat(sizes()).containsExactly(4 * PAGE);
  }

  @Test
  void aDriverCutsWhatIsLargerThanItMaps() {
    maxSegmentBytes = 6_000;
    assertThat(sizes()).containsExactly(6_000L, 6_000L, 4_384L);
  }

  @Test
  void whatADriverCutsIsAdjacent() {
    maxSegmentBytes = 6_000;
    var pieces = next(stream());
    assertThat(pieces.get(1).address()).isEqualTo(pieces.get(0).address() + 6_000);
    assertThat(pieces.get(2).address()).isEqualTo(pieces.get(1).address() + 6_000);
  }

  // Two steps, behind an IOMMU.

  @Test
  void inTwoStepsTheEndsThatFillNoGranuleAreMappedOnTheirOwn() {
    granuleBytes = PAGE;
    blocks = List.of(new JobSpec.Block(4 * PAGE, 1));
    bufferAlign = 512;
    for (var request : next(stream(), 100)) {
      var first = request.get(0).address();
      var last = request.get(request.size() - 1);
      var isAligned = first % PAGE == 0;
      assertThat(request).hasSize(isAligned ? 1 : 3);
      assertThat(last.address() + last.bytes() - first).isEqualTo(4 * PAGE);
      for (var i = 1; i < request.size(); i++) {
        var before = request.get(i - 1);
        assertThat(request.get(i).address())
            .isEqualTo(before.address() + before.bytes())
            .matches(address -> address % PAGE == 0);
      }
    }
  }

  @Test
  void whatFillsGranulesIsMappedWhole() {
    granuleBytes = PAGE;
    assertThat(sizes()).containsExactly(4 * PAGE);
  }

  @Test
  void aBufferWithinAGranuleIsOneMapping() {
    granuleBytes = PAGE;
    blocks = List.of(new JobSpec.Block(512, 1));
    bufferAlign = 512;
    assertThat(next(stream(), 100)).allMatch(request -> request.size() == 1);
  }

  @Test
  void scatteredMemoryIsMappedPieceByPiece() {
    segmentBytes = PAGE;
    assertThat(sizes()).containsExactly(PAGE, PAGE, PAGE, PAGE);
  }

  @Test
  void scatteredPiecesLieApart() {
    segmentBytes = PAGE;
    assertThat(next(stream())).extracting(Filled::address).doesNotHaveDuplicates();
  }

  @Test
  void aDriverCutsEachScatteredPiece() {
    segmentBytes = 2 * PAGE;
    maxSegmentBytes = 6_000;
    assertThat(sizes()).containsExactly(6_000L, 2_192L, 6_000L, 2_192L);
  }

  @Test
  void theLastScatteredPieceIsTheRest() {
    segmentBytes = 6_000;
    assertThat(sizes()).containsExactly(6_000L, 6_000L, 4_384L);
  }

  @Test
  void aRequestSmallerThanAPieceIsOne() {
    segmentBytes = 5 * PAGE;
    assertThat(sizes()).containsExactly(4 * PAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "16384,0,1073741824,1",
    "16384,4096,1073741824,4",
    "16384,0,4096,4",
    "10000,0,4096,3",
    "10000,4096,1000,12",
    "4097,4096,4096,2",
    "1,4096,4096,1"
  })
  void theLongestListIsKnownBeforehand(long block, long segment, long most, int buffers) {
    blocks = List.of(new JobSpec.Block(block, 1));
    segmentBytes = segment;
    maxSegmentBytes = most;
    assertThat(Placement.mostBuffers(job(), driver())).isEqualTo(buffers);
    assertThat(sizes()).hasSize(buffers);
  }

  @Test
  void theLongestListIsThatOfTheLargestBlock() {
    blocks = List.of(new JobSpec.Block(PAGE, 1), new JobSpec.Block(3 * PAGE, 1));
    maxSegmentBytes = PAGE;
    assertThat(next(stream(), 100)).extracting(List::size).containsOnly(1, 3);
  }

  // Beside the data.

  @Test
  void extraBuffersComeBeforeTheDataInTheOrderOfTheDriver() {
    extraBuffers =
        List.of(
            new DriverSpec.ExtraBuffer(16, 0, Direction.TO_DEVICE),
            new DriverSpec.ExtraBuffer(1, 0, Direction.FROM_DEVICE));
    assertThat(sizes()).containsExactly(16L, 1L, 4 * PAGE);
  }

  @Test
  void anExtraBufferGrowsWithThePiecesOfData() {
    extraBuffers = List.of(new DriverSpec.ExtraBuffer(16, 8, Direction.TO_DEVICE));
    maxSegmentBytes = PAGE;
    assertThat(sizes().get(0)).isEqualTo(16 + 4 * 8);
  }

  @Test
  void anExtraBufferKeepsItsDirectionWhateverTheRequest() {
    extraBuffers = List.of(new DriverSpec.ExtraBuffer(16, 0, Direction.TO_DEVICE));
    readPercent = 100;
    assertThat(next(stream()))
        .extracting(Filled::direction)
        .containsExactly(Direction.TO_DEVICE, Direction.FROM_DEVICE);
  }

  @Test
  void anExtraBufferIsAlignedToACacheLine() {
    extraBuffers = List.of(new DriverSpec.ExtraBuffer(16, 0, Direction.TO_DEVICE));
    assertThat(next(stream(), 100)).allMatch(list -> list.get(0).address() % 64 == 0);
  }

  // Directions.

  @Test
  void allPiecesOfARequestHaveItsDirection() {
    maxSegmentBytes = PAGE;
    readPercent = 50;
    assertThat(next(stream(), 100))
        .allMatch(list -> list.stream().map(Filled::direction).distinct().count() == 1);
  }

  @Test
  void withoutReadsEverythingIsWritten() {
    assertThat(next(stream(), 100))
        .allMatch(list -> list.get(0).direction() == Direction.TO_DEVICE);
  }

  @Test
  void directionsAreDrawnByTheirPercentages() {
    readPercent = 30;
    bidirectionalPercent = 20;
    var requests = next(stream(), 10_000);
    assertThat(share(requests, Direction.FROM_DEVICE)).isBetween(28.0, 32.0);
    assertThat(share(requests, Direction.BIDIRECTIONAL)).isBetween(18.0, 22.0);
  }

  private static double share(List<List<Filled>> requests, Direction direction) {
    return requests.stream().filter(list -> list.get(0).direction() == direction).count() / 100.0;
  }

  @Test
  void sizesAreDrawnByTheirWeights() {
    blocks = List.of(new JobSpec.Block(PAGE, 3), new JobSpec.Block(2 * PAGE, 1));
    var small = next(stream(), 10_000).stream().filter(list -> list.get(0).bytes() == PAGE).count();
    assertThat(small).isBetween(7_300L, 7_700L);
  }

  // Places.

  @Test
  void buffersAreAlignedAsTheJobSays() {
    bufferAlign = 512;
    assertThat(next(stream(), 100)).allMatch(list -> list.get(0).address() % 512 == 0);
  }

  @Test
  void buffersLieWithinMemoryAboveTheFirstMebibyte() {
    var memory = 2L << 20;
    var stream = stream(1, "disk/job/0#0", memory);
    assertThat(next(stream, 1_000))
        .allMatch(list -> list.get(0).address() >= 1L << 20)
        .allMatch(list -> list.get(0).address() + list.get(0).bytes() <= memory);
  }

  // A function of seed and name.

  private List<List<Filled>> drawn(long seed, String name) {
    segmentBytes = PAGE;
    readPercent = 50;
    return next(stream(seed, name, MEMORY), 20);
  }

  @Test
  void oneSeedAndNameAreOneSequenceOfRequests() {
    assertThat(drawn(7, "disk/job/0#0")).isEqualTo(drawn(7, "disk/job/0#0"));
  }

  @Test
  void anotherSeedIsAnother() {
    assertThat(drawn(7, "disk/job/0#0")).isNotEqualTo(drawn(8, "disk/job/0#0"));
  }

  @Test
  void anotherThreadDrawsAnother() {
    assertThat(drawn(7, "disk/job/0#0")).isNotEqualTo(drawn(7, "disk/job/1#0"));
  }

  @Test
  void whatIsSyncedChangesFromRequestToRequest() {
    syncs = 1;
    var stream = stream();
    next(stream);
    var first = stream.syncDraw();
    next(stream);
    assertThat(stream.syncDraw()).isNotEqualTo(first);
  }

  @Test
  void whatIsSyncedOfARequestDoesNotChange() {
    syncs = 1;
    var stream = stream();
    next(stream);
    assertThat(stream.syncDraw()).isEqualTo(stream.syncDraw());
  }

  @Test
  void aListIsFilledAnewByEachRequest() {
    var buffers = Placement.buffersFor(job(), driver());
    var stream = stream();
    stream.next(buffers);
    var first = buffers.get(0).address();
    stream.next(buffers);
    assertThat(buffers.get(0).address()).isNotEqualTo(first);
  }
}
