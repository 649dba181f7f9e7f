"""One style for each kind of result, a module each; `register.kinds` finds them."""
