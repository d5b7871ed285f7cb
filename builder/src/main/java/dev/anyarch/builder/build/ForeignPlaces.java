package dev.anyarch.builder.build;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where an image has executables that its own kernel and loader are not meant to start, so that their machine says nothing
 * about a mistake. The reasons are in {@code docs/executables.md}.
 */
final class ForeignPlaces {
    private static final String CPU = "(?:x86_64|i[3-6]86|aarch64|arm\\w*|powerpc\\w*|s390x?|riscv(?:32|64)|mips\\w*|m68k|"
            + "sparc\\w*|alpha|hppa\\w*|sh4|loongarch64|ia64|arc)";
    private static final List<Pattern> PLACES = List.of(
            // another system's formats, for Wine, installers and boot loaders
            Pattern.compile("(?i).*\\.(?:exe|dll|efi)"),
            // cross tool chains and their libraries
            Pattern.compile("usr/" + CPU + "-[\\w-]+/.*"),
            // symbols, read by debuggers
            Pattern.compile("usr/lib/debug/.*"),
            // what kernels and devices load
            Pattern.compile("(?:usr/)?lib/(?:modules|firmware)/.*"),
            Pattern.compile("usr/(?:lib/grub|share/(?:qemu|openbios|slof))/.*"),
            // the loader takes them only on CPUs of that level
            Pattern.compile("(?:.*/)?glibc-hwcaps/.*"),
            // what tests read
            Pattern.compile("(?:.*/)?testdata/.*"));

    private ForeignPlaces() {}

    static boolean contain(String path) {
        return PLACES.stream().anyMatch(place -> place.matcher(path).matches());
    }
}
