package swiotlb.cli.trace;

import java.io.IOException;

/** A process that does not outlive the program, even if that is interrupted. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final Thread atInterrupt;
  private volatile boolean isEndedHere;

  /** Starts it. */
  ChildProcess(ProcessBuilder builder) throws IOException {
    process = builder.start();
    atInterrupt = new Thread(this::end, "child-process");
    try {
      Runtime.getRuntime().addShutdownHook(atInterrupt);
    } catch (IllegalStateException e) {
      process.destroyForcibly();
      throw new IOException("the program is ending", e);
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
    try {
      Runtime.getRuntime().removeShutdownHook(atInterrupt);
    } catch (IllegalStateException e) {
      // The program is ending: the thread finds no process, or ends it once more.
    }
  }
}
