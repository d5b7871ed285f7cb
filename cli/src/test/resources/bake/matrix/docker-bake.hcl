target "app" {
  name = "app-${version}"
  matrix = {
    version = ["one", "two", "three"]
  }
  args = {
    VERSION = version
  }
  tags = ["app:${version}"]
}
group "default" {
  targets = ["app"]
}
