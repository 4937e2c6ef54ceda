package swiotlb.time;

/** A mailbox as the place from which its actor sends. */
interface Origin {
  /** Path of the actor, without the address of the system. */
  String path();
}
