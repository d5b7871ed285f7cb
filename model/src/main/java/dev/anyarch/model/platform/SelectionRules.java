package dev.anyarch.model.platform;

import java.io.IOException;

/** How one engine selects. Implementations are immutable and use no more of a candidate than the engine does. */
interface SelectionRules {

    Selection select(Candidate root, SelectionRequest request) throws IOException;
}
