group "default" {
  targets = ["images", "tools"]
}
group "images" {
  description = "all images"
  targets = ["web", "db"]
}
group "tools" {
  targets = ["lint", "web"]
}
target "web" {
}
target "db" {
}
target "lint" {
  output = ["type=cacheonly"]
}
