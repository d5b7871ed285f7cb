package dev.anyarch.model.platform;

/**
 * What a machine says about itself.
 *
 * @param osName Java's {@code os.name}, such as {@code Linux} or {@code Windows Server 2022}
 * @param osArch Java's {@code os.arch}, such as {@code amd64} or {@code aarch64}
 * @param cpuInfo the text of Linux's {@code /proc/cpuinfo}; empty where there is none
 */
public record HostFacts(String osName, String osArch, String cpuInfo) {}
