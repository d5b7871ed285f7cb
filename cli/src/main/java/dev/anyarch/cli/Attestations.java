package dev.anyarch.cli;

import java.util.List;
import java.util.Optional;

/**
 * Docker's options for attestations. Asking for none is what happens anyway; asking for one is refused, for an image without
 * it would look as if all was well.
 */
final class Attestations {
    private static final Option PROVENANCE = Option.value("--provenance", "WHAT", "refused, unless false");
    private static final Option SBOM = Option.value("--sbom", "WHAT", "refused, unless false");
    private static final Option ATTEST = Option.values("--attest", "type=TYPE,…", "refused, unless disabled=true");

    /** For {@code build}. */
    static final List<Option> OPTIONS = List.of(ATTEST, PROVENANCE, SBOM);
    /** For {@code bake}, which has no {@code --attest} with Docker either. */
    static final List<Option> OF_BAKE = List.of(PROVENANCE, SBOM);

    private Attestations() {}

    static void requireNone(Arguments arguments) throws CannotException {
        for (Option option : OF_BAKE) {
            Optional<String> value = arguments.value(option);
            if (value.isPresent() && !List.of("false", "0", "disabled=true").contains(value.get())) {
                throw refused(option, value.get());
            }
        }
        for (String value : arguments.values(ATTEST)) {
            if (!List.of(value.split(",", -1)).contains("disabled=true")) {
                throw refused(ATTEST, value);
            }
        }
    }

    private static CannotException refused(Option option, String value) {
        return new CannotException(
                "option %s %s: attestations are not available in this version; leave it out".formatted(option.name(),
                        value));
    }
}
