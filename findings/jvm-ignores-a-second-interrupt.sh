#!/usr/bin/env bash
# A second Ctrl-C, or SIGTERM, does nothing to a Java virtual machine whose shutdown hooks still run:
# not even the signal's default action. Who writes a hook that waits for work to end cannot promise
# "press Ctrl-C again to stop at once"; only SIGKILL does that.
# Expected by many: the second signal ends the process, since the handler is already busy.
# Seen with OpenJDK 17.0.15 and 25 (Linux): the process ends when its hook does, with 128 + signal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -version 2>&1 | head -n 1

cat > "$folder/Slow.java" <<'JAVA'
public class Slow {
  public static void main(String[] arguments) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      System.out.println("hook begins");
      try {
        Thread.sleep(4_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      System.out.println("hook ends");
    }));
    System.out.println("ready");
    Thread.sleep(60_000);
  }
}
JAVA

failed=0
for signal in INT TERM; do
  out=$folder/$signal
  # A background job of a shell without job control ignores SIGINT, so that one is restored here.
  python3 - "$java" "$folder/Slow.java" "$out" "SIG$signal" <<'PY'
import signal, subprocess, sys, time
java, source, out, name = sys.argv[1:]
number = getattr(signal, name)
signal.signal(signal.SIGINT, signal.SIG_DFL)
with open(out, "w") as sink:
    process = subprocess.Popen([java, source], stdout=sink, start_new_session=True)
    def await_text(text):
        for _ in range(200):
            if text in open(out).read():
                return
            time.sleep(0.1)
        sys.exit(f"never said {text}")
    await_text("ready")
    process.send_signal(number)
    await_text("hook begins")
    process.send_signal(number)
    process.send_signal(number)
    code = process.wait(timeout=60)
    sink.write(f"exit {code}\n")
PY
  tr '\n' ';' < "$out"; echo
  grep -q 'hook ends' "$out" || { echo "SIG$signal: a second one now ends the process"; failed=1; }
done
exit "$failed"
