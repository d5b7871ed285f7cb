package dev.anyarch.builder.build;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Why a program's loader is missing: it belongs to a C library, and images have one or the other, or none. */
final class LoaderAdvice {
    private static final List<String> PLACES = List.of("lib", "lib64", "usr/lib", "usr/lib64");

    private LoaderAdvice() {}

    /** A clause with what to do. */
    static String of(String loader, FileTree tree) throws IOException {
        boolean wantsMusl = loader.contains("/ld-musl-");
        if (wantsMusl && hasLoader(tree, "ld-linux")) {
            return "a program for musl (Alpine) in an image with glibc; build it for glibc or link it statically";
        }
        if (!wantsMusl && hasLoader(tree, "ld-musl-")) {
            return "a program for glibc in an image with musl (Alpine); build it for musl, link it statically, or "
                    + "apk add gcompat";
        }
        return "it is linked with libraries, and the image has none of them; link it statically, or take a base image "
                + (wantsMusl ? "such as Alpine" : "with glibc");
    }

    private static boolean hasLoader(FileTree tree, String prefix) throws IOException {
        for (String place : PLACES) {
            Optional<Node> node = tree.resolve(place, true).node();
            if (node.isPresent() && node.get() instanceof Directory directory
                    && directory.children().keySet().stream().anyMatch(name -> name.startsWith(prefix))) {
                return true;
            }
        }
        return false;
    }
}
