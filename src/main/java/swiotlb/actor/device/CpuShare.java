package swiotlb.actor.device;

/** A CPU as a device sees it: its own, or one that it shares with other devices. */
interface CpuShare {

  /** Work wants the CPU, and is granted it now or later. */
  void claim(CpuTurns.Work work);

  /** The holder, this device's, will be done at a time. */
  void endsAt(long timeNs, boolean interruptible);

  /** The holder, this device's, is done. */
  void release();
}
