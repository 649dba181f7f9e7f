"""What a result looks like: styles, legends, print layouts.

Only QGIS's own renderers and layout items are used, so that products open without the plugin.
"""
