"""What every map stands on: fields, labels, words, what a layer says about itself."""
