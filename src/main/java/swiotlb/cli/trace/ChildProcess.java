package swiotlb.cli.trace;

import java.io.IOException;
import swiotlb.trace.store.AtInterrupt;

/** A process that does not outlive the program, even if that is interrupted. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final AtInterrupt atInterrupt;
  private volatile boolean isEndedHere;

  /** Starts it. */
  ChildProcess(ProcessBuilder builder) throws IOException {
    process = builder.start();
    try {
      atInterrupt = new AtInterrupt("child-process", this::end);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private void end() {
    isEndedHere = true;
    process.destroyForcibly();
  }

  /** Whether it did not end by itself, since the program was interrupted. */
  boolean isEndedHere() {
    return isEndedHere;
  }

  /** Waits for its end and returns its exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    atInterrupt.close();
  }
}
