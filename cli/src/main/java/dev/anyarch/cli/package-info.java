/**
 * The program: one file per command, and the only place that prints, reads the environment and exits.
 *
 * <p>{@link dev.anyarch.cli.Main} hands the arguments to {@link dev.anyarch.cli.CommandLineApplication}, which finds the
 * {@link dev.anyarch.cli.Command}, lets {@link dev.anyarch.cli.ArgumentParser} read its arguments and turns whatever goes
 * wrong into one line and an {@link dev.anyarch.cli.ExitCode} ({@link dev.anyarch.cli.Failure}). A command gets its
 * {@link dev.anyarch.cli.Arguments} and a {@link dev.anyarch.cli.Session}: console, environment, and a way to open every
 * {@link dev.anyarch.cli.Place} as a store. Only the chosen command's classes are loaded, because start-up is a feature
 * (docs/decisions/0002-start-up.md).
 *
 * <pre>{@code
 * ExitCode exit = new CommandLineApplication(environment, console).run(List.of("inspect", "alpine"));
 * }</pre>
 */
@NullMarked
package dev.anyarch.cli;

import org.jspecify.annotations.NullMarked;
