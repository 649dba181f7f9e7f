"""What a result looks like: renderers, legends, charts, print layouts."""
