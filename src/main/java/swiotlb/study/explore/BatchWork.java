package swiotlb.study.explore;

import java.util.function.BooleanSupplier;
import swiotlb.input.InputException;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.PlainJson;
import swiotlb.study.work.Work;

/**
 * A batch of runs, here or elsewhere.
 *
 * @param number of the batch, from 0
 * @param beganNs when the exploration began, as {@link System#nanoTime} tells
 * @param isUnwanted ends it early, where it is done here
 */
record BatchWork(ExplorePlan plan, int number, long beganNs, BooleanSupplier isUnwanted)
    implements Work<Batch> {

  @Override
  public Batch here(ScenarioRun.Runner runner) {
    return Batch.run(runner, plan, number, beganNs, isUnwanted);
  }

  @Override
  public String text(JobFiles files) {
    return Integer.toString(number);
  }

  @Override
  public Batch read(byte[] result) {
    Batch batch;
    try {
      batch = PlainJson.read(result, Batch.class);
    } catch (InputException e) {
      throw new IllegalArgumentException(e);
    }
    if (batch.number() != number || !batch.isOf(plan)) {
      throw new IllegalArgumentException("no result of batch " + number);
    }
    return batch;
  }
}
