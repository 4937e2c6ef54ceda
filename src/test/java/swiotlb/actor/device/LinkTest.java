package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a device takes for its requests. */
class LinkTest {
  private static final long SERVICE_NS = 1_000_000;
  private static final long KIB_NS = 1_000;
  private static final int REQUESTS = 20_000;

  private static Link link(ServiceTimes times, long seed, String device) {
    var costs = new DeviceCosts(0, 0, 0, 0, SERVICE_NS, KIB_NS, DeviceCosts.WarmCosts.NONE, times);
    return new Link(costs, new ServiceTimes.Draws(times, seed, device));
  }

  private static Link parallel(int requests) {
    return link(new ServiceTimes(ServiceTimes.Spread.NONE, 0, requests, 0), 1, "disk");
  }

  private static double[] served(ServiceTimes.Spread spread, int deviation, String device) {
    var link = link(new ServiceTimes(spread, deviation, 0, 0), 1, device);
    return IntStream.range(0, REQUESTS).mapToDouble(i -> link.servedNs(0)).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    var mean = mean(values);
    return Math.sqrt(
            Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow())
        / mean;
  }

  @Test
  void asManyRequestsAsComeAreWorkedOnAtATime() {
    var link = parallel(0);
    assertThat(link.servedNs(0)).isEqualTo(SERVICE_NS);
    assertThat(link.servedNs(0)).isEqualTo(SERVICE_NS);
  }

  @Test
  void aDeviceThatWorksOnOneTakesTheNextWhenItIsDone() {
    var link = parallel(1);
    assertThat(link.servedNs(0)).isEqualTo(SERVICE_NS);
    assertThat(link.servedNs(0)).isEqualTo(2 * SERVICE_NS);
    assertThat(link.servedNs(5 * SERVICE_NS)).isEqualTo(6 * SERVICE_NS);
  }

  @Test
  void aDeviceThatWorksOnTwoTakesTheThirdWhenOneIsDone() {
    var link = parallel(2);
    assertThat(link.servedNs(0)).isEqualTo(SERVICE_NS);
    assertThat(link.servedNs(10)).isEqualTo(SERVICE_NS + 10);
    assertThat(link.servedNs(20)).isEqualTo(2 * SERVICE_NS);
  }

  @Test
  void aResetForgetsWhatTheDeviceWorkedOn() {
    var link = parallel(1);
    link.servedNs(0);
    link.takenUntil(10);
    assertThat(link.servedNs(20)).isEqualTo(SERVICE_NS + 20);
  }

  @Test
  void withoutASpreadAllLatenciesAreTheSame() {
    assertThat(served(ServiceTimes.Spread.NONE, 0, "disk")).containsOnly(SERVICE_NS);
  }

  @Test
  void anExponentialLatencyDeviatesByItsMean() {
    var served = served(ServiceTimes.Spread.EXPONENTIAL, 0, "disk");
    assertThat(mean(served)).isBetween(0.98 * SERVICE_NS, 1.02 * SERVICE_NS);
    assertThat(deviation(served)).isBetween(0.97, 1.03);
  }

  @Test
  void aLogNormalLatencyDeviatesAsItIsTold() {
    var served = served(ServiceTimes.Spread.LOGNORMAL, 350_000, "disk");
    assertThat(mean(served)).isBetween(0.99 * SERVICE_NS, 1.01 * SERVICE_NS);
    assertThat(deviation(served)).isBetween(0.34, 0.36);
  }

  @Test
  void eachDeviceHasAStreamOfItsOwn() {
    assertThat(served(ServiceTimes.Spread.EXPONENTIAL, 0, "disk"))
        .isNotEqualTo(served(ServiceTimes.Spread.EXPONENTIAL, 0, "nic"));
  }

  /** What a request of 1 KiB takes in each of many runs, without and with the transfer. */
  private static double[][] runs(int deviation, String device) {
    var link = link(new ServiceTimes(ServiceTimes.Spread.NONE, 0, 0, deviation), 1, device);
    var times = new double[2][REQUESTS];
    for (var run = 0; run < REQUESTS; run++) {
      link.beginRun(run);
      times[0][run] = link.servedNs(0);
      link.takenUntil(0);
      times[1][run] = link.take(0, 1024);
    }
    return times;
  }

  @Test
  void withoutNoiseAllRunsAreTheSame() {
    assertThat(runs(0, "disk")[0]).containsOnly(SERVICE_NS);
  }

  @Test
  void noiseMakesWholeRunsSlowerOrFasterTheTransferToo() {
    for (var times : runs(20_000, "disk")) {
      assertThat(deviation(times)).isBetween(0.0195, 0.0205);
    }
    assertThat(mean(runs(20_000, "disk")[0])).isBetween(0.999 * SERVICE_NS, 1.001 * SERVICE_NS);
  }

  @Test
  void inOneRunAllDevicesAreAsSlowAsEachOther() {
    assertThat(runs(20_000, "disk")[0]).isEqualTo(runs(20_000, "nic")[0]);
  }
}
