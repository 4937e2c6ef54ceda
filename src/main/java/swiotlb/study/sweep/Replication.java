package swiotlb.study.sweep;

/**
 * A machine from boot at a point: the unit that is run, stored and resumed.
 *
 * @param number from 1
 * @param identity of the scenario at this point
 * @param refusal why it cannot be run; empty if it can
 * @param key stands for scenario, point, replication and version
 */
record Replication(
    Point point, int number, long seed, String identity, String refusal, String key) {

  static Replication of(
      Point point, int number, long seed, ScenarioSource.Read read, String version) {
    var key =
        new Digest()
            .add(version)
            .add(read.identity())
            .add(Integer.toString(number))
            .add(Long.toString(seed))
            .text();
    return new Replication(point, number, seed, read.identity(), read.refusal(), key);
  }
}
