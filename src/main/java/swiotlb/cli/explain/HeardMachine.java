package swiotlb.cli.explain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import swiotlb.input.AnyFile;
import swiotlb.input.InputException;
import swiotlb.study.explain.LogReading;
import swiotlb.study.explain.MachineWords;
import swiotlb.workload.machine.Fact;
import swiotlb.workload.machine.MachineFiles;

/** What files tell of the machine whose log is explained. */
final class HeardMachine {
  private final LogReading reading;
  private final boolean explainsLog;
  private Optional<Path> log = Optional.empty();

  /**
   * For a log that is read.
   *
   * @param explainsLog whether the log of the machine is to be explained itself, not only heard
   */
  HeardMachine(LogReading reading, boolean explainsLog) {
    this.reading = reading;
    this.explainsLog = explainsLog;
  }

  /**
   * Reads a folder, or a file.
   *
   * @throws InputException if there is nothing in it of which something can be had
   */
  void read(Path path) {
    for (var told : MachineFiles.read(List.of(path))) {
      if (told.isLog()) {
        if (AnyFile.isPipe(path)) {
          throw new InputException(
              path.toString(), "is a log that can be read but once; name it by --dmesg");
        }
        log = Optional.of(Path.of(told.file()));
        LogFile.read(
            Path.of(told.file()), explainsLog ? reading::accept : reading::acceptOfMachine);
      } else {
        told.facts().forEach(fact -> hear(reading.machine(), fact));
      }
    }
  }

  /** The log of the machine that was read, if there is one. */
  Optional<Path> log() {
    return log;
  }

  private static void hear(MachineWords machine, Fact fact) {
    if (fact instanceof Fact.CommandLine line) {
      machine.setCommandLine(line.text());
    } else if (fact instanceof Fact.KernelRelease kernel) {
      machine.setRelease(kernel.release());
    } else if (fact instanceof Fact.Dynamic built) {
      machine.setGrows(built.isDynamic());
    } else if (fact instanceof Fact.Cpus possible) {
      machine.setCpus(possible.cpus());
    } else if (fact instanceof Fact.Memory memory && memory.how() != Fact.Exactness.AT_LEAST) {
      machine.setMemory(memory.bytes());
    } else if (fact instanceof Fact.Encrypted) {
      machine.setEncrypted();
    } else if (fact instanceof Fact.FreePages free) {
      machine.setFreePages(free.words().strip().replaceAll(" +", " ").replace("\n", "; "));
    }
  }
}
