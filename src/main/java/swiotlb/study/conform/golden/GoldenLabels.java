package swiotlb.study.conform.golden;

import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenOp.BootInput;

/** From decisions to the words of a golden trace. */
final class GoldenLabels {
  private GoldenLabels() {}

  static Outcome mapped(int poolNumber, PoolGeometry pool, int slot, Demand demand) {
    return new Outcome.Mapped(
        poolNumber,
        pool.areaOfSlot(slot),
        slot + demand.paddingSlots(),
        demand.slots(),
        demand.offsetInSlot(),
        demand.paddingSlots());
  }

  static Outcome mappedTransient(PoolGeometry pool, int slot, Demand demand) {
    return new Outcome.MappedTransient(
        pool.start(),
        pool.slots(),
        slot + demand.paddingSlots(),
        demand.slots(),
        demand.offsetInSlot(),
        demand.paddingSlots());
  }

  static Outcome failed(FailureReason reason) {
    return new Outcome.Failed(
        switch (reason) {
          case NO_MEMORY -> "no-memory";
          case TOO_LARGE -> "too-big";
          case NO_FREE_RUN, NO_ACCEPTABLE_START -> "no-slot";
          case TRANSIENT_REFUSED -> "transient-no-pages";
          case TRANSIENT_DOES_NOT_FIT -> "transient-no-fit";
          case NOT_REACHABLE, MUST_NOT_BOUNCE, SHARED_REFUSED -> "not-capable";
          case COHERENT_POOL_EXHAUSTED, COHERENT_REFUSED, THROTTLED_FOR_EVER, LENT ->
              throw new IllegalArgumentException(
                  "a golden trace allocates nothing coherent and knows no other design");
        });
  }

  static Outcome grown(int poolNumber, PoolGeometry pool) {
    return new Outcome.Grown(
        poolNumber, pool.start(), pool.slots(), pool.areas(), pool.areaSlots());
  }

  static Outcome sized(BootInput input) {
    var sizing = sizing(input);
    return new Outcome.Sized(
        sizing.slots(), sizing.areas(), sizing.defaultSlots(), sizing.defaultAreas());
  }

  static BootSizing sizing(BootInput input) {
    var parameter =
        input.cmdline() == null ? SwiotlbParameter.ABSENT : SwiotlbParameter.parse(input.cmdline());
    var late = input.lateBytes();
    return late == null
        ? BootSizing.atBoot(
            parameter, input.cpus(), input.confidentialBytes(), input.memblockMaxBytes())
        : BootSizing.late(
            parameter, input.cpus(), input.confidentialBytes(), late, input.maxPageOrder());
  }
}
