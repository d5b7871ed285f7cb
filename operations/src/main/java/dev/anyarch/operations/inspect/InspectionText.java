package dev.anyarch.operations.inspect;

import dev.anyarch.model.MediaType;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.inspect.InspectedImage.Attestation;
import dev.anyarch.operations.inspect.InspectedImage.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An inspection as a table. Annotations come from outside, so control characters in them are not passed on. */
final class InspectionText {
    private static final List<String> HEADER = List.of("PLATFORM", "DIGEST", "SIZE", "LAYERS", "CREATED",
            "ATTESTATIONS");

    private InspectionText() {}

    static String of(ImageInspection inspection) {
        StringBuilder out = new StringBuilder();
        out.append("Name:    ").append(inspection.name()).append('\n');
        out.append("Digest:  ").append(inspection.root().digest()).append('\n');
        out.append("Type:    ")
                .append(kind(inspection.root().mediaType()))
                .append(", ")
                .append(inspection.root().size())
                .append(" bytes\n");
        out.append("Content: ").append(bytes(inspection.distinctSize())).append('\n');
        inspection.annotations()
                .forEach((key, value) -> out.append("         %s=%s\n".formatted(printable(key),
                        printable(value))));
        inspection.referrers()
                .forEach(referrer -> out.append("         attached: %s %s\n".formatted(
                        printable(referrer.artifactType().orElse(referrer.mediaType().value())), referrer.digest())));
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        inspection.images().forEach(image -> rows.add(row(image)));
        return out.append('\n').append(table(rows)).toString();
    }

    private static List<String> row(InspectedImage image) {
        String attached = image.attestations()
                .stream()
                .map(Attestation::predicateTypes)
                .map(types -> types.isEmpty()
                        ? "yes"
                        : types.stream()
                                .map(InspectionText::shortType)
                                .collect(
                                        Collectors.joining(", ")))
                .collect(Collectors.joining(", "));
        return List.of(printable(image.platform().map(Platform::toString).orElse("-")),
                image.entry().digest().toString(),
                image.content().map(content -> bytes(content.layersSize())).orElse("missing"),
                image.content().map(content -> Integer.toString(content.layers().size())).orElse("-"),
                printable(image.content().flatMap(Content::created).orElse("-")),
                attached.isEmpty() ? "-" : printable(attached));
    }

    /** Columns two spaces apart, nothing after the last one. */
    private static String table(List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0) + 2;
                String cell = row.get(column);
                line.append(cell).repeat(' ', width - cell.length());
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static String kind(MediaType mediaType) {
        if (mediaType.equals(MediaType.OCI_INDEX)) {
            return "OCI image index";
        }
        if (mediaType.equals(MediaType.DOCKER_LIST)) {
            return "Docker manifest list";
        }
        if (mediaType.equals(MediaType.OCI_MANIFEST)) {
            return "OCI image manifest";
        }
        return mediaType.equals(MediaType.DOCKER_MANIFEST) ? "Docker image manifest" : mediaType.value();
    }

    /** {@code https://slsa.dev/provenance/v1} is provenance, {@code https://spdx.dev/Document} an SBOM. */
    private static String shortType(String predicateType) {
        if (predicateType.startsWith("https://slsa.dev/provenance/")) {
            return "provenance";
        }
        return predicateType.startsWith("https://spdx.dev/") || predicateType.startsWith("https://cyclonedx.org/")
                ? "sbom"
                : predicateType;
    }

    /** Decimal units with one digit, as registries and Docker count. */
    static String bytes(long count) {
        if (count < 1000) {
            return count + " B";
        }
        // In integers, because the first formatting of a fraction loads the number formats of the world.
        long divisor = 100;
        int unit = 0;
        while (rounded(count, divisor) >= 10_000 && unit < 4) {
            divisor *= 1000;
            unit++;
        }
        long tenths = rounded(count, divisor);
        return tenths / 10 + "." + tenths % 10 + " " + "kMGTP".charAt(unit) + "B";
    }

    private static long rounded(long count, long divisor) {
        return count / divisor + (count % divisor >= divisor / 2 ? 1 : 0);
    }

    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
