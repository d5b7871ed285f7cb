# On top of compose.yaml: the platforms, and a name for what is released
variable "PLATFORMS" {
  type        = list(string)
  default     = ["linux/amd64", "linux/arm64", "linux/arm/v7"]
  description = "what every image is built for"
}

group "default" {
  targets = ["greeter", "page"]
}

target "_all" {
  platforms = PLATFORMS
  annotations = ["index,manifest:org.opencontainers.image.source=https://example.org/stack"]
}

target "greeter" {
  inherits = ["_all"]
}

target "page" {
  inherits = ["_all"]
}
