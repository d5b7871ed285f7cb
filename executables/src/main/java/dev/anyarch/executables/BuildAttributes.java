package dev.anyarch.executables;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The attributes that assembler and linker leave of how a file was built. ARM ("Addenda to the ABI", build attributes) and
 * RISC-V (psABI, "Attributes") share the encoding: version {@code A}, then vendors with scopes with tags, where a tag is odd
 * when its value is text and even when it is a number.
 */
final class BuildAttributes {
    private static final int FILE_SCOPE = 1;
    private static final int ARM_CPU_RAW_NAME = 4;
    private static final int ARM_CPU_NAME = 5;
    private static final int ARM_CPU_ARCH = 6;
    private static final int ARM_FIRST_PARITY_TAG = 32;
    private static final int ARM_COMPATIBILITY = 32;
    private static final int RISCV_ARCH = 5;

    private final View view;
    private int at;

    private BuildAttributes(View view) {
        this.view = view;
    }

    /**
     * The version of ARM that is needed.
     *
     * @param scopes what follows the vendor's name
     */
    static Optional<String> armVersion(View scopes) {
        Optional<View> file = fileScope(scopes);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        BuildAttributes attributes = new BuildAttributes(file.get());
        while (attributes.hasNext()) {
            Optional<Integer> tag = attributes.number();
            if (tag.isEmpty()) {
                break;
            }
            int number = tag.get();
            if (number == ARM_CPU_ARCH) {
                return attributes.number().flatMap(BuildAttributes::armVersion);
            }
            boolean isText = number == ARM_CPU_RAW_NAME || number == ARM_CPU_NAME
                    || number >= ARM_FIRST_PARITY_TAG && number % 2 == 1;
            if (isText || number == ARM_COMPATIBILITY && attributes.number().isPresent()) {
                attributes.text();
            } else {
                attributes.number();
            }
        }
        return Optional.empty();
    }

    /** {@code Tag_CPU_arch}; microcontrollers (v6-M and the like) have versions that images do not. */
    private static Optional<String> armVersion(int architecture) {
        return Optional.ofNullable(switch (architecture) {
            case 0, 1, 2, 3, 4, 5 -> "v5";
            case 6, 7, 8, 9 -> "v6";
            case 10 -> "v7";
            case 14, 15, 18, 19, 20, 22 -> "v8";
            default -> null;
        });
    }

    /**
     * The RISC-V profile that is needed; absent when what every distribution takes for granted is enough.
     *
     * @param attributes the whole segment
     */
    static Optional<String> riscvProfile(View attributes) {
        byte[] vendor = {'r', 'i', 's', 'c', 'v', 0};
        int scopes = 5 + vendor.length;
        if (!attributes.has(0, scopes) || attributes.u8(0) != 'A'
                || !attributes.slice(5, vendor.length).latin1().equals("riscv\0")) {
            return Optional.empty();
        }
        Optional<View> file = fileScope(attributes.slice(scopes, attributes.length() - scopes));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        BuildAttributes reader = new BuildAttributes(file.get());
        while (reader.hasNext()) {
            Optional<Integer> tag = reader.number();
            if (tag.isEmpty()) {
                break;
            }
            if (tag.get() == RISCV_ARCH) {
                return reader.text().flatMap(BuildAttributes::profile);
            }
            if (tag.get() % 2 == 1) {
                reader.text();
            } else {
                reader.number();
            }
        }
        return Optional.empty();
    }

    /** @param isa such as {@code rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_v1p0} */
    private static Optional<String> profile(String isa) {
        List<String> extensions = Arrays.stream(isa.split("_", -1))
                .map(extension -> extension.replaceFirst("\\d+p\\d+$", ""))
                .toList();
        if (extensions.contains("v")) {
            return Optional.of("rva23u64");
        }
        return extensions.stream().anyMatch(List.of("zba", "zbb", "zbs", "zfhmin", "zicboz")::contains)
                ? Optional.of("rva22u64")
                : Optional.empty();
    }

    /** The tags of the whole file, as against those of a section or symbol. */
    private static Optional<View> fileScope(View scopes) {
        long at = 0;
        while (scopes.has(at, 5)) {
            long length = scopes.u32((int) at + 1);
            if (scopes.u8((int) at) == FILE_SCOPE && length >= 5 && scopes.has(at, length)) {
                return Optional.of(scopes.slice((int) at + 5, (int) length - 5));
            }
            if (length < 5) {
                break;
            }
            at += length;
        }
        return Optional.empty();
    }

    private boolean hasNext() {
        return view.has(at, 1);
    }

    /** A ULEB128; absent at the end, and when it is larger than any that is used. */
    private Optional<Integer> number() {
        int value = 0;
        for (int shift = 0; shift < 28 && hasNext(); shift += 7) {
            int next = view.u8(at++);
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return Optional.of(value);
            }
        }
        at = view.length();
        return Optional.empty();
    }

    private Optional<String> text() {
        Optional<String> text = view.text(at);
        while (hasNext() && view.u8(at) != 0) {
            at++;
        }
        at++;
        return text;
    }
}
