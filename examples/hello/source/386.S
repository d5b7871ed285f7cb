# linux/386: write(1, message, length), exit(0)
        .globl  _start
        .text
_start: mov     $4, %eax
        mov     $1, %ebx
        mov     $message, %ecx
        mov     $length, %edx
        int     $0x80
        mov     $1, %eax
        xor     %ebx, %ebx
        int     $0x80
message:
        .ascii  "Hello from linux/386\n"
        .set    length, . - message
