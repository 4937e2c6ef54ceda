package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import swiotlb.workload.Context;

/** Whatever wants a CPU and when, against a model that decides anew each nanosecond. */
class CpuTurnsProperties {
  private static final int NOBODY = -1;
  private static final int LAST_CLAIM_NS = 60;
  private static final int MOST_WORK = 12;
  private static final int LONGEST_NS = 9;
  private static final int END_NS = LAST_CLAIM_NS + MOST_WORK * 2 * LONGEST_NS + 1;

  /**
   * Work that claims a CPU.
   *
   * @param blindNs from its grant until it knows its end
   * @param knownNs from then to its end
   * @param isInterruptible whether it can be interrupted in that time
   */
  record Work(int claimNs, Context context, int blindNs, int knownNs, boolean isInterruptible) {
    int totalNs() {
      return blindNs + knownNs;
    }
  }

  @Provide
  Arbitrary<List<Work>> works() {
    return Combinators.combine(
            Arbitraries.integers().between(0, LAST_CLAIM_NS),
            Arbitraries.of(Context.class),
            Arbitraries.integers().between(0, LONGEST_NS),
            Arbitraries.integers().between(1, LONGEST_NS),
            Arbitraries.of(true, true, false))
        .as(Work::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_WORK)
        .map(CpuTurnsProperties::inOrderOfClaims);
  }

  private static List<Work> inOrderOfClaims(List<Work> works) {
    return works.stream().sorted(Comparator.comparingInt(Work::claimNs)).toList();
  }

  @Property(tries = 2000)
  void eachNanosecondTheStrongestThatWantsTheCpuHasItUnlessTheHolderCannotBeInterrupted(
      @ForAll("works") List<Work> works) {
    assertThat(new Turns(works).holders()).isEqualTo(new Model(works).holders());
  }

  @Property(tries = 500)
  void everyWorkGetsExactlyItsTime(@ForAll("works") List<Work> works) {
    var holders = new Turns(works).holders();
    for (var i = 0; i < works.size(); i++) {
      var work = i;
      assertThat(Arrays.stream(holders).filter(holder -> holder == work).count())
          .isEqualTo(works.get(i).totalNs());
    }
  }

  @Property(tries = 500)
  void theCpuIsNeverIdleWhileSomebodyWantsIt(@ForAll("works") List<Work> works) {
    var wanted = 0;
    var idle = 0;
    var holders = new Turns(works).holders();
    for (var now = 0; now < END_NS; now++) {
      var instant = now;
      wanted +=
          works.stream().filter(work -> work.claimNs == instant).mapToInt(Work::totalNs).sum();
      if (holders[now] == NOBODY) {
        idle += wanted > 0 ? 1 : 0;
      } else {
        wanted--;
      }
    }
    assertThat(idle).isZero();
  }

  /** The turns as they are: told of claims and ends, and woken when they asked for it. */
  private static final class Turns {
    private final List<Work> works;
    private final List<Long> alarms = new ArrayList<>();
    private final CpuTurns turns = new CpuTurns(alarms::add);
    private int holder = NOBODY;
    private long knowsEndNs;
    private long endNs;
    private long nowNs;

    Turns(List<Work> works) {
      this.works = works;
    }

    int[] holders() {
      var holders = new int[END_NS];
      for (nowNs = 0; nowNs < END_NS; nowNs++) {
        if (alarms.remove(nowNs)) {
          turns.wake(nowNs);
        }
        if (holder != NOBODY && knowsEndNs == nowNs) {
          tellEnd();
        }
        IntStream.range(0, works.size())
            .filter(i -> works.get(i).claimNs == nowNs)
            .forEach(i -> turns.claim(new Claim(i), nowNs));
        holders[(int) nowNs] = endNs > nowNs ? holder : NOBODY;
      }
      return holders;
    }

    private void tellEnd() {
      var work = works.get(holder);
      endNs = nowNs + work.knownNs;
      turns.endsAt(endNs, work.isInterruptible, nowNs);
    }

    private final class Claim extends CpuTurns.Work {
      private final int number;

      Claim(int number) {
        this.number = number;
      }

      @Override
      long id() {
        return number;
      }

      @Override
      Context context() {
        return works.get(number).context;
      }

      @Override
      void granted() {
        holder = number;
        endNs = Long.MAX_VALUE;
        knowsEndNs = nowNs + works.get(number).blindNs;
        if (knowsEndNs == nowNs) {
          tellEnd();
        }
      }

      @Override
      void interrupted() {
        holder = NOBODY;
      }

      @Override
      void resumed(long newEndNs) {
        holder = number;
        endNs = newEndNs;
      }
    }
  }

  /** Works nanosecond by nanosecond, and chooses among all whenever the holder lets it. */
  private static final class Model {
    private final List<Work> works;
    private final int[] workedNs;
    private int holder = NOBODY;

    Model(List<Work> works) {
      this.works = works;
      this.workedNs = new int[works.size()];
    }

    int[] holders() {
      var holders = new int[END_NS];
      var claimed = 0;
      for (var now = 0; now < END_NS; now++) {
        choose(claimed);
        while (claimed < works.size() && works.get(claimed).claimNs == now) {
          claimed++;
          choose(claimed);
        }
        holders[now] = holder;
        if (holder != NOBODY) {
          workedNs[holder]++;
        }
      }
      return holders;
    }

    private void choose(int claimed) {
      if (holder == NOBODY || isDone(holder) || canBeInterrupted(holder)) {
        holder = best(claimed).orElse(NOBODY);
      }
    }

    /** The strongest; among equals whoever has begun, then whoever came first. */
    private Optional<Integer> best(int claimed) {
      return IntStream.range(0, claimed)
          .boxed()
          .filter(i -> !isDone(i))
          .max(
              Comparator.<Integer, Context>comparing(i -> works.get(i).context)
                  .thenComparing(i -> i == holder || workedNs[i] > 0)
                  .thenComparing(i -> -i));
    }

    private boolean isDone(int i) {
      return workedNs[i] == works.get(i).totalNs();
    }

    private boolean canBeInterrupted(int i) {
      return works.get(i).isInterruptible && workedNs[i] >= works.get(i).blindNs;
    }
  }
}
