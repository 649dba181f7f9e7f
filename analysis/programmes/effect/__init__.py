"""What a programme changed: treated kelurahan against others, before and after."""
