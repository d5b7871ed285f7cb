target "default" {
  args = {
    upper = upper("a<b&c>d")
    title = title("hello world")
    replace = replace("a-b-c", "-", "+")
    regex = regex_replace("v1.2.3", "v([0-9]+).*", "$1")
    sub = substr("hello", 1, 3)
    split = join("|", split(",", "a,b,c"))
    trim = trimspace("  x  ")
    prefix = trimprefix("refs/heads/main", "refs/heads/")
    suffix = trimsuffix("app.hcl", ".hcl")
    format = format("%s-%03d-%t", "x", 7, true)
    formatlist = join(",", formatlist("%s:latest", ["a", "b"]))
    indent = indent(2, "a\nb")
    chomp = chomp("x\n")
    reverse = reverse("abc")
    md5 = md5("x")
    sha1 = sha1("x")
    sha256 = sha256("x")
    sha512 = sha512("x")
    base64 = base64encode("hello")
    back = base64decode("aGVsbG8=")
    url = urlencode("a b/c?d")
    json = jsonencode({ b = [1, "x", true, null], a = {} })
    csv = csvdecode("a,b\n1,2\n")[0].b
  }
}
