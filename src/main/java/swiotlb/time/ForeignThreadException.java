package swiotlb.time;

/** A thread other than the driving one took part in a run in virtual time; its stack is here. */
public final class ForeignThreadException extends RuntimeException {
  ForeignThreadException(Thread intruder) {
    super(
        "thread \""
            + intruder.getName()
            + "\" took part in a run that belongs to one thread: it is not reproducible");
    setStackTrace(intruder.getStackTrace());
  }
}
