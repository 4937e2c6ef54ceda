package swiotlb.workload.ftrace;

import swiotlb.input.InputException;

/** A file is no recording at all, so that it may be something else that is read. */
public final class NoRecordingException extends InputException {
  private static final long serialVersionUID = 1;

  NoRecordingException(String file) {
    super(
        file,
        "holds no line of ftrace text, trace-cmd's report or perf's script; see the guide on recordings");
  }
}
