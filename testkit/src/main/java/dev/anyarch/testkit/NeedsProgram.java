package dev.anyarch.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test against a real program. Where the program is not on {@code PATH}, the test is skipped and the reason names the
 * package to install; with {@code ANYARCH_REQUIRE_INTEROP=1} that is a failure.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(NeedsProgram.All.class)
@ExtendWith(ProgramCondition.class)
public @interface NeedsProgram {

    /** Its name on {@code PATH}. */
    String value();

    /** Debian's package. */
    String debianPackage();

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ExtendWith(ProgramCondition.class)
    @interface All {
        NeedsProgram[] value();
    }
}
