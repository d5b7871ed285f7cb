# linux/ppc64le: write(1, message, length), exit(0)
        .abiversion 2
        .globl  _start
        .text
_start: li      0, 4
        li      3, 1
        bl      next
next:   mflr    4
        addi    4, 4, message - next
        li      5, length
        sc
        li      0, 1
        li      3, 0
        sc
message:
        .ascii  "Hello from linux/ppc64le\n"
        .set    length, . - message
