target "_common" {
  context = "src"
  args = {
    GO = "1.24"
    MODE = "release"
  }
  labels = {
    vendor = "us"
  }
  platforms = ["linux/amd64", "linux/arm64"]
  no-cache-filter = ["one"]
}
target "_debug" {
  args = {
    MODE = "debug"
  }
  platforms = ["linux/amd64"]
  no-cache-filter = ["two"]
}
target "default" {
  inherits = ["_common", "_debug"]
  args = {
    GO = "1.25"
    LESS = null
  }
  labels = {
    name = "app"
  }
}
