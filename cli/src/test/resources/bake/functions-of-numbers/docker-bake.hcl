target "default" {
  args = {
    add = add(1, 2)
    sub = subtract(5, 7)
    mul = multiply(3, 4)
    div = divide(9, 4)
    mod = modulo(9, 4)
    max = max(1, 9, 3)
    min = min(4, 2)
    abs = absolute(-3)
    ceil = ceil(1.2)
    floor = floor(1.8)
    pow = pow(2, 10)
    log = log(8, 2)
    sign = signum(-9)
    parse = parseint("ff", 16)
    int = int(7.9)
    expression = (1 + 2) * 3 - 4 / 2 % 3
    compare = 1 < 2 && !(2 >= 3) || false
    third = 1 / 4
  }
}
