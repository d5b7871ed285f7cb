target "app" {
  name = "app-${os}-${replace(version, ".", "-")}"
  matrix = {
    os = ["alpine", "debian"]
    version = ["1.0", "2.0"]
  }
  target = os
  args = {
    VERSION = version
  }
}
