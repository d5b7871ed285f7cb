package dev.anyarch.executables;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ELF files made by hand: header, program headers, what they point at, padding, attributes, section headers. */
final class ElfBytes {
    static final int PT_DYNAMIC = 2;
    static final int PT_INTERP = 3;
    static final int PT_GNU_PROPERTY = 0x6474e553;
    static final int PT_RISCV_ATTRIBUTES = 0x70000003;

    private record Segment(int type, ByteBuffer content) {}

    private final int machine;
    private final boolean is64Bit;
    private final boolean isBigEndian;
    private final List<Segment> segments = new ArrayList<>();
    private int type = 2;
    private int osAbi;
    private int flags;
    private int padding;
    private Optional<byte[]> armAttributes = Optional.empty();

    private ElfBytes(int machine, boolean is64Bit, boolean isBigEndian) {
        this.machine = machine;
        this.is64Bit = is64Bit;
        this.isBigEndian = isBigEndian;
    }

    static ElfBytes of(int machine, int bits, ByteOrder order) {
        return new ElfBytes(machine, bits == 64, order == ByteOrder.BIG_ENDIAN);
    }

    static ElfBytes amd64() {
        return of(62, 64, ByteOrder.LITTLE_ENDIAN);
    }

    static ElfBytes arm() {
        return of(40, 32, ByteOrder.LITTLE_ENDIAN);
    }

    ElfBytes type(int newType) {
        type = newType;
        return this;
    }

    ElfBytes osAbi(int newOsAbi) {
        osAbi = newOsAbi;
        return this;
    }

    ElfBytes flags(int newFlags) {
        flags = newFlags;
        return this;
    }

    ElfBytes segment(int segmentType, byte[] content) {
        segments.add(new Segment(segmentType, ByteBuffer.wrap(content.clone())));
        return this;
    }

    /** @param entries tags and values, with the end after them */
    ElfBytes dynamic(int... entries) {
        ByteBuffer content = ByteBuffer.allocate(entries.length * 4 + 8)
                .order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int entry : entries) {
            content.putInt(entry);
        }
        return segment(PT_DYNAMIC, content.array());
    }

    ElfBytes interpreter(String path) {
        return segment(PT_INTERP, (path + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** @param needed the bits of {@code GNU_PROPERTY_X86_ISA_1_NEEDED} */
    ElfBytes x86Needs(int needed) {
        ByteBuffer note = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(4).putInt(32).putInt(5).put("GNU\0".getBytes(StandardCharsets.US_ASCII));
        note.putInt(0xc0000002).putInt(4).putInt(3).putInt(0);
        note.putInt(0xc0008002).putInt(4).putInt(needed).putInt(0);
        return segment(PT_GNU_PROPERTY, note.array());
    }

    /** @param cpu {@code Tag_CPU_arch} */
    ElfBytes armAttributes(int cpu) {
        armAttributes = Optional.of(attributes("aeabi", new byte[]{5, 'x', 0, 6, (byte) cpu, 8, 1, 9, 2}));
        return this;
    }

    ElfBytes riscvArchitecture(String isa) {
        ByteArrayOutputStream tags = new ByteArrayOutputStream();
        tags.writeBytes(new byte[]{4, 16, 5});
        tags.writeBytes(isa.getBytes(StandardCharsets.US_ASCII));
        tags.write(0);
        return segment(PT_RISCV_ATTRIBUTES, attributes("riscv", tags.toByteArray()));
    }

    /** Bytes between the program and its attributes. */
    ElfBytes padding(int length) {
        padding = length;
        return this;
    }

    private byte[] attributes(String vendor, byte[] tags) {
        byte[] name = (vendor + "\0").getBytes(StandardCharsets.US_ASCII);
        int scope = 5 + tags.length;
        ByteBuffer out = ByteBuffer.allocate(1 + 4 + name.length + scope)
                .order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return out.put((byte) 'A')
                .putInt(4 + name.length + scope)
                .put(name)
                .put((byte) 1)
                .putInt(scope)
                .put(tags)
                .array();
    }

    byte[] build() {
        int header = is64Bit ? 64 : 52;
        int entry = is64Bit ? 56 : 32;
        int contents = header + segments.size() * entry;
        int attributesAt = contents + segments.stream().mapToInt(segment -> segment.content().capacity()).sum()
                + padding;
        int attributesLength = armAttributes.map(bytes -> bytes.length).orElse(0);
        int sections = armAttributes.isPresent() ? attributesAt + attributesLength : 0;
        ByteBuffer out = ByteBuffer.allocate(attributesAt + attributesLength + (sections == 0 ? 0 : 80))
                .order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[]{0x7f, 'E', 'L', 'F', (byte) (is64Bit ? 2 : 1), (byte) (isBigEndian ? 2 : 1), 1,
            (byte) osAbi}).position(16);
        out.putShort((short) type).putShort((short) machine).putInt(1);
        address(out, 0);
        address(out, header);
        address(out, sections);
        out.putInt(flags).putShort((short) header).putShort((short) entry).putShort((short) segments.size());
        out.putShort((short) 40).putShort((short) (sections == 0 ? 0 : 2)).putShort((short) 0);
        int at = contents;
        for (Segment segment : segments) {
            programHeader(out, segment, at);
            at += segment.content().capacity();
        }
        segments.forEach(segment -> out.put(segment.content().duplicate()));
        if (armAttributes.isPresent()) {
            out.position(attributesAt).put(armAttributes.get());
            out.position(sections + 40).putInt(0).putInt(0x70000003).putInt(0).putInt(0);
            out.putInt(attributesAt).putInt(attributesLength);
        }
        return out.array();
    }

    private void programHeader(ByteBuffer out, Segment segment, int offset) {
        out.putInt(segment.type());
        if (is64Bit) {
            out.putInt(4).putLong(offset).putLong(0).putLong(0);
            out.putLong(segment.content().capacity()).putLong(0).putLong(1);
        } else {
            out.putInt(offset).putInt(0).putInt(0).putInt(segment.content().capacity()).putInt(0).putInt(4).putInt(1);
        }
    }

    private void address(ByteBuffer out, long value) {
        if (is64Bit) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }
}
