package dev.anyarch.client.config;

import java.util.List;

/**
 * Where a repository is found.
 *
 * @param mirrors to read from first, in order
 * @param origin the registry itself: for writing, and for reading when no mirror has it
 */
public record Route(List<Endpoint> mirrors, Endpoint origin) {
    public Route {
        mirrors = List.copyOf(mirrors);
    }
}
