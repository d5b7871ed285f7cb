# linux/amd64: write(1, message, length), exit(0)
        .globl  _start
        .text
_start: mov     $1, %eax
        mov     $1, %edi
        lea     message(%rip), %rsi
        mov     $length, %edx
        syscall
        mov     $60, %eax
        xor     %edi, %edi
        syscall
message:
        .ascii  "Hello from linux/amd64\n"
        .set    length, . - message
