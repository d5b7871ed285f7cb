@ linux/arm/v7: write(1, message, length), exit(0)
        .arch   armv7-a
        .syntax unified
        .globl  _start
        .text
message:
        .ascii  "Hello from linux/arm/v7\n"
        .set    length, . - message
        .balign 4
_start: mov     r7, #4
        mov     r0, #1
        adr     r1, message
        movw    r2, #length
        svc     #0
        mov     r7, #1
        mov     r0, #0
        svc     #0
