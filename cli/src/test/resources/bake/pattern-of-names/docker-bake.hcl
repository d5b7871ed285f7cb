group "app-all" {
  targets = ["app-one", "app-two"]
}
target "app-one" {
}
target "app-two" {
}
target "other" {
}
