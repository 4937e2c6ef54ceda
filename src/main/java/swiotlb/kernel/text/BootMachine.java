package swiotlb.kernel.text;

import swiotlb.kernel.page.MemoryLayout;

/**
 * A machine as far as it decides what default pool its kernel makes.
 *
 * @param encrypted whether its memory is: an x86-64 guest, a Realm of arm64, Secure Execution
 * @param hostEncrypted whether it is a host of x86-64 that encrypts its own memory
 * @param xenDom0 whether it is the first domain of Xen
 * @param coherentCaches whether devices see what is in the CPUs' caches
 * @param anywhere whether a design of its own lets pools lie anywhere in memory
 */
public record BootMachine(
    Arch arch,
    MemoryLayout memory,
    boolean encrypted,
    boolean hostEncrypted,
    boolean xenDom0,
    boolean coherentCaches,
    boolean anywhere) {}
