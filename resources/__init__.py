"""What the plugin ships as data: indicator catalogue, code crosswalk, demo city."""
