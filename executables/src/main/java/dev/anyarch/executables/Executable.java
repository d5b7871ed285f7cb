package dev.anyarch.executables;

import dev.anyarch.model.platform.Platform;
import java.util.List;

/** A file that a kernel, or something in its place, can execute: what its first bytes say. */
public sealed interface Executable permits ElfFile, PeFile, MachFile, Script {
    /**
     * The platforms that it was made for, in canonical names, with the lowest variant that it is known to need. Empty when it
     * is not bound to one, as a script is, or is for a device that no image is for.
     */
    List<Platform> platforms();

    /** Whether anything would start it or load it; an object file, for one, is only ever linked. */
    boolean isLoadable();

    /** A few words, such as {@code ELF 32-bit ARM, hard-float, v7}. */
    String description();

    /** How it goes together with an image that says it is for {@code declared}. */
    default Fit fit(Platform declared) {
        return PlatformFit.of(this, declared);
    }
}
