package dev.anyarch.builder.build;

import java.io.IOException;
import java.util.Optional;

/** The git repositories that {@code ADD} names, each fetched once for all platforms. For several threads. */
final class GitRepositories {
    private final Scratch scratch;
    private final Once<Request, Directory> checkouts = new Once<>();

    private record Request(GitAddress address, boolean keepsGitDirectory, GitLogin login) {}

    GitRepositories(Scratch scratch) {
        this.scratch = scratch;
    }

    /**
     * The files of a repository.
     *
     * @param commit that it must be, as far as given
     * @param login who signs, where that is asked for
     */
    Directory fetch(String address, Optional<String> commit, boolean keepsGitDirectory,
            GitLogin login) throws IOException, InterruptedException {
        GitAddress parsed = GitAddress.parse(address);
        GitAddress checked = commit.isPresent() ? parsed.withCommit(commit.get()) : parsed;
        return checkouts.get(new Request(checked, keepsGitDirectory || parsed.keepsGitDirectory(), login), () -> {
            GitCheckout checkout = GitCheckout.of(checked, scratch.newDirectory(),
                    keepsGitDirectory || parsed.keepsGitDirectory(), login);
            Directory root = HostTree.open(checkout.directory(), IgnoreRules.NONE);
            Optional<Node> node = TreePath.resolve(root, checked.directory(), true).node();
            if (node.isPresent() && node.get() instanceof Directory directory) {
                return directory;
            }
            throw new IOException("git %s: there is no directory '%s' in it".formatted(checked, checked.directory()));
        });
    }
}
